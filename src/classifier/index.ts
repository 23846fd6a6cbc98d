export type { EarlyStopping, GradientBoostingOptions } from "./boosting-options.js";
export type { ClassWeight } from "./class-weights.js";
export { FittedGradientBoosting, type GradientBoostingState } from "./fitted-gradient-boosting.js";
export { FittedLogisticRegression, type LogisticRegressionState } from "./fitted-logistic-regression.js";
export { FittedNaiveBayes, type NaiveBayesState } from "./fitted-naive-bayes.js";
export { GradientBoosting } from "./gradient-boosting.js";
export { LogisticRegression, type LogisticRegressionOptions } from "./logistic-regression.js";
export { NaiveBayes, type NaiveBayesOptions } from "./naive-bayes.js";
