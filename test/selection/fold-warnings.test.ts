import { describe, expect, it } from "vitest";
import {
  CalibratedClassifier,
  crossValidate,
  FeatureEncoder,
  GridSearch,
  KMeans,
  LogisticRegression,
  onWarning,
  Pipeline,
  type Warning,
} from "../../src/index.js";

const X = Array.from({ length: 60 }, (_, i) => [(i % 10) / 10, ((i * 7) % 6) / 6]);
const y = X.map(([a, b], i) => (a! + b! + ((i * 5) % 7) / 7 > 1.4 ? "yes" : "no"));

async function warningsOf(run: (take: (warning: Warning) => void) => Promise<unknown>): Promise<Warning[]> {
  const warnings: Warning[] = [];
  await run((warning) => warnings.push(warning));
  return warnings;
}

describe("what is doubtful of fits in folds", () => {
  const people = X.map(([a, b], i) => ({ a: a!, b: b!, name: `person ${i}` }));
  const named = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["model", new LogisticRegression()],
  ]);

  it("comes to who takes warnings, each sentence once, on one thread and on two", async () => {
    for (const threads of [1, 2]) {
      const calibrated = new CalibratedClassifier({ estimator: named, folds: 3 });
      const warnings = await warningsOf((take) => calibrated.fit(people, y, { threads, onWarning: take }));
      expect(warnings.map(({ code, column, where }) => ({ code, column, where }))).toEqual([
        { code: "COLUMNS", column: undefined, where: "FeatureEncoder.fit" },
      ]);
      expect(warnings[0]!.message).toContain('"name" holds another text in every row and is left out');
      expect(warnings[0]!.message).toMatch(/^In fold 1: Column "name"/u);
    }
  });

  it("comes from a search's candidates as well", async () => {
    const search = new GridSearch({ estimator: named, space: { "model.c": [0.1, 1] }, folds: 2 });
    const warnings = await warningsOf((take) => search.fit(people, y, { onWarning: take }));
    expect(warnings.some(({ where }) => where === "FeatureEncoder.fit")).toBe(true);
  });

  it("comes from crossValidate in the order of the folds, with the first fold named, on one thread and on two", async () => {
    // Rows of the same name are tested in the first fold: names differ in its training rows alone.
    const some = people.map((row, i) => ({ ...row, name: i < 2 ? "same" : row.name }));
    const order = some.map((_, i) => i);
    const folds = [0, 1, 2].map((k) => ({
      train: Int32Array.from(order.filter((i) => Math.floor(i / 20) !== k)),
      test: Int32Array.from(order.filter((i) => Math.floor(i / 20) === k)),
    }));
    for (const data of [people, some])
      for (const threads of [1, 2]) {
        const warnings = await warningsOf((take) =>
          crossValidate(named, data, y, { folds, scoring: "accuracy", threads, onWarning: take }),
        );
        const fits = warnings.filter(({ where }) => where === "FeatureEncoder.fit");
        expect(fits.map(({ message }) => message)).toEqual([
          expect.stringMatching(/^In fold 1: Column "name" holds another text in every row and is left out/u),
        ]);
      }
  });

  it("of crossValidate goes where all warnings go, and stands in its result", async () => {
    const labels = X.map((_, i) => (i < 3 ? "rare" : i % 2 === 0 ? "a" : "b"));
    const own: Warning[] = [];
    const result = await crossValidate(new LogisticRegression(), X, labels, {
      scoring: "accuracy",
      onWarning: (warning) => own.push(warning),
    });
    expect(result.warnings.length).toBe(1);
    expect(own).toEqual([{ code: "FOLDS", where: "crossValidate", message: result.warnings[0] }]);
    const all: Warning[] = [];
    const before = onWarning((warning) => all.push(warning));
    try {
      await crossValidate(new LogisticRegression(), X, labels, { scoring: "accuracy" });
    } finally {
      onWarning(before);
    }
    expect(all).toEqual(own);
  });
});

describe("clusters without rows", () => {
  it("are warned of when they are learned", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i % 2, 0]);
    const warnings = await warningsOf((take) => new KMeans({ clusters: 4, seed: 1 }).fit(rows, { onWarning: take }));
    expect(warnings.filter(({ code }) => code === "CLUSTERS").map(({ message }) => message)).toEqual([
      "2 clusters of 4 found: there are fewer distinct rows than clusters, and 2 of them are empty",
    ]);
  });
});
