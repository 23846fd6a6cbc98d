/**
 * Checks for estimators of your own.
 *
 * @module kindred/testing
 */

export { type CheckReport, checkEstimator } from "./check-estimator.js";
export type { CheckOptions } from "./subject.js";
