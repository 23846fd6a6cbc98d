import type { ClassWeight } from "../../estimator/index.js";

/** Options of LogisticRegression. */
export interface LogisticRegressionOptions {
  /** What large coefficients cost: half their squares, their sizes, nothing, or a mixture (`l1Ratio`). Intercepts cost nothing. */
  readonly penalty: "l2" | "l1" | "none" | "elasticNet";
  /** The smaller, the more they cost: the penalty is divided by `c` and added to the weighted sum of log losses. Above 0. */
  readonly c: number;
  /** The share of sizes in the penalty `"elasticNet"`, the rest being half squares. */
  readonly l1Ratio: number;
  /** How much the rows of each class count; all count once by default. */
  readonly classWeight?: ClassWeight | undefined;
  /** Steps after which learning ends, converged or not. */
  readonly maxIterations: number;
  /** Learning has converged when a step moves no coefficient of a standardized column by more than this, relative to the largest (or 1). */
  readonly tolerance: number;
}
