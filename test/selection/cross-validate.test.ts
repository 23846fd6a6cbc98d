import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  CalibratedClassifier,
  crossValidate,
  defineTransformer,
  FeatureEncoder,
  GridSearch,
  GroupKFold,
  KFold,
  LogisticRegression,
  Pipeline,
  RepeatedStratifiedKFold,
  rocAuc,
  rocAucEstimate,
  Scaler,
  TimeSplit,
  trainTestSplit,
} from "../../src/index.js";

const random = new Random(11);
const X = Array.from({ length: 200 }, () => [random.normal(), random.normal()]);
const y = X.map(([a]) => (a! + random.normal() > 0.8 ? 1 : 0));

describe("crossValidate", () => {
  it("scores rows that the model had not seen, by several scores at once", async () => {
    const result = await crossValidate(new LogisticRegression(), X, y, {
      folds: 4,
      scoring: [
        "rocAuc",
        "logLoss",
        "accuracy",
        "averagePrecision",
        "brierScore",
        "f1",
        "balancedAccuracy",
        "ksStatistic",
      ],
      models: true,
    });
    for (const { train, test, scores, model } of result.folds) {
      const again = await new LogisticRegression().fit(
        [...train].map((i) => X[i]!),
        [...train].map((i) => y[i]!),
      );
      const expected = again.predictProbabilities([...test].map((i) => X[i]!)).column("1");
      expect(scores["rocAuc"]).toBe(
        rocAuc(
          [...test].map((i) => y[i]!),
          expected,
        ),
      );
      expect(model!.coefficients.toRows()).toEqual(again.coefficients.toRows());
      expect([...test].map((i) => result.predictions[i])).toEqual([...expected]);
    }
    expect(result.mean("rocAuc")).toBeGreaterThan(0.7);
    expect(result.mean("logLoss")).toBeLessThan(0);
    const scores = [...result.scores("accuracy")];
    const mean = scores.reduce((a, b) => a + b) / 4;
    expect(result.mean("accuracy")).toBeCloseTo(mean, 14);
    expect(result.standardError("accuracy")).toBeCloseTo(
      Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 3 / 4),
      14,
    );
    expect(result.toText()).toContain("rocAuc: 0.");
  });

  it("fits whole pipelines on tables, with the target among their columns", async () => {
    const table = tableFromArrays({
      A: X.map(([a]) => a!),
      ZONE: y.map((label, i) => (i % 7 === 0 ? "west" : label === 1 ? "north" : "south")),
      RESPONSE: Int32Array.from(y),
    });
    const pipeline = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["model", new LogisticRegression()],
    ]);
    const byName = await crossValidate(pipeline, table, "RESPONSE", { folds: 3 });
    const byLabels = await crossValidate(pipeline, table.select(["A", "ZONE"]), y, { folds: 3 });
    expect([...byName.scores()]).toEqual([...byLabels.scores()]);
    expect(byName.mean()).toBeGreaterThan(0.9);
  });

  it("lets nothing of a tested row reach any step", async () => {
    const seen: number[][] = [];
    const Spy = defineTransformer({
      kind: "test/Spy",
      version: 1,
      params: z.strictObject({}),
      fit: (x) => {
        seen.push([...x.column(1)]);
        return {};
      },
      transform: (x) => x,
    });
    const numbered = X.map(([a], i) => [a!, i]);
    const { folds } = await crossValidate(
      new Pipeline([
        ["spy", new Spy()],
        ["model", new LogisticRegression()],
      ]),
      numbered,
      y,
      { folds: 5 },
    );
    expect(seen).toEqual(folds.map(({ train }) => [...train]));
  });

  it("carries weights and groups, repeats, and averages what several models say of a row", async () => {
    const weights = y.map((_, i) => (i % 2 === 0 ? 1 : 0));
    const even = await crossValidate(new LogisticRegression(), X, y, { folds: 2, sampleWeight: weights });
    expect([...even.scores()]).not.toEqual([
      ...(await crossValidate(new LogisticRegression(), X, y, { folds: 2 })).scores(),
    ]);
    const groups = y.map((_, i) => i % 10);
    const grouped = await crossValidate(new LogisticRegression(), X, y, {
      folds: new GroupKFold({ folds: 5 }),
      groups,
    });
    for (const { train, test } of grouped.folds)
      expect([...test].some((i) => [...train].some((k) => groups[k] === groups[i]))).toBe(false);
    const repeated = await crossValidate(new LogisticRegression(), X, y, {
      folds: new RepeatedStratifiedKFold({ folds: 2, repeats: 3 }),
      models: true,
    });
    expect(repeated.folds).toHaveLength(6);
    const said = repeated.folds
      .filter(({ test }) => test.includes(5))
      .map(({ model }) => model!.predictProbabilities([X[5]!]).column("1")[0]!);
    expect(said).toHaveLength(3);
    expect(repeated.predictions[5]).toBeCloseTo((said[0]! + said[1]! + said[2]!) / 3, 14);
  });

  it("takes own scores, own folds, words as labels, and more than two classes", async () => {
    const words = y.map((label) => (label === 1 ? "buys" : "waits"));
    const own = await crossValidate(new LogisticRegression(), X, words, {
      folds: [{ train: Int32Array.from({ length: 100 }, (_, i) => i), test: Int32Array.of(100, 101, 102) }],
      positive: "buys",
      scoring: { rows: ({ truth }) => truth.length, positive: ({ positive }) => (positive === "buys" ? 1 : 0) },
    });
    expect(own.folds[0]!.scores).toEqual({ rows: 3, positive: 1 });
    expect(Number.isNaN(own.predictions[0]!)).toBe(true);
    const three = y.map((label, i) => (i % 3 === 0 ? "c" : label === 1 ? "a" : "b"));
    const many = await crossValidate(new LogisticRegression(), X, three, { scoring: ["logLoss", "accuracy"] });
    expect(many.mean("logLoss")).toBeLessThan(0);
  });

  it("tells how far it is, stops when told, and refuses what it cannot divide", async () => {
    const steps: number[] = [];
    await crossValidate(new LogisticRegression(), X, y, { folds: 2, onProgress: ({ done }) => steps.push(done) });
    expect(steps).toEqual([1, 2]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(crossValidate(new LogisticRegression(), X, y, { signal })).rejects.toThrow("enough");
    await expect(crossValidate(new LogisticRegression(), X, [1])).rejects.toThrow("target has 1 values for 200 rows");
    await expect(crossValidate(new LogisticRegression(), X, "RESPONSE")).rejects.toThrow('no column "RESPONSE"');
    await expect(crossValidate(new LogisticRegression(), X, y, { scoring: "auc" as "rocAuc" })).rejects.toThrow(
      'there is no score "auc"',
    );
    await expect(crossValidate(new LogisticRegression(), X, y, { positive: 7 })).rejects.toThrow(
      "the positive label 7",
    );
  });

  it("divides no group of its own accord, tells the AUC's own error, and compares two models fold by fold", async () => {
    const groups = y.map((_, i) => Math.floor(i / 4));
    const one = await crossValidate(new LogisticRegression(), X, y, { folds: 5, groups });
    for (const { train, test } of one.folds)
      expect([...test].some((i) => [...train].some((k) => groups[k] === groups[i]))).toBe(false);
    const { auc, standardError } = one.aucEstimate;
    const each = one.folds.map(({ test, predictions }) =>
      rocAucEstimate(
        [...test].map((i) => y[i]!),
        predictions,
      ),
    );
    expect(auc).toBeCloseTo(one.mean(), 12);
    expect(standardError).toBeCloseTo(Math.hypot(...each.map((fold) => fold.standardError)) / 5, 12);
    expect(one.toText()).toContain(`by the number of positives: ${standardError.toFixed(4)}`);
    const folds = new RepeatedStratifiedKFold({ folds: 5, repeats: 4 });
    const again = await crossValidate(new LogisticRegression(), X, y, { folds });
    expect(again.aucEstimate.standardError / standardError).toBeCloseTo(1, 0);
    const half = X.map(([a]) => [a!]);
    const other = await crossValidate(new LogisticRegression(), half, y, { folds: 5, groups });
    const { difference, standardError: error, interval } = one.differenceFrom(other);
    const differences = one.scores().map((score, k) => score - other.scores()[k]!);
    const mean = differences.reduce((a, b) => a + b) / 5;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 4;
    expect(difference).toBeCloseTo(mean, 14);
    const shares = one.folds.reduce((sum, { test, train }) => sum + test.length / train.length, 0) / 5;
    expect(error).toBeCloseTo(Math.sqrt(variance * (1 / 5 + shares)), 14);
    expect(interval[1] - interval[0]).toBeCloseTo(2 * 2.7764451051977987 * error, 10);
    const elsewhere = await crossValidate(new LogisticRegression(), X, y, { folds: 4 });
    expect(() => one.differenceFrom(elsewhere)).toThrow("were not tested in the same folds");
  });

  it("warns where tested rows are other rows than those learned from", async () => {
    const drifting = X.map((_, i) => (random.uniform() < (i < 120 ? 0.1 : 0.6) ? 1 : 0));
    const inTime = await crossValidate(new LogisticRegression(), X, drifting, { folds: new TimeSplit({ folds: 4 }) });
    expect(inTime.warnings.length).toBeGreaterThan(0);
    expect(inTime.warnings.at(-1)).toMatch(
      /^Fold \d learns from rows of which \d+\.\d % are positive and is tested by/,
    );
    expect(inTime.toText()).toContain(inTime.warnings[0]);
    expect((await crossValidate(new LogisticRegression(), X, drifting)).warnings).toEqual([]);
  });

  it("divides where a class has fewer rows than there are folds, and warns", async () => {
    const labels = X.map((_, i) => (i < 3 ? "rare" : i % 2 === 0 ? "a" : "b"));
    const result = await crossValidate(new LogisticRegression(), X, labels, { folds: 5, scoring: "accuracy" });
    expect(result.warnings).toEqual([
      'The class "rare" has 3 tested rows in 5 folds: 2 folds can say nothing of it. Use fewer folds.',
    ]);
  });

  it("says which target is missing, whatever divides", async () => {
    const labels = y.map((label, i) => (i === 8 ? Number.NaN : label));
    const table = tableFromArrays({
      a: X.map(([a]) => a!),
      y: labels.map((label) => (Number.isNaN(label) ? null : label)),
    });
    const pipeline = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]);
    const missing = { code: "MISSING_TARGET", message: expect.stringContaining("the target of row 8 is missing") };
    for (const folds of [3, new KFold({ folds: 3 }), new TimeSplit({ folds: 3 })]) {
      await expect(crossValidate(new LogisticRegression(), X, labels, { folds })).rejects.toMatchObject(missing);
      await expect(crossValidate(pipeline, table, "y", { folds })).rejects.toMatchObject(missing);
    }
    await expect(
      new GridSearch({ estimator: pipeline, grid: { "model.c": [1] } }).fit(table, "y"),
    ).rejects.toMatchObject(missing);
    await expect(new CalibratedClassifier({ estimator: pipeline }).fit(table, "y")).rejects.toMatchObject(missing);
  });

  it("refuses labels that are a column of the table, and trainTestSplit takes the target off the features", async () => {
    const words = y.map((label) => (label === 1 ? "yes" : "no"));
    const table = tableFromArrays({ a: X.map(([a]) => a!), BOUGHT: words });
    const pipeline = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]);
    for (const labels of [words, table.getChild("BOUGHT") as never])
      await expect(crossValidate(pipeline, table, labels)).rejects.toMatchObject({
        code: "INVALID_INPUT",
        column: "BOUGHT",
        message: expect.stringContaining('column "BOUGHT" holds the labels themselves, and would be a feature'),
      });
    const { train, test } = trainTestSplit(table, "BOUGHT", { seed: 1 });
    expect(train.X.schema.fields.map(({ name }) => name)).toEqual(["a"]);
    const fitted = await pipeline.fit(train.X, train.y);
    expect(rocAuc(test.y, fitted.predictProbabilities(test.X).column("yes"), { positive: "yes" })).toBeLessThan(0.95);
  });
});
