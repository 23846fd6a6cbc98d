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
