import { type Form, forms } from "../../document/index.js";

/** What a PCA learned. */
export interface PCAState {
  /** Mean of each column. */
  readonly mean: Float64Array;
  /** Components x columns, row by row. */
  readonly components: Float64Array;
  /** Variance along each component. */
  readonly variance: Float64Array;
  /** Variance of all columns together. */
  readonly total: number;
  /** What sums of squares were divided by. */
  readonly divisor: number;
  /** Are scores rounded to float32? */
  readonly single: boolean;
}

/** What a document may hold of it. */
export const pcaState: Form<PCAState> = forms.record({
  mean: forms.float64("inputs"),
  variance: forms.float64("components", { min: 0 }),
  components: forms.float64(["components", "inputs"]),
  total: forms.number({ min: 0 }),
  divisor: forms.number({ above: 0 }),
  single: forms.boolean(),
});
