import { describe, expect, it } from "vitest";
import {
  crossValidate,
  FeatureMatrix,
  GradientBoosting,
  GridSearch,
  KMeans,
  LogisticRegression,
  PCA,
  Pipeline,
  Scaler,
  stability,
} from "../../src/index.js";
import { readCsv, readParquet, writeCsv, writeParquet } from "../../src/io/index.js";
import { inFolder } from "../io/helpers.js";

/** Moments at which a job is stopped, spread over the times that it looks at its signal. */
const MOMENTS = 4;

const rows = 2000;
const x = FeatureMatrix.fromColumns(
  Object.fromEntries(
    [1, 2, 3, 4].map((j) => [`x${j}`, Float64Array.from({ length: rows }, (_, i) => ((i * 7919 * j) % 1009) / 1009)]),
  ),
);
const y = Array.from({ length: rows }, (_, i) => Number(x.column("x1")[i]! + x.column("x2")[i]! > 1));
const pipeline = () =>
  new Pipeline([
    ["scale", new Scaler()],
    ["reduce", new PCA({ components: 2 })],
    ["cluster", new KMeans({ clusters: 3, starts: 2 })],
  ]);

interface Watch {
  readonly signal: AbortSignal;
  readonly threads: number;
}

const JOBS: Record<string, (watch: Watch) => Promise<unknown>> = {
  "Pipeline.fit": async (watch) => (await pipeline().fit(x, watch)).toJSON(),
  "bulk predict": async (watch) => (await pipeline().fit(x)).bulk("predict", x, watch).collect(),
  crossValidate: (watch) => crossValidate(new LogisticRegression(), x, y, { folds: 3, ...watch }),
  "GridSearch.fit": async (watch) =>
    (
      await new GridSearch({
        estimator: new GradientBoosting({ iterations: 4 }),
        space: { maxLeaves: [3, 7] },
        folds: 2,
        scoring: "rocAuc",
      }).fit(x, y, watch)
    ).bestParams,
  stability: async (watch) => (await stability(pipeline(), x, { draws: 3, ...watch })).segments,
  readCsv: (watch) =>
    inFolder(async (path) => {
      await writeCsv(path("x.csv"), x.toTable());
      return (await readCsv(path("x.csv"), watch)).numRows;
    }),
  readParquet: (watch) =>
    inFolder(async (path) => {
      await writeParquet(path("x.parquet"), x.toTable());
      return (await readParquet(path("x.parquet"), { signal: watch.signal })).numRows;
    }),
};

/** A signal that fires when it is looked at for the given time, and how often it was. */
function firingAt(look: number): { signal: AbortSignal; reason: Error; looks: () => number } {
  const controller = new AbortController();
  const reason = new DOMException("stopped", "AbortError");
  let looks = 0;
  const { signal } = controller;
  signal.throwIfAborted = () => {
    if (looks++ === look) controller.abort(reason);
    AbortSignal.prototype.throwIfAborted.call(signal);
  };
  return { signal, reason, looks: () => looks };
}

describe.each(Object.entries(JOBS))("%s", (_, job) => {
  it.each([1, 2])(
    "ends with its signal's reason wherever it is stopped, and gives the same afterwards: %d threads",
    async (threads) => {
      const whole = firingAt(Number.POSITIVE_INFINITY);
      const answer = JSON.stringify(await job({ signal: whole.signal, threads }));
      expect(whole.looks()).toBeGreaterThan(0);
      for (let k = 0; k < MOMENTS; k++) {
        const stop = firingAt(Math.floor((k * whole.looks()) / MOMENTS));
        const ended = await job({ signal: stop.signal, threads }).then(
          (late) => JSON.stringify(late),
          (error: unknown) => error,
        );
        // How often a signal is looked at depends on time: what was done before the moment came is a whole answer.
        if (stop.signal.aborted) expect(ended).toBe(stop.reason);
        else expect(ended).toBe(answer);
      }
      expect(JSON.stringify(await job({ signal: whole.signal, threads }))).toBe(answer);
    },
  );
});
