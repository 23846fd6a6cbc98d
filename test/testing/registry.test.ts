import { describe, expect, it } from "vitest";
import { registry } from "../../src/registry.js";
import { checkEstimator } from "../../src/testing/index.js";

/** Kinds whose constructor takes other estimators: they are checked under steps of their own. */
const COMPOSED = new Set(["Pipeline", "ColumnTransformer", "FeatureUnion", "Classifier", "CalibratedClassifier"]);

describe("every registered estimator", () => {
  for (const type of registry.filter((type) => !COMPOSED.has(type.kind)))
    it(`${type.kind} keeps the laws of the contract`, async () => {
      const { kept } = await checkEstimator(type);
      expect(kept.length).toBeGreaterThan(3);
    });
});
