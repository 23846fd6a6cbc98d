import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { KindredError } from "../../src/errors/index.js";
import {
  CalibratedClassifier,
  FeatureEncoder,
  foldsById,
  GridSearch,
  HalvingSearch,
  Imputer,
  type LoggedTrial,
  LogisticRegression,
  logUniform,
  NaiveBayes,
  ParzenSearch,
  PCA,
  Pipeline,
  RandomForest,
  RandomSearch,
  Scaler,
  Schema,
} from "../../src/index.js";
import { ExecutorsHere, onCluster } from "./executors-here.js";

const [ROWS, FOLDS] = [3000, 3];
const random = new Random(8, "people");
const ages = Array.from({ length: ROWS }, () => (random.uniform() < 0.1 ? null : 1 + random.below(9)));
const houses = Array.from({ length: ROWS }, () => `house ${random.below(700)}`);
const roles = {
  LNR: { role: "id" },
  ANSWER: { role: "target" },
  HOUSE: { role: "group" },
  WEIGHT: { role: "weight" },
} as const;
const people = new Schema().with(roles).attach(
  tableFromArrays({
    LNR: Int32Array.from({ length: ROWS }, (_, i) => i),
    AGE: ages,
    AMOUNT: Float64Array.from({ length: ROWS }, () => random.normal()),
    ZONE: Array.from({ length: ROWS }, () => "xyzw"[random.below(4)]!),
    HOUSE: houses,
    WEIGHT: Float64Array.from({ length: ROWS }, () => random.below(4) / 2),
    ANSWER: ages.map((age) => (random.uniform() < 0.05 * (age ?? 3) ? "yes" : "no")),
  }),
);
const ids = Array.from({ length: ROWS }, (_, i) => i);
const folds = foldsById(ids, { folds: FOLDS });
const pipeline = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["model", new LogisticRegression({ maxIterations: 30 })],
]);
const onExecutors = (): never => onCluster(people, new ExecutorsHere(people, 3, 1)) as never;
const target = { target: "ANSWER", onWarning: () => {} };

describe("searches on executors", () => {
  it.each([
    ["GridSearch", (given: object) => new GridSearch({ space: { "model.c": [0.001, 0.1] }, ...given } as never)],
    [
      "RandomSearch",
      (given: object) => new RandomSearch({ space: { "model.c": logUniform(1e-4, 1) }, trials: 2, ...given } as never),
    ],
    [
      "ParzenSearch",
      (given: object) =>
        new ParzenSearch({ space: { "model.c": logUniform(1e-4, 1) }, trials: 3, warmUp: 2, ...given } as never),
    ],
  ])("%s tries and chooses what it does on one machine on the same folds", async (_, searchOf) => {
    const common = { estimator: pipeline, scoring: ["logLoss", "accuracy"] };
    const progress: number[] = [];
    const there = await searchOf({ ...common, folds: FOLDS }).fit(onExecutors(), "ANSWER", {
      onWarning: () => {},
      onProgress: ({ done, step }) => void (step.endsWith("Search") && progress.push(done)),
    });
    const here = await searchOf({ ...common, folds }).fit(people, "ANSWER", { onWarning: () => {} });
    expect(there.trials.map(({ params }) => params)).toEqual(here.trials.map(({ params }) => params));
    there.trials.forEach(({ scores }, k) => {
      for (const name of common.scoring)
        for (const [fold, score] of scores[name]!.entries())
          expect(score).toBeCloseTo(here.trials[k]!.scores[name]![fold]!, 11);
    });
    expect(there.bestParams).toEqual(here.bestParams);
    expect(JSON.stringify(there.best)).toBe(JSON.stringify(here.best));
    expect(progress).toEqual(Array.from({ length: there.trials.length * FOLDS }, (_, i) => i + 1));
  });

  it("halve: rounds choose what one machine chooses from the same shares of the rows", async () => {
    const space = { "model.c": logUniform(1e-5, 1) };
    const common = { estimator: pipeline.with({ "model.maxIterations": 8 }), scoring: "logLoss", seed: 4 } as const;
    const halving = new HalvingSearch({ ...common, space, folds: 2, trials: 4, factor: 2, firstShare: 0 });
    const executors = new ExecutorsHere(people, 3, 1);
    const there = await halving.fit(onCluster(people, executors) as never, "ANSWER", { onWarning: () => {} });
    expect(there.trials.map(({ share }) => share)).toEqual([0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 1]);
    // All rows, and of each fold its tested rows once and three shares of the others.
    expect(executors.works.filter((mode) => mode === "pack")).toHaveLength(1 + 2 * (1 + 3));
    const drawn = await halving.with({ folds: foldsById(ids, { folds: 2 }) as never }).fit(people, "ANSWER");
    let expected = drawn.trials.slice(0, 4).map(({ params }) => params["model.c"] as number);
    for (const [first, n, share] of [
      [0, 4, 0.25],
      [4, 2, 0.5],
      [6, 1, 1],
    ] as const) {
      const round = there.trials.slice(first, first + n);
      expect(round.map(({ params }) => params["model.c"])).toEqual(expected.slice(0, n));
      const search = new GridSearch({
        ...common,
        space: { "model.c": expected.slice(0, n) },
        folds: foldsById(ids, { folds: 2, seed: 4, share }) as never,
      });
      const here = await search.fit(people, "ANSWER", { onWarning: () => {} });
      here.trials.forEach(({ scores }, k) => {
        for (const [fold, score] of scores["logLoss"]!.entries())
          expect(round[k]!.scores["logLoss"]![fold]).toBeCloseTo(score, 11);
      });
      const mean = ({ scores }: (typeof here.trials)[number]) => scores["logLoss"]!.reduce((sum, one) => sum + one, 0);
      expected = [...here.trials].sort((a, b) => mean(b) - mean(a)).map(({ params }) => params["model.c"] as number);
      if (share === 1) expect(JSON.stringify(there.best)).toBe(JSON.stringify(here.best));
    }
    expect(there.bestParams).toEqual({ "model.c": expected[0] });
  });

  it("write trials down, and run none again that a log of the same search over the same rows has", async () => {
    const common = { estimator: pipeline, scoring: "logLoss", folds: 2 } as const;
    const searching = (c: readonly number[]) => new GridSearch({ ...common, space: { "model.c": c } });
    const log: LoggedTrial[] = [];
    const quiet = { onWarning: () => {}, onTrial: (trial: LoggedTrial) => void log.push(trial) };
    const first = await searching([0.01]).fit(onExecutors(), "ANSWER", quiet);
    expect(log).toEqual([{ ...first.trials[0]!, study: expect.any(String), seconds: expect.any(Number) }]);
    const saved: LoggedTrial[] = JSON.parse(JSON.stringify(log));
    const executors = new ExecutorsHere(people, 3, 1);
    const same = await searching([0.01]).fit(onCluster(people, executors) as never, "ANSWER", { ...quiet, log: saved });
    // The best is learned again from all rows, and no fold is stored.
    expect(executors.works.filter((mode) => mode === "pack")).toHaveLength(1);
    expect(JSON.stringify(same.best)).toBe(JSON.stringify(first.best));
    await searching([0.01, 1]).fit(onExecutors(), "ANSWER", { ...quiet, log: saved });
    expect(log.map(({ params }) => params["model.c"])).toEqual([0.01, 1]);
    const fewer = people.slice(0, 2900);
    const others = onCluster(fewer, new ExecutorsHere(fewer, 3, 1), Schema.of(people)) as never;
    await searching([0.01]).fit(others, "ANSWER", { ...quiet, log: saved });
    await searching([0.01])
      .with({ seed: 1 })
      .fit(onExecutors(), "ANSWER", { ...quiet, log: saved });
    expect(log).toHaveLength(4);
    expect(new Set(log.map(({ study }) => study)).size).toBe(3);
  });

  it("divide by groups and weigh rows as one machine does on the same folds", async () => {
    const searching = (given: unknown) =>
      new GridSearch({
        estimator: pipeline,
        space: { "model.c": [0.001, 0.1] },
        scoring: ["logLoss", "balancedAccuracy"],
        folds: given as never,
        seed: 5,
      });
    const options = { sampleWeight: "WEIGHT", groups: "HOUSE", onWarning: () => {} };
    const there = await searching(FOLDS).fit(onExecutors(), "ANSWER", options);
    const here = await searching(foldsById(ids, { folds: FOLDS, seed: 5, groups: houses })).fit(
      people,
      "ANSWER",
      options,
    );
    there.trials.forEach(({ scores }, k) => {
      for (const name of ["logLoss", "balancedAccuracy"])
        for (const [fold, score] of scores[name]!.entries())
          expect(score).toBeCloseTo(here.trials[k]!.scores[name]![fold]!, 11);
    });
    expect(JSON.stringify(there.best)).toBe(JSON.stringify(here.best));
    const listed = searching(FOLDS).fit(onExecutors(), "ANSWER", { ...options, groups: houses });
    await expect(listed).rejects.toThrow("groups is a list, and the rows are on a cluster");
  });

  it("search behind steps of a Pipeline, in folds of what these give", async () => {
    const whole = (given: unknown) =>
      new Pipeline([
        ["impute", new Imputer()],
        ["encode", new FeatureEncoder()],
        [
          "search",
          new GridSearch({
            estimator: new NaiveBayes(),
            space: { smoothing: [1e-9, 1e-2] },
            folds: given as never,
            scoring: "logLoss",
          }),
        ],
      ]);
    const there = await whole(FOLDS).fit(onExecutors(), target as never);
    const here = await whole(folds).fit(people, target as never);
    expect(JSON.stringify(there.steps.search.best)).toBe(JSON.stringify(here.steps.search.best));
  });

  it("refuse by name what needs rows in memory", async () => {
    const refused = (search: object, options: object = {}): Promise<unknown> =>
      (search as typeof pipeline).fit(onExecutors(), { ...target, ...options } as never);
    const space = { "model.c": [0.1, 1] };
    await expect(refused(new GridSearch({ estimator: pipeline, space, folds: folds as never }))).rejects.toThrow(
      "GridSearch: folds is not a number from 2 up, and the rows are on a cluster",
    );
    await expect(refused(new GridSearch({ estimator: pipeline, space, scoring: { own: () => 1 } }))).rejects.toThrow(
      "GridSearch: scoring holds functions, and the rows are on a cluster",
    );
  });

  it("refuse what learns in memory before any row is stored", async () => {
    const executors = new ExecutorsHere(people, 3, 1);
    const fit = (search: object): Promise<unknown> =>
      (search as typeof pipeline).fit(onCluster(people, executors) as never, target as never);
    const forest = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new RandomForest({ trees: 2 })],
    ]);
    const search = new GridSearch({ estimator: forest, space: { "model.trees": [2, 3] } });
    const within = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["search", new GridSearch({ estimator: new RandomForest(), space: { trees: [2, 3] } })],
    ]);
    const calibrated = new CalibratedClassifier({ estimator: pipeline });
    for (const [refused, kind] of [
      [search, "RandomForest"],
      [within, "RandomForest"],
      [new GridSearch({ estimator: calibrated, space: { method: ["sigmoid"] } }), "CalibratedClassifier"],
    ] as const)
      await expect(fit(refused)).rejects.toThrow(`${kind}.fit: it needs all rows in memory`);
    expect(executors.works).toEqual([]);
  });

  it("judge each candidate by its own options, before a fold is stored for it", async () => {
    const reducing = new Pipeline([
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["reduce", new PCA({ components: 2, solver: "nipals" })],
      ["model", new NaiveBayes()],
    ]);
    const search = (solvers: readonly ("covariance" | "nipals")[]) =>
      new GridSearch({ estimator: reducing, space: { "reduce.solver": solvers }, folds: FOLDS, scoring: "logLoss" });
    const found = await search(["nipals", "covariance"]).fit(onExecutors(), "ANSWER", { onWarning: () => {} });
    expect(found.trials.map(({ error }) => error?.slice(0, 40))).toEqual([
      "PCA.fit: it needs all rows in memory, an",
      undefined,
    ]);
    const executors = new ExecutorsHere(people, 3, 1);
    const none = search(["nipals"]).fit(onCluster(people, executors) as never, target as never);
    await expect(none).rejects.toThrow("PCA.fit: it needs all rows in memory");
    expect(executors.works.filter((mode) => mode === "pack")).toHaveLength(1);
  });

  it("end where the cluster fails, which is no fault of a candidate", async () => {
    const gone = new KindredError({ code: "INVALID_INPUT", where: "sparkSource", problem: "the server is gone" });
    const source = onCluster(people, new ExecutorsHere(people, 3, 1));
    const failing = {
      ...source,
      fold: () => ({ train: { ...source, readTraining: () => Promise.reject(gone) }, test: source }),
    };
    const search = new GridSearch({ estimator: pipeline, space: { "model.c": [0.1, 1] }, folds: FOLDS });
    await expect(search.fit(failing as never, "ANSWER", { onWarning: () => {} })).rejects.toBe(gone);
  });

  it("stop at a signal between folds", async () => {
    const stop = new AbortController();
    const search = new GridSearch({ estimator: pipeline, space: { "model.c": [0.1, 1] }, folds: FOLDS });
    const onProgress = ({ step }: { readonly step: string }): void => {
      if (step === "GridSearch") stop.abort(new Error("enough"));
    };
    const fit = search.fit(onExecutors(), { ...target, signal: stop.signal, onProgress } as never);
    await expect(fit).rejects.toThrow("enough");
  });
});
