import type { TreesState } from "../trees/state.js";

/**
 * What a GradientBoosting learned. For more than two classes tree t adds to the score of class t modulo their number.
 */
export interface GradientBoostingState extends TreesState {
  /** The scores that the trees add to: one for two classes (log odds of the second), else one a class. */
  readonly base: Float64Array;
  /** The metric on the rows held out, after each iteration; empty where there were none. */
  readonly watched: Float64Array;
}
