import { type Form, forms } from "../../document/index.js";
import type { ClassEvidence } from "../../engine/program/index.js";

/** What a NaiveBayes learned. */
export interface NaiveBayesState {
  /** The logarithm of each class's share. */
  readonly priors: Float64Array;
  /** What each column says of the classes. */
  readonly columns: readonly ClassEvidence[];
}

/** What a document may hold of it. A class without rows has a share of 0. */
export const naiveBayesState: Form<NaiveBayesState> = forms.record({
  priors: forms.float64("classes", { max: 0, infinite: true }),
  columns: forms.list(
    forms.variants("kind", {
      gaussian: { means: forms.float64("classes"), variances: forms.float64("classes", { above: 0 }) },
      categories: {
        values: forms.float64("values", { rising: "strictly", infinite: true }),
        logs: forms.float64(["values", "classes"], { max: 0 }),
      },
      none: {},
    }),
    "inputs",
  ),
});
