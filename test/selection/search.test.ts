import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  crossValidate,
  defineTransformer,
  FeatureEncoder,
  GridSearch,
  HalvingSearch,
  Imputer,
  integers,
  KindredError,
  type LoggedTrial,
  LogisticRegression,
  load,
  loadEstimator,
  logUniform,
  NaiveBayes,
  ParzenSearch,
  Pipeline,
  RandomOverSampler,
  RandomSearch,
  Scaler,
  StratifiedKFold,
  TimeSplit,
  uniform,
} from "../../src/index.js";
import { proposed } from "../../src/selection/search/parzen.js";
import { sampleCandidates } from "../../src/selection/search/space.js";
import { tableOfColumns } from "../../src/testing/example-table.js";

const random = new Random(5);
const X = Array.from({ length: 240 }, () => Array.from({ length: 4 }, () => random.normal()));
const y = X.map(([a, b]) => (a! + 0.5 * b! + 1.5 * random.normal() > 1 ? 1 : 0));
const pipeline = new Pipeline([
  ["scale", new Scaler()],
  ["model", new LogisticRegression()],
]);

describe("GridSearch", () => {
  it("scores every combination as crossValidate does, and fits the best on all rows", async () => {
    const folds = new StratifiedKFold({ folds: 4, seed: 3 });
    const grid = { "scale.center": [true, false], "model.c": [1e-4, 1e-2, 1] };
    const scoring = ["rocAuc", "logLoss"] as const;
    const fitted = await new GridSearch({ estimator: pipeline, grid, folds, scoring }).fit(X, y);
    expect(fitted.trials).toHaveLength(6);
    for (const trial of fitted.trials) {
      const same = await crossValidate(pipeline.with(trial.params), X, y, { folds, scoring });
      expect(trial.scores["rocAuc"]).toEqual([...same.scores("rocAuc")]);
      expect(trial.scores["logLoss"]).toEqual([...same.scores("logLoss")]);
    }
    const means = fitted.trials.map(({ scores }) => scores["rocAuc"]!.reduce((a, b) => a + b) / 4);
    expect(fitted.tunedScore).toBe(Math.max(...means));
    const best = await pipeline.with(fitted.bestParams).fit(X, y);
    expect(fitted.predictProbabilities(X).toRows()).toEqual(best.predictProbabilities(X).toRows());
    expect(fitted.best.steps.model.coefficients.toRows()).toEqual(best.steps.model.coefficients.toRows());
    expect(fitted.results.numRows).toBe(6);
    expect(fitted.results.getChild("rocAuc")!.get(2)).toBe(means[2]);
    expect(fitted.toText()).toContain("GridSearch: the best of 6 trials by rocAuc");
  });

  it("fits steps that candidates share once a fold", async () => {
    let fits = 0;
    const Counting = defineTransformer({
      kind: "test/Counting",
      version: 1,
      params: z.strictObject({ a: z.number().default(0) }),
      fit: () => {
        fits++;
        return {};
      },
      transform: (x) => x,
    });
    const counted = new Pipeline([
      ["scale", new Scaler()],
      ["count", new Counting()],
      ["model", new LogisticRegression()],
    ]);
    const search = new RandomSearch({
      estimator: counted,
      space: { "count.a": [1, 2], "model.c": logUniform(0.01, 1) },
      trials: 12,
      folds: 3,
    });
    await search.fit(X, y);
    expect(fits).toBe(2 * 3 + 1);
  });

  it("is an estimator: nests in crossValidate and in a Pipeline, and goes through JSON", async () => {
    const search = new GridSearch({ estimator: pipeline, grid: { "model.c": [0.01, 1] }, folds: new TimeSplit() });
    const nested = await crossValidate(search, X, y, { folds: 3, models: true });
    expect(nested.folds.map(({ model }) => model!.trials.length)).toEqual([2, 2, 2]);
    expect(nested.mean()).toBeGreaterThan(0.65);
    const fitted = await search.fit(X, y);
    const again = load(JSON.stringify(fitted), { as: search });
    expect(again.predictProbabilities(X).toRows()).toEqual(fitted.predictProbabilities(X).toRows());
    expect(again.results.toArray().map(String)).toEqual(fitted.results.toArray().map(String));
    expect(JSON.stringify(loadEstimator(JSON.stringify(search)))).toBe(JSON.stringify(search));
    const whole = new Pipeline([
      ["first", new Scaler()],
      ["search", search],
    ]);
    const wholeFitted = await whole.fit(X, y);
    expect(wholeFitted.steps.search.bestParams).toEqual(fitted.bestParams);
    expect(load(JSON.stringify(wholeFitted), { as: whole }).predict(X)).toEqual(wholeFitted.predict(X));
  });

  it("takes tables, and gives a tested row's words to no step", async () => {
    const table = tableOfColumns([
      ["amount", X.map(([a], i) => (i % 9 === 0 ? null : a!))],
      ["zone", y.map((label, i) => (i === 7 ? "once" : label === 1 || i % 3 === 0 ? "north" : "south"))],
    ]);
    const onTables = new Pipeline([
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["sample", new RandomOverSampler()],
      ["model", new LogisticRegression()],
    ]);
    const folds = new StratifiedKFold({ folds: 3 });
    const fitted = await new GridSearch({ estimator: onTables, grid: { "model.c": [0.1, 1] }, folds }).fit(table, y);
    for (const trial of fitted.trials) {
      const same = await crossValidate(onTables.with(trial.params), table, y, { folds });
      expect(trial.scores["rocAuc"]).toEqual([...same.scores()]);
    }
  });

  it("goes on where a candidate cannot be learned, and says why where none can", async () => {
    const separable = X.map(([a], i) => [a!, y[i]!]);
    const search = new GridSearch({
      estimator: new LogisticRegression(),
      grid: { penalty: ["none", "l2"] },
      folds: 3,
    });
    const fitted = await search.fit(separable, y);
    expect(fitted.trials[0]!.error).toContain("separate some rows");
    expect(fitted.bestParams).toEqual({ penalty: "l2" });
    expect(fitted.results.getChild("error")!.get(1)).toBeNull();
    const unavailable = new GridSearch({ estimator: new LogisticRegression(), grid: { penalty: ["none"] }, folds: 3 });
    await expect(unavailable.fit(separable, y)).rejects.toThrow("separate some rows");
  });

  it("keeps rows that were repeated on one side", async () => {
    const twice = new Pipeline([
      ["sample", new RandomOverSampler()],
      ["search", new GridSearch({ estimator: new NaiveBayes(), grid: { smoothing: [1] }, folds: 3 })],
    ]);
    const noise = X.map(() => [random.uniform()]);
    const flags = X.map((_, i) => (i % 12 === 0 ? 1 : 0));
    const fitted = await twice.fit(noise, flags);
    // Were a copy scored by a model of its like, every repeated row would be known: the AUC would be near 1.
    expect(fitted.steps.search.tunedScore).toBeLessThan(0.7);
  });
});

describe("Searches that draw", () => {
  it("try the same by the same seed, each candidate once, and all there are where they are few", async () => {
    const space = { "model.c": logUniform(1e-4, 10), "model.penalty": ["l2", "l1"] } as const;
    const search = new RandomSearch({ estimator: pipeline, space, trials: 8, folds: 3, seed: 4 });
    const [a, b] = [await search.fit(X, y), await search.fit(X, y)];
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
    expect(new Set(a.trials.map(({ params }) => JSON.stringify(params))).size).toBe(8);
    const other = await search.with({ seed: 5 }).fit(X, y);
    expect(other.trials[0]!.params).not.toEqual(a.trials[0]!.params);
    for (const { params } of a.trials) {
      expect(params["model.c"]).toBeGreaterThanOrEqual(1e-4);
      expect(params["model.c"]).toBeLessThanOrEqual(10);
    }
    const few = new RandomSearch({
      estimator: pipeline,
      space: { "model.penalty": ["l2", "l1"] },
      trials: 99,
      folds: 3,
    });
    expect((await few.fit(X, y)).trials).toHaveLength(2);
  });

  it("try all that differ of whole numbers and of lists, and wait for no more", () => {
    const space = { depth: integers(2, 4), kind: ["a", "b", "a"] };
    const all = sampleCandidates(space, 7, new Random(0));
    expect(all.map(({ depth, kind }) => `${depth}${kind}`)).toEqual(["2a", "2b", "3a", "3b", "4a", "4b"]);
    const some = sampleCandidates(space, 5, new Random(0)).map((candidate) => JSON.stringify(candidate));
    expect(new Set(some).size).toBe(5);
  });

  it("halve: fewer candidates on more rows, the best of those that saw all", async () => {
    const search = new HalvingSearch({
      estimator: pipeline,
      space: { "model.c": logUniform(1e-5, 10) },
      trials: 8,
      factor: 2,
      folds: 3,
    });
    const fitted = await search.fit(X, y);
    expect(fitted.trials.map(({ share }) => share)).toEqual([
      ...new Array(8).fill(1 / 8),
      ...new Array(4).fill(1 / 4),
      0.5,
      0.5,
      1,
    ]);
    const whole = fitted.trials.at(-1)!;
    const same = await crossValidate(pipeline.with(fitted.bestParams), X, y, { folds: 3 });
    expect(whole.scores["rocAuc"]).toEqual([...same.scores()]);
  });

  it("learn where to look: proposals come nearer to an optimum than as many draws", () => {
    const space = {
      a: uniform(-5, 5),
      b: logUniform(1e-6, 1),
      c: ["x", "y", "z"],
      d: integers(1, 1000, { log: true }),
    };
    const off = ({ a, b, c, d }: Readonly<Record<string, unknown>>): number =>
      ((a as number) - 0.7) ** 2 +
      (Math.log10(b as number) + 2) ** 2 +
      (c === "y" ? 0 : 2) +
      Math.log10((d as number) / 30) ** 2;
    const least = (tried: readonly Readonly<Record<string, unknown>>[]): number => Math.min(...tried.map(off));
    const outcomes = Array.from({ length: 40 }, (_, seed) => {
      const tried = sampleCandidates(space, 10, new Random(seed));
      while (tried.length < 60) {
        const bestFirst = [...tried].sort((one, other) => off(one) - off(other));
        tried.push(proposed(space, bestFirst, new Random(seed, tried.length)));
      }
      for (const { a, b, d } of tried) {
        expect(Math.abs(a as number)).toBeLessThanOrEqual(5);
        expect(b as number).toBeGreaterThanOrEqual(1e-6);
        expect(Number.isInteger(d)).toBe(true);
      }
      return [least(tried), least(sampleCandidates(space, 60, new Random(seed)))] as const;
    });
    const nearer = outcomes.filter(([model, chance]) => model < chance).length;
    // Forty coins show heads 30 times or more once in 900: the model is better, and not by luck.
    expect(nearer).toBeGreaterThanOrEqual(30);
  });

  it("refuse ranges that are none", () => {
    expect(() => uniform(1, 1)).toThrow("there is no such range from 1 to 1");
    expect(() => logUniform(0, 1)).toThrow("rise from above 0");
    expect(() => integers(1.5, 3)).toThrow("whole numbers");
  });
});

describe("A long search", () => {
  const search = new RandomSearch({
    estimator: pipeline,
    space: { "model.c": logUniform(1e-4, 10) },
    trials: 6,
    folds: 3,
  });

  it("goes on from its log, through JSON, and runs nothing again", async () => {
    const log: LoggedTrial[] = [];
    const whole = await search.fit(X, y, { onTrial: (trial) => log.push(trial) });
    expect(log).toHaveLength(6);
    const again: LoggedTrial[] = [];
    const saved = JSON.parse(JSON.stringify(log.slice(0, 4))) as LoggedTrial[];
    const resumed = await search.fit(X, y, { log: saved, onTrial: (trial) => again.push(trial) });
    expect(again).toHaveLength(2);
    expect(JSON.stringify(resumed)).toBe(JSON.stringify(whole));
    const others = y.map((label, i) => (i === 3 ? 1 - label : label));
    await search.fit(X, others, { log: saved, onTrial: (trial) => again.push(trial) });
    expect(again).toHaveLength(2 + 6);
  });

  it("shows how far it is, and stops when told or when time is up", async () => {
    const seen: string[] = [];
    await search.fit(X, y, { onProgress: ({ step, done, total }) => seen.push(`${step} ${done}/${total}`) });
    expect(seen.filter((line) => line.startsWith("RandomSearch")).at(-1)).toBe("RandomSearch 18/18");
    const controller = new AbortController();
    const log: LoggedTrial[] = [];
    const stopped = search.fit(X, y, {
      signal: controller.signal,
      onTrial: (trial) => {
        log.push(trial);
        if (log.length === 2) controller.abort(new Error("enough"));
      },
    });
    await expect(stopped).rejects.toThrow("enough");
    expect(log).toHaveLength(2);
    const short = await search.with({ maxSeconds: 1e-9 }).fit(X, y);
    expect(short.trials).toHaveLength(1);
  });

  it("refuses what cannot be searched", async () => {
    expect(() => new GridSearch({ estimator: new Scaler() as never, grid: {} })).toThrow("expected a classifier");
    expect(() => new GridSearch({ estimator: pipeline, grid: { "model.c": [] } })).toThrow('option "space.model.c"');
    const unknown = new GridSearch({ estimator: pipeline, grid: { "model.cc": [1] } as object });
    await expect(unknown.fit(X, y)).rejects.toThrow(KindredError);
    await expect(
      search.fit(
        X,
        y.map(() => 1),
      ),
    ).rejects.toThrow("every row has the label 1");
  });

  it("never takes a candidate whose score is NaN for the best", async () => {
    // A precision of one's own: nothing to divide by where a strong penalty lets no row be predicted.
    const precision = ({ truth, predicted }: { truth: readonly unknown[]; predicted: readonly unknown[] }): number =>
      truth.filter((t, i) => t === 1 && predicted[i] === 1).length / predicted.filter((p) => p === 1).length;
    const common = { estimator: new LogisticRegression(), folds: 3, scoring: { precision } };
    const space = { c: [1e-6, 100] };
    const searches = [
      new GridSearch({ ...common, grid: space }),
      new HalvingSearch({ ...common, space, trials: 2, factor: 2 }),
      new RandomSearch({ ...common, space, trials: 2 }),
      new ParzenSearch({ ...common, space, trials: 2, warmUp: 2 }),
    ];
    for (const one of searches) {
      const fitted = await one.fit(X, y);
      expect(fitted.bestParams).toEqual({ c: 100 });
      expect(fitted.tunedScore).toBeGreaterThan(0);
    }
    const none = new GridSearch({ ...common, grid: { c: [1e-6] } });
    await expect(none.fit(X, y)).rejects.toThrow('the score "precision" is NaN for every candidate');
  });
});

describe("ParzenSearch in a small space", () => {
  const space = { c: [1e-3, 1e-1, 10], penalty: ["l2", "none"] as const };

  it.each([4, 5, 6, 40])(
    "tries no candidate twice, and all where there are no more than trials (%i)",
    async (trials) => {
      const done: number[] = [];
      const fitted = await new ParzenSearch({
        estimator: new LogisticRegression(),
        space,
        scoring: "logLoss",
        trials,
        warmUp: 2,
        folds: 2,
      }).fit(X, y, { onProgress: (progress) => done.push(progress.done / progress.total) });
      const keys = fitted.trials.map(({ params }) => JSON.stringify(params));
      expect(keys).toHaveLength(Math.min(trials, 6));
      expect(new Set(keys).size).toBe(keys.length);
      expect(Math.max(...done)).toBe(1);
    },
  );
});
