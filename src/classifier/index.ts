export type { ClassWeight } from "../estimator/index.js";
export { classTotalsOf, classWeightSchema, classWeightsOf, heldOutRows } from "../estimator/index.js";
export { type AlgorithmTypes, algorithms, type ClassifierAlgorithms } from "./algorithms.js";
export { FittedGradientBoosting } from "./gradient-boosting/fitted.js";
export { GradientBoosting } from "./gradient-boosting/index.js";
export type { EarlyStopping, GradientBoostingOptions } from "./gradient-boosting/options.js";
export type { GradientBoostingState } from "./gradient-boosting/state.js";
export { FittedLogisticRegression } from "./logistic-regression/fitted.js";
export { LogisticRegression } from "./logistic-regression/index.js";
export type { LogisticRegressionOptions } from "./logistic-regression/options.js";
export type { LogisticRegressionState } from "./logistic-regression/state.js";
export { FittedNaiveBayes } from "./naive-bayes/fitted.js";
export { NaiveBayes } from "./naive-bayes/index.js";
export type { NaiveBayesOptions } from "./naive-bayes/options.js";
export type { NaiveBayesState } from "./naive-bayes/state.js";
export { AdaBoost, FittedAdaBoost } from "./trees/ada-boost.js";
export { DecisionTree } from "./trees/decision-tree.js";
export { FittedDecisionTree, FittedRandomForest, FittedTrees } from "./trees/fitted.js";
export type {
  AdaBoostOptions,
  DecisionTreeOptions,
  MaxFeatures,
  RandomForestOptions,
  TreeOptions,
} from "./trees/options.js";
export { RandomForest } from "./trees/random-forest.js";
export type { AdaBoostState, RandomForestState, TreesState } from "./trees/state.js";
