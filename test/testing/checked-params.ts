import {
  FeatureEncoder,
  FeatureUnion,
  Imputer,
  KMeans,
  LogisticRegression,
  NaiveBayes,
  PCA,
  Scaler,
} from "../../src/index.js";
import { registry } from "../../src/registry.js";
import type { CheckOptions } from "../../src/testing/index.js";

const estimator = new NaiveBayes();
const smoothings = { smoothing: [0.1, 1, 10] };

/** Kinds with estimators among their options: what they are checked under. */
export const WRAPPED: Readonly<Record<string, object>> = {
  GridSearch: { estimator, grid: { smoothing: [0.1, 1] }, folds: 2 },
  RandomSearch: { estimator, space: smoothings, trials: 2, folds: 2 },
  HalvingSearch: { estimator, space: smoothings, trials: 3, folds: 2 },
  CalibratedClassifier: { estimator, folds: 2 },
  ThresholdClassifier: { estimator, folds: 2 },
  Ensemble: {
    members: [
      ["one", estimator],
      ["other", new NaiveBayes({ categorical: "none" })],
    ],
  },
  StackingClassifier: { members: [["one", estimator]], final: estimator, folds: 2 },
  ParzenSearch: { estimator, space: smoothings, trials: 3, warmUp: 2, folds: 2 },
};

/** Kinds made of steps, whose constructor takes them. */
export const STEPS: Readonly<Record<string, object>> = {
  Pipeline: {
    steps: [
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ],
  },
  FeatureUnion: {
    steps: [
      ["reduce", new PCA({ components: 2 })],
      ["far", new KMeans({ clusters: 3 })],
    ],
  },
  ColumnTransformer: { branches: [["sizes", new Scaler(), ["height", "income"]]], rest: "passthrough" },
};

/** How a registered kind is tried. */
export function checkOptionsOf(kind: string): CheckOptions {
  const params = WRAPPED[kind] ?? STEPS[kind];
  return {
    ...(params === undefined ? {} : { params, types: registry }),
    ...(kind === FeatureUnion.kind ? { traits: { missing: "refused" } } : {}),
  };
}
