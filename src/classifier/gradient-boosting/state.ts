import { type Form, forms } from "../../document/index.js";
import { type TreesState, treesForm } from "../trees/state.js";

/**
 * What a GradientBoosting learned. For more than two classes tree t adds to the score of class t modulo their number.
 */
export interface GradientBoostingState extends TreesState {
  /** The scores that the trees add to: one for two classes (log odds of the second), else one a class. */
  readonly base: Float64Array;
  /** The metric on the rows held out, after each iteration; empty where there were none. */
  readonly watched: Float64Array;
}

/** What a document may hold of it. */
export const boostingState: Form<GradientBoostingState> = forms.checked(
  forms.record({
    base: forms.float64("scores"),
    trees: treesForm(1),
    watched: forms.float64("iterations", { missing: true, infinite: true }),
  }),
  ({ trees, base }) =>
    trees.roots.length % base.length === 0 ? undefined : `has ${trees.roots.length} trees for ${base.length} scores`,
);
