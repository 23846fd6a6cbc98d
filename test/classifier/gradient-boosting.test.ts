import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  FeatureMatrix,
  GradientBoosting,
  type GradientBoostingOptions,
  load,
  logLoss,
  rocAuc,
} from "../../src/index.js";

/** People whose answer depends on age, on whether an income is known, and on a place that is a name. */
function people(rows: number, seed: number): { x: FeatureMatrix; y: string[]; place: Float64Array } {
  const random = new Random(seed);
  const columns = { age: [] as number[], income: [] as number[], place: [] as number[], noise: [] as number[] };
  const y: string[] = [];
  for (let i = 0; i < rows; i++) {
    const age = 18 + random.below(60);
    const income = random.below(5) === 0 ? Number.NaN : 1000 + random.below(3000);
    const place = random.below(30);
    columns.age.push(age);
    columns.income.push(income);
    columns.place.push(place);
    columns.noise.push(random.normal());
    const score =
      (age - 48) / 15 + (Number.isNaN(income) ? 1 : -0.5) + ((place * 7) % 5 < 2 ? 1.5 : -0.7) + random.normal();
    y.push(score > 0.3 ? "yes" : "no");
  }
  return { x: FeatureMatrix.fromColumns(columns), y, place: Float64Array.from(columns.place) };
}

const train = people(1500, 1);
const test = people(1500, 2);

async function aucOf(options: Partial<GradientBoostingOptions>): Promise<number> {
  const fitted = await new GradientBoosting({ iterations: 40, ...options }).fit(train.x, train.y);
  return rocAuc(test.y, fitted.predictProbabilities(test.x).column("yes"), { positive: "yes" });
}

describe("GradientBoosting", () => {
  it("ranks people never seen nearly as well as the rule that made them can be known", async () => {
    // The noise in the rule leaves an AUC of 0.93 to who knows it.
    expect(await aucOf({ categorical: ["place"] })).toBeGreaterThan(0.88);
  });

  it("sends missing values where they belong: their absence tells", async () => {
    const fitted = await new GradientBoosting().fit(train.x, train.y);
    const [known, unknown] = fitted
      .predictProbabilities([
        [48, 2000, 1, 0],
        [48, Number.NaN, 1, 0],
      ])
      .column("yes");
    expect(unknown!).toBeGreaterThan(known! + 0.1);
  });

  it("sends values that are missing, where none was at fit, the way of most rows", async () => {
    const rows = Array.from({ length: 100 }, (_, i) => [i]);
    const fitted = await new GradientBoosting({ iterations: 1, maxLeaves: 2 }).fit(
      rows,
      rows.map(([v]) => (v! < 70 ? 0 : 1)),
    );
    expect(fitted.predict([[Number.NaN]])).toEqual([0]);
  });

  it("divides names by sets, which amounts cannot: names in any order of codes do as well", async () => {
    const shuffled = new Random(9).permutation(30);
    const renamed = (x: FeatureMatrix): FeatureMatrix =>
      FeatureMatrix.fromColumns({
        age: x.column("age"),
        income: x.column("income"),
        place: Float64Array.from(x.column("place"), (code) => shuffled[code]!),
        noise: x.column("noise"),
      });
    const estimator = new GradientBoosting({ iterations: 20, categorical: ["place"] });
    const [a, b] = [await estimator.fit(train.x, train.y), await estimator.fit(renamed(train.x), train.y)];
    const ours = a.predictProbabilities(test.x).column("yes");
    const theirs = b.predictProbabilities(renamed(test.x)).column("yes");
    const apart = ours.map((p, i) => p - theirs[i]!);
    expect(Math.max(...apart.map(Math.abs))).toBeLessThan(1e-12);
  });

  it("treats names that it never saw as missing", async () => {
    const fitted = await new GradientBoosting({ iterations: 20, categorical: ["place"] }).fit(train.x, train.y);
    const answers = fitted
      .predictProbabilities([
        [50, 2000, 999, 0],
        [50, 2000, Number.NaN, 0],
      ])
      .toRows();
    expect(answers[0]).toEqual(answers[1]);
  });

  it("keeps answers rising or falling with monotone columns", async () => {
    const fitted = await new GradientBoosting({ monotone: { age: "up", noise: "down" }, minSamplesLeaf: 5 }).fit(
      train.x,
      train.y,
    );
    for (const [column, sign] of [
      [0, 1],
      [3, -1],
    ] as const)
      for (let i = 0; i < 40; i++) {
        const row = test.x.toRows()[i]!;
        const grid = Array.from({ length: 60 }, (_, k) =>
          row.map((v, j) => (j !== column ? v : column === 0 ? 18 + k : k / 10 - 3)),
        );
        const p = fitted.predictProbabilities(grid).column("yes");
        for (let k = 1; k < p.length; k++) expect(sign * (p[k]! - p[k - 1]!)).toBeGreaterThanOrEqual(0);
      }
    const free = await new GradientBoosting({ minSamplesLeaf: 5 }).fit(train.x, train.y);
    const grid = Array.from({ length: 60 }, (_, k) => [18 + k, 2000, 3, 0]);
    const p = free.predictProbabilities(grid).column("yes");
    expect(Array.from(p).some((v, k) => k > 0 && v < p[k - 1]!)).toBe(true);
  });

  it("learns several classes by softmax", async () => {
    const y = train.y.map((word, i) => (train.place[i]! % 7 === 0 ? "maybe" : word));
    const fitted = await new GradientBoosting({ iterations: 30, categorical: ["place"] }).fit(train.x, y);
    expect(fitted.classes).toEqual(["maybe", "no", "yes"]);
    expect(fitted.trees.roots.length).toBe(90);
    const right = fitted.predict(train.x).filter((label, i) => label === y[i]).length;
    expect(right / y.length).toBeGreaterThan(0.9);
  });

  it("starts from the log odds of the classes", async () => {
    const fitted = await new GradientBoosting({ iterations: 1, minSamplesLeaf: 999 }).fit(
      Array.from({ length: 100 }, (_, i) => [i]),
      Array.from({ length: 100 }, (_, i) => (i < 30 ? 1 : 0)),
    );
    expect(fitted.predictProbabilities([[5]]).column("1")[0]!).toBeCloseTo(0.3, 12);
    expect(fitted.importances[0]).toBe(0);
  });

  it("counts classes as they are weighed, and a weight of two as much as in the loss of a row twice", async () => {
    const weighed = await new GradientBoosting({ iterations: 1, minSamplesLeaf: 999, classWeight: "balanced" }).fit(
      train.x,
      train.y,
    );
    expect(weighed.predictProbabilities(test.x).column("yes")[0]!).toBeCloseTo(0.5, 12);
    const twice = Float64Array.from(train.y, () => 2);
    const a = await new GradientBoosting({ iterations: 5 }).fit(train.x, train.y);
    const b = await new GradientBoosting({ iterations: 5 }).fit(train.x, train.y, { sampleWeight: twice });
    expect(b.predict(test.x)).toEqual(a.predict(test.x));
  });

  it("stops early, and keeps the trees up to the best score", async () => {
    const earlyStopping = { patience: 5, share: 0.2, metric: "rocAuc" } as const;
    const fitted = await new GradientBoosting({ iterations: 300, earlyStopping, seed: 3 }).fit(train.x, train.y);
    const { watched, iterations } = fitted;
    expect(watched.length).toBe(iterations + 5);
    expect(watched[iterations - 1]).toBe(Math.max(...watched));
  });

  it("is watched on the validation rows given, and scores them as it will", async () => {
    const options = { iterations: 30, earlyStopping: { patience: 30, metric: "logLoss", share: 0.5 } } as const;
    const fitted = await new GradientBoosting(options).fit(train.x, train.y, { validation: { X: test.x, y: test.y } });
    const best = Math.min(...fitted.watched);
    expect(logLoss(test.y, fitted.predictProbabilities(test.x), { classes: ["no", "yes"] })).toBeCloseTo(best, 12);
  });

  for (const [name, options] of Object.entries({
    learningRate: { learningRate: 0.3 },
    maxLeaves: { maxLeaves: 4 },
    maxDepth: { maxDepth: 2 },
    minSamplesLeaf: { minSamplesLeaf: 200 },
    l2: { l2: 50 },
    maxBins: { maxBins: 4 },
    categorical: { categorical: ["place"] },
    subsample: { subsample: 0.5 },
    columnSample: { columnSample: 0.5 },
    "seed of samples": { subsample: 0.5, seed: 8 },
  } as const))
    it(`does otherwise by the option ${name}`, async () => {
      const others = "seed" in options ? { subsample: 0.5 } : {};
      expect(await aucOf(options)).not.toBe(await aucOf(others));
      expect(await aucOf(options)).toBeGreaterThan(0.8);
    });

  it("saves and loads with the same bits, categories and gaps included", async () => {
    const estimator = new GradientBoosting({ iterations: 15, categorical: ["place"], subsample: 0.7 });
    const fitted = await estimator.fit(train.x, train.y);
    const again = load(JSON.stringify(fitted), { as: estimator });
    expect(again.predictProbabilities(test.x).toRows()).toEqual(fitted.predictProbabilities(test.x).toRows());
    expect(again.contributions(test.x.slice(0, 9)).toRows()).toEqual(fitted.contributions(test.x.slice(0, 9)).toRows());
  });

  it("says what is wrong with options and data", async () => {
    const fit = (options: object, y: readonly string[] = train.y): Promise<unknown> =>
      new GradientBoosting(options).fit(train.x, y);
    await expect(fit({ categorical: ["town"] })).rejects.toThrow(
      'categorical names "town", and there is no such column',
    );
    await expect(fit({ monotone: { place: "up" }, categorical: ["place"] })).rejects.toThrow(
      "both categorical and monotone",
    );
    const several = train.y.map((word, i) => (i % 3 === 0 ? "maybe" : word));
    await expect(fit({ monotone: { age: "up" } }, several)).rejects.toThrow("monotone is for two classes");
    await expect(fit({ earlyStopping: { metric: "rocAuc" } }, several)).rejects.toThrow("for two classes");
    expect(() => new GradientBoosting({ maxBins: 256 })).toThrow("maxBins");
    const fitted = await new GradientBoosting({ iterations: 2 }).fit(train.x, several);
    expect(() => fitted.contributions(test.x)).toThrow("Name one of");
  });
});

describe("GradientBoosting with few rows a leaf", () => {
  const random = new Random(3);
  const X = Array.from({ length: 120 }, () => [random.normal(), random.normal()]);
  const y = X.map(([a]) => Number(a! + random.normal() > 0));

  it("grows the same trees where all weights are scaled", async () => {
    const boosting = new GradientBoosting({ iterations: 40, minSamplesLeaf: 1 });
    const plain = await boosting.fit(X, y);
    for (const scale of [2 ** -12, 2 ** 12]) {
      const scaled = await boosting.fit(X, y, { sampleWeight: X.map(() => scale) });
      expect([...scaled.state.trees.feature]).toEqual([...plain.state.trees.feature]);
      expect([...scaled.state.trees.threshold]).toEqual([...plain.state.trees.threshold]);
    }
  });

  it("refuses to watch rows of one class", async () => {
    const validation = { X: [[1, 1]], y: [1] };
    await expect(
      new GradientBoosting({ earlyStopping: { patience: 3, metric: "rocAuc" } as never }).fit(X, y, { validation }),
    ).rejects.toMatchObject({ code: "SINGLE_CLASS", message: expect.stringContaining("has the label 1") });
  });
});
