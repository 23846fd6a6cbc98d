import { describe, expect, it } from "vitest";
import {
  ColumnTransformer,
  DropSparseRows,
  FeatureEncoder,
  FeatureUnion,
  Imputer,
  KMeans,
  LogisticRegression,
  PCA,
  Pipeline,
  Scaler,
} from "../../src/index.js";
import type { Loadable } from "../../src/persistence/index.js";
import { registry } from "../../src/registry.js";
import { type CheckOptions, checkEstimator } from "../../src/testing/index.js";

const groups = new KMeans({ clusters: 3, seed: 1 });

/** Estimators made of others, with what their steps make them differ in. */
const COMPOSED: readonly (readonly [name: string, type: unknown, options: CheckOptions])[] = [
  [
    "a Pipeline that transforms",
    Pipeline,
    {
      params: {
        steps: [
          ["scale", new Scaler()],
          ["reduce", new PCA({ components: 2 })],
        ],
      },
      traits: { missing: "refused" },
    },
  ],
  [
    "a Pipeline that clusters Tables",
    Pipeline,
    {
      params: {
        steps: [
          ["impute", new Imputer()],
          ["encode", new FeatureEncoder()],
          ["cluster", groups],
        ],
      },
      traits: { ordered: true },
    },
  ],
  [
    // Cross-fitting goes by row id: the order of rows decides which rows teach each other.
    "a Pipeline that drops rows, encodes by the target and classifies",
    Pipeline,
    {
      params: {
        steps: [
          ["sparse", new DropSparseRows({ maxMissing: 0.9 })],
          ["impute", new Imputer()],
          ["encode", new FeatureEncoder({ columns: { code: "target" } })],
          ["model", new LogisticRegression()],
        ],
      },
      traits: { ordered: true },
    },
  ],
  [
    "a Pipeline in a Pipeline",
    Pipeline,
    {
      params: {
        steps: [
          [
            "prepare",
            new Pipeline([
              ["impute", new Imputer()],
              ["encode", new FeatureEncoder()],
            ]),
          ],
          ["model", new LogisticRegression()],
        ],
      },
    },
  ],
  [
    "a FeatureUnion",
    FeatureUnion,
    {
      params: {
        steps: [
          ["reduce", new PCA({ components: 2 })],
          ["far", groups],
        ],
      },
      traits: { missing: "refused", ordered: true },
    },
  ],
  [
    "a ColumnTransformer",
    ColumnTransformer,
    {
      params: {
        branches: [
          ["sizes", new Scaler(), ["height", "income"]],
          ["rest", new PCA({ components: 1 }), ["code"]],
        ],
        rest: "passthrough",
      },
    },
  ],
];

describe("Estimators made of others keep the laws of the contract", () => {
  it.each(COMPOSED)("%s", async (_, type, options) => {
    const { kept } = await checkEstimator(type as Loadable, { types: registry, ...options });
    expect(kept).toContain("a fitted model goes through JSON bit for bit");
  });
});
