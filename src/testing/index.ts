export { type CheckOptions, type CheckReport, checkEstimator } from "./check-estimator.js";
