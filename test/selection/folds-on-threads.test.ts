import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { Random } from "../../src/engine/numeric/random/index.js";
import { acquireWorkers, endPool, setOffloadDelay } from "../../src/engine/threads/index.js";
import {
  crossValidate,
  defineTransformer,
  FeatureEncoder,
  GradientBoosting,
  GridSearch,
  HalvingSearch,
  Imputer,
  type LoggedTrial,
  LogisticRegression,
  logUniform,
  onWarning,
  ParzenSearch,
  Pipeline,
  type Progress,
  RandomOverSampler,
  RandomSearch,
  Scaler,
  type Warning,
} from "../../src/index.js";
import { FoldOrder } from "../../src/selection/parallel/fold-order.js";
import { tableOfColumns } from "../../src/testing/example-table.js";
import { FIT_WORKER } from "../workers/fit-worker-address.js";

const random = new Random(8);
const n = 300;
const zone = Array.from({ length: n }, () => ["north", "south", "west"][random.below(3)]!);
const amount = Array.from({ length: n }, (_, i) => (i % 11 === 0 ? null : random.normal()));
const y = zone.map((word, i) => ((amount[i] ?? 0) + (word === "west" ? 1 : 0) + random.normal() > 0.5 ? "yes" : "no"));
const table = tableOfColumns([
  ["amount", amount],
  ["zone", zone],
]);
const sampleWeight = Float64Array.from(y, (_, i) => 1 + (i % 3));
const pipeline = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["sample", new RandomOverSampler()],
  ["model", new LogisticRegression()],
]);
const X = Array.from({ length: n }, (_, i) => [amount[i] ?? 0, zone[i] === "west" ? 1 : 0]);

beforeEach(() => setOffloadDelay(0));
afterEach(() => setOffloadDelay());
afterAll(endPool);

/** How often a worker that fits was asked while something ran. */
async function asked(work: () => Promise<unknown>): Promise<number> {
  const members = await acquireWorkers(2, FIT_WORKER);
  let count = 0;
  for (const member of members) {
    const own = member.run.bind(member);
    member.run = (...job) => {
      count++;
      return own(...job);
    };
  }
  await work();
  return count;
}

describe("folds on threads", () => {
  it("give crossValidate the same bits as one thread does, models and weights and all", async () => {
    for (const [model, data] of [
      [pipeline, table],
      [new GradientBoosting({ iterations: 5 }), X],
    ] as const) {
      const options = { scoring: ["rocAuc", "logLoss"], sampleWeight, models: true } as const;
      const run = (threads: number) => crossValidate(model as never, data as never, y, { ...options, threads });
      const alone = await run(1);
      let together = alone;
      const jobs = await asked(async () => {
        together = await run(2);
      });
      expect(jobs).toBe(5);
      expect(together.folds.map(({ scores }) => scores)).toEqual(alone.folds.map(({ scores }) => scores));
      expect(together.predictions).toEqual(alone.predictions);
      expect(together.folds.map((fold) => JSON.stringify(fold.model))).toEqual(
        alone.folds.map((fold) => JSON.stringify(fold.model)),
      );
    }
  });

  it("give every search the same trials in the same order, and the same model", async () => {
    const grid = { "scale.center": [true, false], "model.c": [0.01, 1, 10] };
    const space = { "scale.center": [true, false], "model.c": logUniform(0.01, 10) };
    for (const search of [
      new GridSearch({ estimator: pipeline, grid, scoring: { own: ({ scores, truth }) => scores[0]! * truth.length } }),
      new RandomSearch({ estimator: pipeline, space, trials: 7, folds: 3 }),
      new HalvingSearch({ estimator: pipeline, space, trials: 9, folds: 3 }),
      new ParzenSearch({ estimator: pipeline, space, trials: 6, warmUp: 3, folds: 3 }),
    ]) {
      const run = async (threads: number) => {
        const progress: Progress[] = [];
        const log: LoggedTrial[] = [];
        const fitted = await search.fit(table, y, {
          threads,
          sampleWeight,
          onProgress: (at) => at.step === search.kind && progress.push(at),
          onTrial: (trial) => log.push(trial),
        });
        expect(log.map(({ study: _, seconds: __, ...trial }) => trial)).toEqual(fitted.trials);
        return { trials: fitted.trials, said: fitted.predictProbabilities(table).toRows(), done: progress };
      };
      const alone = await run(1);
      let together = alone;
      expect(
        await asked(async () => {
          together = await run(2);
        }),
      ).toBe(alone.done.length);
      expect(together).toEqual(alone);
    }
  });

  it("say of a candidate that cannot be learned what one thread says", async () => {
    const search = new GridSearch({
      estimator: new GradientBoosting({ iterations: 3 }),
      grid: { monotone: [{}, { nobody: "up" }, { x0: "up" }] },
      folds: 3,
    });
    const { trials } = await search.fit(X, y, { threads: 2 });
    expect(trials[1]!.error).toContain("nobody");
    expect(trials).toEqual((await search.fit(X, y, { threads: 1 })).trials);
    const broken = X.map(([a, b], i) => [i === 17 ? Number.NaN : a!, b!]);
    const failing = new LogisticRegression();
    await expect(crossValidate(failing, broken, y, { threads: 2 })).rejects.toThrow(/column "x0" is missing/);
  });

  it("take up an earlier run's trials, and stop with the signal's reason", async () => {
    const log: LoggedTrial[] = [];
    const search = new GridSearch({ estimator: pipeline, grid: { "model.c": [0.01, 0.1, 1, 10, 100] }, folds: 3 });
    const whole = await search.fit(table, y, { threads: 2 });
    const stop = new AbortController();
    await expect(
      search.fit(table, y, {
        threads: 2,
        signal: stop.signal,
        onTrial: (trial) => {
          log.push(trial);
          if (log.length === 2) stop.abort(new Error("enough"));
        },
      }),
    ).rejects.toThrow("enough");
    expect(log).toHaveLength(2);
    let fits = 0;
    const resumed = await search.fit(table, y, {
      threads: 2,
      log,
      onProgress: ({ step }) => step === "GridSearch" && fits++,
    });
    expect(fits).toBe(9);
    expect(resumed.trials).toEqual(whole.trials);
  });

  it("leave steps of somebody else's, and functions, to the calling thread", async () => {
    const Mine = defineTransformer({
      kind: "test/Mine",
      version: 1,
      params: z.strictObject({}),
      fit: () => ({}),
      transform: (x) => x,
    });
    const strange = new Pipeline([
      ["mine", new Mine()],
      ["model", new LogisticRegression()],
    ]);
    expect(await asked(() => crossValidate(strange, X, y, { threads: 2 }))).toBe(0);
    expect(await asked(() => crossValidate(new LogisticRegression(), X, y, { threads: 2 }))).toBe(5);
    setOffloadDelay();
    expect(await asked(() => crossValidate(new LogisticRegression(), X, y, { threads: 2 }))).toBe(0);
  });
});

describe("what fits on workers warn of", () => {
  /** Texts that differ in all rows but two, which are both tested in one fold: they differ among the rows that fold learns from, and no other. */
  const folds = Array.from({ length: 5 }, (_, k) => ({
    train: Int32Array.from({ length: n }, (__, i) => i).filter((i) => i % 5 !== k),
    test: Int32Array.from({ length: n }, (__, i) => i).filter((i) => i % 5 === k),
  }));
  const differingIn = (fold: number): string[] => zone.map((_, i) => (i === fold + 5 ? `${fold}` : `${i}`));
  const doubtful = tableOfColumns([
    ["amount", amount],
    ...[3, 0, 4, 1].map((fold): [string, string[]] => [`only ${fold + 1}`, differingIn(fold)]),
  ]);
  const steps = new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["model", new LogisticRegression({ maxIterations: 1 })],
  ]);
  const short = (warnings: readonly Warning[]): string[] =>
    warnings.map(({ where, message }) => `${where}: ${/^In fold \d: (?:Column "[^"]+"|\w+)/u.exec(message)?.[0]}`);
  const inFold = (fold: number): string => `FeatureEncoder.fit: In fold ${fold}: Column "only ${fold}"`;
  const expected = [inFold(1), "LogisticRegression.fit: In fold 1: Iterations", inFold(2), inFold(4), inFold(5)];

  it("comes to crossValidate's caller, once and in the order of the folds", async () => {
    const run = async (threads: number): Promise<Warning[]> => {
      const warnings: Warning[] = [];
      await crossValidate(steps, doubtful, y, { folds, threads, onWarning: (warning) => warnings.push(warning) });
      return warnings;
    };
    let found: Warning[] = [];
    expect(
      await asked(async () => {
        found = await run(2);
      }),
    ).toBe(5);
    expect(short(found)).toEqual(expected);
    expect(found).toEqual(await run(1));
  });

  it("goes where all warnings go where the caller takes none, and none of it is said by the workers", async () => {
    const warnings: Warning[] = [];
    const before = onWarning((warning) => warnings.push(warning));
    try {
      expect(await asked(() => crossValidate(steps, doubtful, y, { folds, threads: 2 }))).toBe(5);
    } finally {
      onWarning(before);
    }
    expect(short(warnings)).toEqual(expected);
  });

  it("comes to a search's caller in the order of the trials", async () => {
    const search = new GridSearch({ estimator: steps, space: { "model.maxIterations": [50, 1, 2] }, folds });
    const run = async (threads: number): Promise<Warning[]> => {
      const warnings: Warning[] = [];
      await search.fit(doubtful, y, { threads, onWarning: (warning) => warnings.push(warning) });
      return warnings.filter(({ message }) => message.startsWith("In fold"));
    };
    let found: Warning[] = [];
    expect(
      await asked(async () => {
        found = await run(2);
      }),
    ).toBe(15);
    expect(short(found).filter((text) => text.startsWith("FeatureEncoder"))).toEqual([1, 2, 4, 5].map(inFold));
    expect(found).toEqual(await run(1));
  });
});

describe("FoldOrder", () => {
  it("deals every fold of every candidate once, a lane's own folds first, and few candidates at a time", () => {
    for (const [lanes, folds] of [
      [1, 5],
      [2, 5],
      [3, 2],
    ] as const) {
      const queue = new FoldOrder(["a", "b", "c", "d"], folds);
      const dealt: string[] = [];
      const begun: string[] = [];
      for (let lane = 0; queue.left > 0; lane = (lane + 1) % lanes) {
        const piece = queue.next(lane, lanes, (item) => {
          expect(queue.left - (begun.length === 4 ? 0 : (3 - begun.length) * folds)).toBeLessThanOrEqual(lanes * folds);
          begun.push(item);
          return true;
        });
        if (piece !== undefined) dealt.push(`${piece.item}${piece.fold}`);
      }
      expect(begun).toEqual(["a", "b", "c", "d"]);
      const all = begun.flatMap((item) => Array.from({ length: folds }, (_, k) => `${item}${k}`));
      expect([...dealt].sort()).toEqual(all);
      if (lanes === 1) expect(dealt).toEqual(all);
    }
  });

  it("still deals what comes before a fold that was dropped", () => {
    const queue = new FoldOrder(["a"], 3);
    expect(queue.next(1, 2, () => true)).toEqual({ item: "a", fold: 1 });
    queue.drop("a", 1);
    expect(queue.next(1, 2, () => true)).toEqual({ item: "a", fold: 0 });
    expect(queue.left).toBe(0);
  });

  it("begins nothing more where the time is over, and forgets what is dropped", () => {
    const queue = new FoldOrder(["a", "b"], 3);
    expect(queue.next(0, 1, () => true)).toEqual({ item: "a", fold: 0 });
    queue.drop("a", 0);
    expect(queue.left).toBe(3);
    expect(queue.next(0, 1, () => false)).toBeUndefined();
    expect(queue.left).toBe(0);
  });
});
