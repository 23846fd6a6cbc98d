export { AdaBoost, type AdaBoostOptions, type AdaBoostState, FittedAdaBoost } from "./ada-boost.js";
export type { EarlyStopping, GradientBoostingOptions } from "./boosting-options.js";
export type { ClassWeight } from "./class-weights.js";
export { DecisionTree, type DecisionTreeOptions } from "./decision-tree.js";
export { FittedGradientBoosting, type GradientBoostingState } from "./fitted-gradient-boosting.js";
export { FittedLogisticRegression, type LogisticRegressionState } from "./fitted-logistic-regression.js";
export { FittedNaiveBayes, type NaiveBayesState } from "./fitted-naive-bayes.js";
export {
  FittedDecisionTree,
  FittedRandomForest,
  FittedTrees,
  type RandomForestState,
  type TreesState,
} from "./fitted-trees.js";
export { GradientBoosting } from "./gradient-boosting.js";
export { LogisticRegression, type LogisticRegressionOptions } from "./logistic-regression.js";
export { NaiveBayes, type NaiveBayesOptions } from "./naive-bayes.js";
export { RandomForest, type RandomForestOptions } from "./random-forest.js";
export type { MaxFeatures, TreeOptions } from "./tree-options.js";
