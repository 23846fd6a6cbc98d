import type { EstimatorType } from "../estimator/index.js";

/** A class of estimators that documents may name. */
export interface Loadable extends EstimatorType {
  /** An estimator under options. */
  new (...args: never): object;
}
