export type { ClassWeight } from "./class-weights.js";
export { FittedLogisticRegression, type LogisticRegressionState } from "./fitted-logistic-regression.js";
export { LogisticRegression, type LogisticRegressionOptions } from "./logistic-regression.js";
