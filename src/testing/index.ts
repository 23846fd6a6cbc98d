export { type CheckReport, checkEstimator } from "./check-estimator.js";
export type { CheckOptions } from "./subject.js";
