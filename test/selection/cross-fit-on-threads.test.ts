import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireWorkers, endPool, setOffloadDelay } from "../../src/engine/threads/index.js";
import {
  CalibratedClassifier,
  FeatureMatrix,
  LogisticRegression,
  lookAlike,
  NaiveBayes,
  type Progress,
  StackingClassifier,
  ThresholdClassifier,
  uplift,
} from "../../src/index.js";
import { FIT_WORKER } from "../workers/fit-worker-address.js";

const rows = Array.from({ length: 240 }, (_, i) => i);
const X = rows.map((i) => [i % 10, (i * 7) % 6, (i * i) % 11]);
const y = X.map(([a, b, c]) => (a! + b! + ((c! * 5) % 7) > 10 ? 1 : 0));
const people = (from: number): FeatureMatrix =>
  FeatureMatrix.fromColumns({
    AGE: rows.map((i) => from + (i % 10)),
    CARS: rows.map((i) => (i % 7 === from ? Number.NaN : i % 3)),
  });
const treated = rows.map((i) => (i % 4 < 2 ? 1 : 0));

type Job = { threads: number; onProgress: (at: Progress) => void; signal?: AbortSignal };

/** What is cross-fitted, how many fits it takes, and the step under which it reports them. */
const CASES: readonly (readonly [name: string, fits: number, run: (job: Job) => Promise<unknown>])[] = [
  [
    "CalibratedClassifier",
    5,
    (job) => new CalibratedClassifier({ estimator: new LogisticRegression() }).fit(X, y, job),
  ],
  [
    "ThresholdClassifier",
    5,
    (job) => new ThresholdClassifier({ estimator: new LogisticRegression(), by: "f1" }).fit(X, y, job),
  ],
  [
    "StackingClassifier",
    6,
    (job) =>
      new StackingClassifier(
        [
          ["linear", new LogisticRegression()],
          ["bayes", new NaiveBayes()],
        ],
        { final: new LogisticRegression(), folds: 3 },
      ).fit(X, y, job),
  ],
  [
    "lookAlike",
    6,
    (job) => lookAlike(new NaiveBayes(), { population: people(0), customers: people(3), overlap: "none", ...job }),
  ],
  ["uplift", 12, (job) => uplift(new LogisticRegression(), X, y, treated, { qini: { bootstraps: 5 }, ...job })],
];

beforeEach(() => setOffloadDelay(0));
afterEach(() => setOffloadDelay());
afterAll(endPool);

/** How many fits workers did while something ran. */
async function fitsOnWorkers(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  for (const worker of await acquireWorkers(2, FIT_WORKER)) {
    const own = worker.run.bind(worker);
    worker.run = (...job) => {
      count++;
      return own(...job);
    };
  }
  await work();
  return count;
}

describe("cross-fitting", () => {
  it.each(CASES)("of %s gives the same bits on workers, and counts its fits", async (name, fits, run) => {
    const done: number[] = [];
    const onProgress = ({ step, done: now, total }: Progress): void => {
      // The fit on all rows reports its passes under the same step.
      if (step === name && total === fits) done.push(now);
    };
    const alone = JSON.stringify(await run({ threads: 1, onProgress: () => undefined }));
    let together = "";
    const asked = await fitsOnWorkers(async () => {
      together = JSON.stringify(await run({ threads: 2, onProgress }));
    });
    expect(asked).toBeGreaterThanOrEqual(fits);
    expect(together).toBe(alone);
    expect(done).toEqual(Array.from({ length: fits }, (_, k) => k + 1));
  });

  it.each(CASES)("of %s stops with the signal's reason", async (name, _, run) => {
    const stop = new AbortController();
    const onProgress = ({ step, done }: Progress): void => {
      if (step === name && done === 2) stop.abort(new Error("enough"));
    };
    await expect(run({ threads: 2, onProgress, signal: stop.signal })).rejects.toThrow("enough");
  });
});
