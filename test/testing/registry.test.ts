import { describe, expect, it } from "vitest";
import { NaiveBayes } from "../../src/index.js";
import { registry } from "../../src/registry.js";
import { checkEstimator } from "../../src/testing/index.js";

/** Kinds made of steps, whose constructor takes them: they have tests of their own. */
const STEPS = new Set(["Pipeline", "ColumnTransformer", "FeatureUnion"]);

/** Kinds with an estimator among their options: what they are checked under. */
const estimator = new NaiveBayes();
const WRAPPED: Readonly<Record<string, object>> = {
  GridSearch: { estimator, grid: { smoothing: [0.1, 1] }, folds: 2 },
  RandomSearch: { estimator, space: { smoothing: [0.1, 1, 10] }, trials: 2, folds: 2 },
  HalvingSearch: { estimator, space: { smoothing: [0.1, 1, 10] }, trials: 3, folds: 2 },
  CalibratedClassifier: { estimator, folds: 2 },
  ThresholdClassifier: { estimator, folds: 2 },
  Ensemble: {
    members: [
      ["one", estimator],
      ["other", new NaiveBayes({ categorical: "none" })],
    ],
  },
  StackingClassifier: { members: [["one", estimator]], final: estimator, folds: 2 },
  ParzenSearch: { estimator, space: { smoothing: [0.1, 1, 10] }, trials: 3, warmUp: 2, folds: 2 },
};

describe("every registered estimator", () => {
  for (const type of registry.filter((type) => !STEPS.has(type.kind)))
    it(`${type.kind} keeps the laws of the contract`, async () => {
      const { kept } = await checkEstimator(type, {
        ...(WRAPPED[type.kind] === undefined ? {} : { params: WRAPPED[type.kind]!, types: registry }),
      });
      expect(kept.length).toBeGreaterThan(3);
    });
});
