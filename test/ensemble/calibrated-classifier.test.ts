import { describe, expect, it } from "vitest";
import { exp } from "../../src/engine/numeric/math/index.js";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  CalibratedClassifier,
  crossValidate,
  LogisticRegression,
  load,
  loadEstimator,
  NaiveBayes,
  Pipeline,
  RandomUnderSampler,
  Scaler,
  StratifiedKFold,
} from "../../src/index.js";
import { ESTIMATORS, FIXTURE } from "./calibration-cases.js";

const { data, cases } = FIXTURE;

/** Rows whose true probability is known, the rarer the class. */
function people(seed: number, rows: number): { X: number[][]; y: number[]; truth: number[] } {
  const random = new Random(seed);
  const X = Array.from({ length: rows }, () => [random.normal(), random.normal()]);
  const truth = X.map(([a, b]) => 1 / (1 + exp(-(1.5 * a! + b! - 3))));
  return { X, truth, y: truth.map((p) => (random.uniform() < p ? 1 : 0)) };
}
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe("CalibratedClassifier", () => {
  for (const one of cases) {
    const { estimator, method, ensemble, weighted } = one;
    it(`gives scikit-learn's probabilities: ${one.data} classes, ${estimator}, ${method}${ensemble ? "" : ", one model"}${weighted ? ", weighted" : ""}`, async () => {
      const { rows, labels, weights, asked } = data[one.data];
      const fitted = await new CalibratedClassifier({
        estimator: ESTIMATORS[estimator],
        method,
        ensemble,
        folds: new StratifiedKFold({ folds: 3, shuffle: false }),
      }).fit(rows, labels, weighted ? { sampleWeight: weights } : {});
      const apart = fitted
        .predictProbabilities(asked)
        .toRows()
        .flatMap((row, i) => row.map((p, k) => Math.abs(p - one.probabilities[i]![k]!)));
      // Steps are exact but where scores of the models, good to eight digits, meet a corner. scikit-learn's sigmoid stops where the gradient is
      // below 1e-5 of the sum of losses: its probabilities are good to about four digits.
      expect(Math.max(...apart)).toBeLessThan(method === "isotonic" ? 1e-6 : 2e-4);
    });
  }

  it("makes probabilities hold that a sampler and a naive model have spoilt", async () => {
    const { X, y } = people(1, 4000);
    const naive = new Pipeline([
      ["sample", new RandomUnderSampler()],
      ["model", new NaiveBayes({ categorical: "none" })],
    ]);
    const later = people(2, 4000);
    const share = mean(later.y);
    const spoilt = (await naive.fit(X, y)).predictProbabilities(later.X).column("1");
    expect(mean(spoilt)).toBeGreaterThan(2 * share);
    const calibrated = await new CalibratedClassifier({ estimator: naive, method: "isotonic" }).fit(X, y);
    const held = calibrated.predictProbabilities(later.X).column("1");
    // Two samples of 4,000 with shares of about 0.12: the difference of their shares has a standard error of 0.007.
    expect(Math.abs(mean(held) - share)).toBeLessThan(3 * 0.0073);
    const error = (p: ArrayLike<number>): number => mean(later.truth.map((truth, i) => (p[i]! - truth) ** 2));
    expect(error(held)).toBeLessThan(error(spoilt) / 4);
  });

  it("corrects for rows that were sampled before, where the true shares are given", async () => {
    const { X, y } = people(3, 6000);
    const share = mean(y);
    const kept = X.map((_, i) => i).filter((i) => y[i] === 1 || i % 7 === 0);
    const [someX, someY] = [kept.map((i) => X[i]!), kept.map((i) => y[i]!)];
    const estimator = new LogisticRegression();
    const sampled = await new CalibratedClassifier({ estimator }).fit(someX, someY);
    const corrected = await new CalibratedClassifier({ estimator, priors: new Map([[1, share]]) }).fit(someX, someY);
    const later = people(4, 4000);
    expect(mean(sampled.predictProbabilities(later.X).column("1"))).toBeGreaterThan(1.8 * mean(later.y));
    const p = corrected.predictProbabilities(later.X).column("1");
    expect(Math.abs(mean(p) - mean(later.y))).toBeLessThan(3 * 0.0073);
    const odds = (q: number): number => q / (1 - q);
    const [one, all] = [mean(someY), share];
    const before = sampled.predictProbabilities([[1, 1]]).column("1")[0]!;
    const after = corrected.predictProbabilities([[1, 1]]).column("1")[0]!;
    expect(odds(after) / odds(before)).toBeCloseTo(odds(all) / odds(one), 10);
    await expect(new CalibratedClassifier({ estimator, priors: { 1: 0.2, 0: 0.1 } }).fit(someX, someY)).rejects.toThrow(
      "add up to 1",
    );
    expect(() => new CalibratedClassifier({ estimator, priors: { 1: 2 } })).toThrow("between 0 and 1");
  });

  it("has the estimator's options by path, nests in cross-validation, and goes through JSON", async () => {
    const { X, y } = people(5, 600);
    const pipeline = new Pipeline([
      ["scale", new Scaler()],
      ["model", new LogisticRegression()],
    ]);
    const calibrated = new CalibratedClassifier({ estimator: pipeline, folds: 3, seed: 2 });
    const changed = calibrated.with({ "estimator.model.c": 0.01, method: "isotonic" });
    expect(changed.params.estimator.params.steps[1][1].params.c).toBe(0.01);
    expect(changed.params.method).toBe("isotonic");
    const { models } = await changed.fit(X, y);
    expect(models.map((model) => model.steps.model.params.c)).toEqual([0.01, 0.01, 0.01]);
    expect((await crossValidate(calibrated, X, y, { folds: 3 })).mean()).toBeGreaterThan(0.8);
    const fitted = await calibrated.fit(X, y);
    const again = load(JSON.stringify(fitted), { as: calibrated });
    expect(again.predictProbabilities(X).toRows()).toEqual(fitted.predictProbabilities(X).toRows());
    expect(JSON.stringify(loadEstimator(JSON.stringify(calibrated)))).toBe(JSON.stringify(calibrated));
  });
});
