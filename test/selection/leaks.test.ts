import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  CalibratedClassifier,
  crossValidate,
  defineClassifier,
  defineTransformer,
  FeatureEncoder,
  FeatureMatrix,
  GradientBoosting,
  GridSearch,
  LogisticRegression,
  Pipeline,
  type Predictor,
  RandomForest,
  RandomOverSampler,
  RandomSearch,
  RepeatedStratifiedKFold,
  rocAuc,
  StackingClassifier,
  StratifiedKFold,
  ThresholdClassifier,
  uniform,
} from "../../src/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";

/** Rows whose first column is their number, and which rows each fit of a step saw. */
const random = new Random(17);
const ROWS = 200;
const X = Array.from({ length: ROWS }, (_, i) => [i, random.normal(), random.normal()]);
const y = X.map(([, a]) => (a! + random.normal() > 1 ? 1 : 0));
const fits: number[][] = [];
const Witness = defineTransformer({
  kind: "test/LeakWitness",
  version: 1,
  params: z.strictObject({}),
  fit: (x) => {
    fits.push([...new Set(x.column(0))].sort((a, b) => a - b));
    return {};
  },
  transform: (x) => x.toRows().map(([, ...rest]) => rest),
  outputColumns: (names) => names.slice(1),
});
const watched = new Pipeline([
  ["sample", new RandomOverSampler()],
  ["witness", new Witness()],
  ["model", new LogisticRegression()],
]);
const folds = new StratifiedKFold({ folds: 3, seed: 4 });
const split = folds.split(ROWS, { y });
const all = X.map((_, i) => i);

describe("Nothing of a row that is tested reaches any step", () => {
  const learners: Readonly<Record<string, Predictor>> = {
    GridSearch: new GridSearch({ estimator: watched, grid: { "model.c": [0.1, 1] }, folds }),
    CalibratedClassifier: new CalibratedClassifier({ estimator: watched, folds, ensemble: false }),
    ThresholdClassifier: new ThresholdClassifier({ estimator: watched, folds }),
    StackingClassifier: new StackingClassifier([["only", watched]], { final: new LogisticRegression(), folds }),
  };

  for (const [name, learner] of Object.entries(learners)) {
    it(`in ${name}: each fit saw the training rows of its fold, or for the model that is kept all rows`, async () => {
      fits.length = 0;
      await learner.fit(X as never, y);
      const allowed = [...split.map(({ train }) => [...train]), all].map(String);
      expect(fits.length).toBe(4);
      expect([...fits].map(String).sort()).toEqual([...allowed].sort());
    });

    it(`in ${name} inside crossValidate: no fit saw a row of the outer fold that scores it`, async () => {
      fits.length = 0;
      await crossValidate(learner, X, y, { folds: new StratifiedKFold({ folds: 2, seed: 9 }) });
      const outer = new StratifiedKFold({ folds: 2, seed: 9 }).split(ROWS, { y });
      expect(fits.length).toBe(8);
      fits.forEach((rows, k) => {
        const train = new Set(outer[k < 4 ? 0 : 1]!.train);
        expect(rows.every((row) => train.has(row))).toBe(true);
      });
    });
  }
});

/** Shown where the tests run: what is measured with the leak, and without. */
function show(leak: string, by: number, without: number): void {
  console.info(`${leak}: AUC ${by.toFixed(3)} with the leak, ${without.toFixed(3)} through the library`);
}

describe("Four leaks, made by hand and closed by the library", () => {
  const noise = new Random(23);

  it("over-sampling before the folds: copies of a tested row are learned from", async () => {
    const rows = Array.from({ length: 300 }, () => [noise.normal(), noise.normal()]);
    const rare = rows.map(([a]) => (a! + 2 * noise.normal() > 2.5 ? 1 : 0));
    const positives = rare.flatMap((label, i) => (label === 1 ? [i] : []));
    const copies = Array.from(
      { length: rows.length - 2 * positives.length },
      (_, k) => positives[k % positives.length]!,
    );
    const order = [...rows.keys(), ...copies];
    const forest = new RandomForest({ trees: 50 });
    const leaking = await crossValidate(
      forest,
      order.map((i) => rows[i]!),
      order.map((i) => rare[i]!),
    );
    const pipeline = new Pipeline([
      ["sample", new RandomOverSampler()],
      ["model", forest],
    ]);
    const honest = await crossValidate(pipeline, rows, rare);
    show("Over-sampling before the folds", leaking.mean(), honest.mean());
    expect(leaking.mean()).toBeGreaterThan(0.95);
    // One column of two says a little: far from certainty, which only copies can give.
    expect(honest.mean()).toBeLessThan(leaking.mean() - 0.15);
  });

  it("target encoding before the folds: a street's mean knows the label of the tested row", async () => {
    const streets = Array.from({ length: 600 }, () => `street ${noise.below(200)}`);
    const labels = streets.map(() => (noise.uniform() < 0.2 ? 1 : 0));
    const table = tableOfColumns([["street", streets]]);
    const sums = new Map<string, [number, number]>();
    streets.forEach((street, i) => {
      const [hits, rows] = sums.get(street) ?? [0, 0];
      sums.set(street, [hits + labels[i]!, rows + 1]);
    });
    const encoded = streets.map((street) => [sums.get(street)![0] / sums.get(street)![1]]);
    const leaking = await crossValidate(new LogisticRegression(), encoded, labels);
    const pipeline = new Pipeline([
      ["encode", new FeatureEncoder({ columns: { street: "target" } })],
      ["model", new LogisticRegression()],
    ]);
    const honest = await crossValidate(pipeline, table, labels);
    show("Target encoding before the folds", leaking.mean(), honest.mean());
    expect(leaking.mean()).toBeGreaterThan(0.85);
    // Nothing can be known of a street drawn by chance: 0.5, with a standard error of 0.026 at 120 positives.
    expect(Math.abs(honest.mean() - 0.5)).toBeLessThan(3 * 0.026);
  });

  it("stopping where the scoring fold is best: the number of trees is chosen by the rows that judge it", async () => {
    const rows = FeatureMatrix.from(
      Array.from({ length: 200 }, () => Array.from({ length: 20 }, () => noise.normal())),
    );
    const labels = Array.from({ length: 200 }, () => (noise.uniform() < 0.3 ? 1 : 0));
    const repeated = new RepeatedStratifiedKFold({ folds: 5, repeats: 4, seed: 2 });
    const model = new GradientBoosting({
      iterations: 80,
      maxLeaves: 4,
      earlyStopping: { patience: 80, share: 0.2, metric: "rocAuc" },
    });
    let sum = 0;
    const parts = repeated.split(200, { y: labels });
    for (const { train, test } of parts) {
      const judges = { X: rows.take(test), y: Array.from(test, (i) => labels[i]!) };
      const known = Array.from(train, (i) => labels[i]!);
      const fitted = await model.fit(rows.take(train), known, { validation: judges });
      sum += rocAuc(judges.y, fitted.predictProbabilities(judges.X).column("1"));
    }
    const leaking = sum / parts.length;
    const honest = await crossValidate(model, rows, labels, { folds: repeated });
    show("Stopping by the scoring fold", leaking, honest.mean());
    expect(leaking).toBeGreaterThan(honest.mean() + 0.02);
    // Noise: 0.5, with a standard error of 0.045 at 60 positives.
    expect(Math.abs(honest.mean() - 0.5)).toBeLessThan(3 * 0.045);
  });

  it("reporting the tuned score: the best of many trials is good by luck", async () => {
    const rows = Array.from({ length: 200 }, () => Array.from({ length: 5 }, () => noise.normal()));
    const labels = rows.map(() => (noise.uniform() < 0.3 ? 1 : 0));
    // A model that learns nothing: it weighs columns as it is told to.
    const Weigher = defineClassifier({
      kind: "test/Weigher",
      version: 1,
      params: z.strictObject({ a: z.number().default(0), b: z.number().default(0), c: z.number().default(0) }),
      fit: () => ({}),
      predictProbabilities: (x, _, { a, b, c }) =>
        x.toRows().map((row) => {
          const p = 0.5 + 0.04 * Math.max(-12, Math.min(12, a * row[0]! + b * row[1]! + c * row[2]!));
          return [1 - p, p];
        }),
    });
    const search = new RandomSearch({
      estimator: new Weigher(),
      space: { a: uniform(-1, 1), b: uniform(-1, 1), c: uniform(-1, 1) },
      trials: 200,
      folds: 3,
    });
    const tuned = (await search.fit(rows, labels)).tunedScore;
    const honest = await crossValidate(search, rows, labels);
    show("Reporting the tuned score", tuned, honest.mean());
    expect(tuned).toBeGreaterThan(0.53);
    expect(tuned - honest.mean()).toBeGreaterThan(0.03);
    expect(Math.abs(honest.mean() - 0.5)).toBeLessThan(3 * 0.045);
  });
});
