import { type Form, forms } from "../../document/index.js";

/** What a LogisticRegression learned. */
export interface LogisticRegressionState {
  /** Outputs x columns, row by row: one output for two classes, else one a class. */
  readonly coefficients: Float64Array;
  /** One for each output. */
  readonly intercepts: Float64Array;
  /** How many steps learning took. */
  readonly iterations: number;
  /** Did learning end at the optimum? */
  readonly converged: boolean;
  /** Are scores rounded to float32? */
  readonly single: boolean;
}

/** What a document may hold of it. */
export const logisticState: Form<LogisticRegressionState> = forms.record({
  intercepts: forms.float64("scores"),
  coefficients: forms.float64(["scores", "inputs"]),
  iterations: forms.number({ min: 0, whole: true }),
  converged: forms.boolean(),
  single: forms.boolean(),
});
