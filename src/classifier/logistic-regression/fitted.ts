import { FittedClassifier } from "../../estimator/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import type { LogisticRegressionOptions } from "./options.js";
import type { LogisticRegressionState } from "./state.js";

/** A fitted LogisticRegression. */
export class FittedLogisticRegression extends FittedClassifier<LogisticRegressionOptions, LogisticRegressionState> {
  /**
   * What one unit of a column adds to the log odds: one column an input column. For two classes one row, towards the second class;
   * for more one row a class, in the order of `classes`.
   */
  get coefficients(): FeatureMatrix {
    return FeatureMatrix.dense(this.state.intercepts.length, this.inputColumns, this.state.coefficients);
  }

  /** The log odds where every column is 0: one for each row of `coefficients`. */
  get intercepts(): Float64Array {
    return this.state.intercepts;
  }

  /** How many steps learning took. */
  get iterations(): number {
    return this.state.iterations;
  }

  /** Did learning end at the optimum? If not, `maxIterations` ended it. */
  get converged(): boolean {
    return this.state.converged;
  }
}
