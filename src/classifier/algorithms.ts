import type { EstimatorType } from "../estimator/index.js";
import { GradientBoosting } from "./gradient-boosting/index.js";
import type { GradientBoostingOptions } from "./gradient-boosting/options.js";
import { LogisticRegression } from "./logistic-regression/index.js";
import type { LogisticRegressionOptions } from "./logistic-regression/options.js";
import { NaiveBayes } from "./naive-bayes/index.js";
import type { NaiveBayesOptions } from "./naive-bayes/options.js";
import { AdaBoost } from "./trees/ada-boost.js";
import { DecisionTree } from "./trees/decision-tree.js";
import type { AdaBoostOptions, DecisionTreeOptions, RandomForestOptions } from "./trees/options.js";
import { RandomForest } from "./trees/random-forest.js";

/** An estimator and its options, as types. */
export interface AlgorithmTypes<E, O> {
  /** The estimator. */
  readonly estimator: E;
  /** Its options. */
  readonly options: O;
}

/** The classifiers that go by a name, and their options. */
export interface ClassifierAlgorithms {
  /** GradientBoosting. */
  readonly gradientBoosting: AlgorithmTypes<GradientBoosting, GradientBoostingOptions>;
  /** RandomForest. */
  readonly randomForest: AlgorithmTypes<RandomForest, RandomForestOptions>;
  /** AdaBoost. */
  readonly adaBoost: AlgorithmTypes<AdaBoost, AdaBoostOptions>;
  /** DecisionTree. */
  readonly decisionTree: AlgorithmTypes<DecisionTree, DecisionTreeOptions>;
  /** NaiveBayes. */
  readonly naiveBayes: AlgorithmTypes<NaiveBayes, NaiveBayesOptions>;
  /** LogisticRegression. */
  readonly logisticRegression: AlgorithmTypes<LogisticRegression, LogisticRegressionOptions>;
}

/** The classes of the classifiers that go by a name: here a new classifier is added. */
export const algorithms: {
  readonly [A in keyof ClassifierAlgorithms]: EstimatorType &
    (new (
      options?: Partial<ClassifierAlgorithms[A]["options"]>,
    ) => ClassifierAlgorithms[A]["estimator"]);
} = {
  gradientBoosting: GradientBoosting,
  randomForest: RandomForest,
  adaBoost: AdaBoost,
  decisionTree: DecisionTree,
  naiveBayes: NaiveBayes,
  logisticRegression: LogisticRegression,
};
