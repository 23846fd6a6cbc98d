export type { ClassWeight } from "./class-weights.js";
export { FittedLogisticRegression, type LogisticRegressionState } from "./fitted-logistic-regression.js";
export { FittedNaiveBayes, type NaiveBayesState } from "./fitted-naive-bayes.js";
export { LogisticRegression, type LogisticRegressionOptions } from "./logistic-regression.js";
export { NaiveBayes, type NaiveBayesOptions } from "./naive-bayes.js";
