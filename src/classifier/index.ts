export type { ClassWeight } from "./class-weights.js";
export { FittedGradientBoosting, type GradientBoostingState } from "./gradient-boosting/fitted.js";
export { GradientBoosting } from "./gradient-boosting/index.js";
export type { EarlyStopping, GradientBoostingOptions } from "./gradient-boosting/options.js";
export { FittedLogisticRegression, type LogisticRegressionState } from "./logistic-regression/fitted.js";
export { LogisticRegression, type LogisticRegressionOptions } from "./logistic-regression/index.js";
export { FittedNaiveBayes, type NaiveBayesState } from "./naive-bayes/fitted.js";
export { NaiveBayes, type NaiveBayesOptions } from "./naive-bayes/index.js";
export { AdaBoost, type AdaBoostOptions, type AdaBoostState, FittedAdaBoost } from "./trees/ada-boost.js";
export { DecisionTree, type DecisionTreeOptions } from "./trees/decision-tree.js";
export {
  FittedDecisionTree,
  FittedRandomForest,
  FittedTrees,
  type RandomForestState,
  type TreesState,
} from "./trees/fitted.js";
export type { MaxFeatures, TreeOptions } from "./trees/options.js";
export { RandomForest, type RandomForestOptions } from "./trees/random-forest.js";
