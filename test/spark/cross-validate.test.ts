import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  chooseClusters,
  crossValidate,
  FeatureEncoder,
  foldsById,
  GradientBoosting,
  Imputer,
  LogisticRegression,
  NaiveBayes,
  Pipeline,
  RandomForest,
  Scaler,
  Schema,
  type ScoreName,
} from "../../src/index.js";
import { ExecutorsHere, onCluster } from "./executors-here.js";

const ROWS = 6000;
const FOLDS = 3;
const random = new Random(8, "people");
const words = ["x", "y", "z", "w"];
const ages = Array.from({ length: ROWS }, () => (random.uniform() < 0.1 ? null : 1 + random.below(9)));
const houses = Array.from({ length: ROWS }, () => `house ${random.below(900)}`);
const weights = Float64Array.from({ length: ROWS }, () => random.below(4) / 2);
const roles = {
  LNR: { role: "id" },
  ANSWER: { role: "target" },
  KIND: { role: "target" },
  HOUSE: { role: "group" },
  WEIGHT: { role: "weight" },
} as const;
const people = new Schema().with(roles).attach(
  tableFromArrays({
    LNR: Int32Array.from({ length: ROWS }, (_, i) => i),
    AGE: ages,
    AMOUNT: Float64Array.from({ length: ROWS }, () => random.normal()),
    // One word stands in few rows, so that training rows of some fold have none of it.
    ZONE: Array.from({ length: ROWS }, (_, i) => (i === 17 ? "rare" : words[random.below(4)]!)),
    HOUSE: houses,
    WEIGHT: weights,
    ANSWER: ages.map((age) => (random.uniform() < 0.05 * (age ?? 3) ? "yes" : "no")),
    KIND: ages.map((age) => (random.uniform() < 0.6 ? Math.floor((age ?? 3) / 4) : random.below(3))),
  }),
);
const pipeline = (model: LogisticRegression | NaiveBayes | GradientBoosting) =>
  new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
    ["model", model],
  ]);
const ids = Array.from({ length: ROWS }, (_, i) => i);
const folds = foldsById(ids, { folds: FOLDS });
const onExecutors = () => onCluster(people, new ExecutorsHere(people, 3, 1));
const BINNED: readonly ScoreName[] = ["rocAuc", "averagePrecision", "ksStatistic"];
const EXACT: readonly ScoreName[] = [
  "logLoss",
  "brierScore",
  "accuracy",
  "balancedAccuracy",
  "f1",
  "f1Macro",
  "f1Weighted",
];

describe("cross-validation on executors", () => {
  it("scores as one machine does on the same folds", async () => {
    for (const model of [new LogisticRegression({ maxIterations: 30 }), new NaiveBayes()]) {
      const scoring = [...BINNED, ...EXACT];
      const there = await crossValidate(pipeline(model), onExecutors(), "ANSWER", {
        folds: FOLDS,
        scoring,
        models: true,
        onWarning: () => {},
      });
      const here = await crossValidate(pipeline(model), people, "ANSWER", { folds, scoring, models: true });
      there.folds.forEach((fold, at) => {
        const own = here.folds[at]!;
        expect([fold.train, fold.test, fold.positive]).toEqual([own.train.length, own.test.length, own.positive]);
        expect(Math.abs(fold.scores["rocAuc"]! - own.scores["rocAuc"]!)).toBeLessThanOrEqual(fold.aucError + 1e-12);
        expect(fold.aucError).toBeLessThan(0.02);
        expect(fold.scores["averagePrecision"]).toBeCloseTo(own.scores["averagePrecision"]!, 2);
        expect(fold.scores["ksStatistic"]).toBeCloseTo(own.scores["ksStatistic"]!, 2);
        for (const name of EXACT) expect(fold.scores[name]).toBeCloseTo(own.scores[name]!, 11);
        // Words of tested rows are listed in what the first steps read, and nowhere behind them.
        const [mine, theirs] = [fold.model!, own.model!] as const;
        expect(JSON.stringify(mine.steps.model)).toBe(JSON.stringify(theirs.steps.model));
      });
      expect(there.mean("logLoss")).toBeCloseTo(here.mean("logLoss"), 11);
      expect(there.deviation("accuracy")).toBeGreaterThan(0);
      expect(there.toText()).toContain(`accuracy: ${here.mean("accuracy").toFixed(4)}`);
    }
  });

  it("divides by groups and weighs rows as one machine does on the same folds", async () => {
    const scoring = [...BINNED, ...EXACT];
    const model = pipeline(new LogisticRegression({ maxIterations: 30 }));
    const named = { groups: "HOUSE", sampleWeight: "WEIGHT" };
    const common = { scoring, models: true, onWarning: () => {} };
    const there = await crossValidate(model, onExecutors(), "ANSWER", { ...common, ...named, folds: FOLDS, seed: 3 });
    const byHouse = foldsById(ids, { folds: FOLDS, seed: 3, groups: houses });
    const here = await crossValidate(model, people, "ANSWER", {
      ...common,
      folds: byHouse,
      groups: houses,
      sampleWeight: weights,
    });
    there.folds.forEach((fold, at) => {
      const own = here.folds[at]!;
      expect([fold.train, fold.test]).toEqual([own.train.length, own.test.length]);
      expect(JSON.stringify(fold.model!.steps.model)).toBe(JSON.stringify(own.model!.steps.model));
      for (const name of EXACT) expect(fold.scores[name]).toBeCloseTo(own.scores[name]!, 11);
      expect(Math.abs(fold.scores["rocAuc"]! - own.scores["rocAuc"]!)).toBeLessThanOrEqual(fold.aucError + 1e-12);
      for (const name of BINNED) expect(fold.scores[name]).toBeCloseTo(own.scores[name]!, 2);
    });
    const unweighted = await crossValidate(model, onExecutors(), "ANSWER", { folds: FOLDS, scoring: "logLoss" });
    expect(unweighted.mean()).not.toBeCloseTo(there.mean("logLoss"), 6);
  });

  it("passes on what fits in folds warn of once, with the first fold in which it was said", async () => {
    const messages: string[] = [];
    const onWarning = ({ message }: { readonly message: string }): void => void messages.push(message);
    await crossValidate(pipeline(new NaiveBayes()), onExecutors(), "ANSWER", { folds: FOLDS, onWarning });
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(message).toMatch(/^In fold 1: /);
    expect(new Set(messages).size).toBe(messages.length);
  });

  it("scores trees, which fall on few scores", async () => {
    const boosting = pipeline(new GradientBoosting({ iterations: 3, maxLeaves: 5 }));
    const there = await crossValidate(boosting, onExecutors(), "ANSWER", { folds: FOLDS, scoring: EXACT });
    const here = await crossValidate(boosting, people, "ANSWER", { folds, scoring: EXACT });
    for (const name of EXACT) expect(there.mean(name)).toBeCloseTo(here.mean(name), 11);
  });

  it("scores several classes", async () => {
    const scoring: readonly ScoreName[] = ["logLoss", "accuracy", "f1Macro"];
    const there = await crossValidate(pipeline(new NaiveBayes()), onExecutors(), "KIND", { folds: FOLDS, scoring });
    const here = await crossValidate(pipeline(new NaiveBayes()), people, "KIND", { folds, scoring });
    for (const name of scoring) expect(there.mean(name)).toBeCloseTo(here.mean(name), 11);
    await expect(crossValidate(pipeline(new NaiveBayes()), onExecutors(), "KIND")).rejects.toThrow(
      "rocAuc is of one class",
    );
  });

  it("refuses what needs rows, and says what to do", async () => {
    const estimator = pipeline(new NaiveBayes());
    const refused = async (options: object, target: unknown = "ANSWER"): Promise<void> =>
      void (await crossValidate(estimator, onExecutors(), target as string, options));
    await expect(refused({}, ["yes"])).rejects.toThrow(
      "crossValidate: y is a list, and the rows are on a cluster. Name the column",
    );
    await expect(refused({ folds })).rejects.toThrow("folds is not a number from 2 up, and the rows are on a cluster");
    await expect(refused({ scoring: { own: () => 1 } })).rejects.toThrow("scoring holds functions");
    await expect(refused({ scoring: "rocAucMacro" })).rejects.toThrow("await people.sample(100_000, { seed: 1 })");
    await expect(refused({ groups: ["a"] })).rejects.toThrow(
      '"groups" is a list of all rows, and the rows are on a cluster. Name the column that holds it',
    );
    await expect(refused({ sampleWeight: [1] })).rejects.toThrow('"sampleWeight" is a list of all rows');
    await expect(refused({ times: [1] })).rejects.toThrow('"times" is a list of all rows');
    const here = { groups: "HOUSE" } as never;
    await expect(crossValidate(estimator, people, "ANSWER", here)).rejects.toThrow("groups");
    const forest = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new RandomForest()],
    ]);
    const executors = new ExecutorsHere(people, 3, 1);
    await expect(crossValidate(forest, onCluster(people, executors), "ANSWER")).rejects.toThrow(
      "RandomForest.fit: it needs all rows in memory",
    );
    expect(executors.works).toEqual([]);
  });

  it("stops at a signal between folds", async () => {
    const stop = new AbortController();
    const options = { folds: FOLDS, signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) };
    await expect(crossValidate(pipeline(new NaiveBayes()), onExecutors(), "ANSWER", options)).rejects.toThrow("enough");
  });
});

describe("the number of clusters", () => {
  const table = new Schema().with({ LNR: { role: "id" } }).attach(
    tableFromArrays({
      LNR: Int32Array.from({ length: 900 }, (_, i) => i),
      A: Float64Array.from({ length: 900 }, (_, i) => 10 * (i % 3) + random.normal()),
      B: Float64Array.from({ length: 900 }, () => random.normal()),
    }),
  );
  const options = { from: 2, to: 4, bootstraps: 0, sample: 300 };

  it("is chosen on rows that are drawn on the cluster", async () => {
    const source = onCluster(table, new ExecutorsHere(table, 2, 1));
    const choice = await chooseClusters(source, options);
    expect(choice.best.silhouette).toBe(3);
    expect(choice.people).toBe(900);
    const drawn = (await source.draw(300, 0)).table;
    expect(choice.rows.map(({ inertia }) => inertia)).toEqual(
      (await chooseClusters(drawn, options)).rows.map(({ inertia }) => inertia),
    );
  });

  it("refuses a list of customers", async () => {
    const source = onCluster(table, new ExecutorsHere(table, 2, 1));
    await expect(chooseClusters(source, { ...options, customers: new Array(900).fill(true) })).rejects.toThrow(
      "customers is a list of all rows, and these are on a cluster",
    );
  });
});
