import { describe, expect, it } from "vitest";
import { setOffloadDelay } from "../../src/engine/threads/index.js";
import {
  adjustedRandIndex,
  FeatureMatrix,
  GaussianMixture,
  type GaussianMixtureOptions,
  load,
  Pipeline,
  Scaler,
} from "../../src/index.js";
import { expectClose, fixture } from "../reference.js";

type Rows = number[][];

interface Case {
  readonly table: string;
  readonly start: Rows;
  readonly covariance: "full" | "diagonal";
  readonly options: Pick<GaussianMixtureOptions, "tolerance" | "maxIterations" | "regularization">;
  readonly weights: number[];
  readonly means: Rows;
  readonly covariances: Rows;
  readonly iterations: number;
  readonly converged: boolean;
  readonly logLikelihood: number;
  readonly bic: number;
  readonly aic: number;
  readonly labels: number[];
  readonly probabilities: Rows;
}

const { tables, cases } = fixture<{ tables: Record<string, Rows>; cases: Case[] }>("mixtures");

/** The numbers of a flat array, so many a row. */
const rowsOf = (values: Float64Array, width: number): Rows =>
  Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);

describe("GaussianMixture", () => {
  it.each(cases)("takes scikit-learn's steps: $covariance, $table, $start.length clusters", async (one) => {
    const data = tables[one.table]!;
    const { covariance, start: init, options } = one;
    const clusters = init.length;
    const fitted = await new GaussianMixture({ clusters, covariance, init, order: "none", ...options }).fit(data);
    expect(fitted.iterations).toBe(one.iterations);
    expect(fitted.converged).toBe(one.converged);
    expectClose([[...fitted.weights]], [one.weights], 1e-7, "weights");
    expectClose(fitted.means.toRows(), one.means, 1e-7, "means");
    expectClose(rowsOf(fitted.state.covariances, one.covariances[0]!.length), one.covariances, 1e-7, "covariances");
    expectClose([[fitted.logLikelihood, fitted.bic, fitted.aic]], [[one.logLikelihood, one.bic, one.aic]], 1e-8, "fit");
    expect([...fitted.predict(data)]).toEqual(one.labels);
    const soft = fitted.predictProbabilities(data).toRows();
    expectClose(soft.slice(0, one.probabilities.length), one.probabilities, 1e-7, "probabilities");
    expect([...fitted.counts]).toEqual(init.map((_, k) => one.labels.filter((label) => label === k).length));
  });

  // Two clouds of different spread, one inside the other: no k-means tells them apart.
  let state = 7;
  const random = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const truth = Array.from({ length: 9000 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const nested = truth.map((wide) => [normal() * (wide ? 8 : 0.5), normal() * (wide ? 8 : 0.5)]);

  it("finds clusters by their spread, by row, in bulk and out of JSON alike, with probabilities that add up to 1", async () => {
    const fitted = await new GaussianMixture({ clusters: 2, seed: 3, tolerance: 1e-6 }).fit(nested);
    const labels = fitted.predict(nested);
    expect(adjustedRandIndex(labels, truth)).toBeGreaterThan(0.9);
    const soft = fitted.predictProbabilities(nested.slice(0, 50));
    for (const row of soft.toRows()) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(soft.columns).toEqual(["0", "1"]);
    expect(fitted.transform(nested.slice(0, 50)).toRows()).toEqual(soft.toRows());
    const bulk = await fitted.bulk("predictProbabilities", nested.slice(0, 50)).collect();
    expect(bulk.toRows()).toEqual(soft.toRows());
    const again = load(JSON.stringify(fitted), { as: GaussianMixture });
    expect(again.predictProbabilities(nested.slice(0, 50)).toRows()).toEqual(soft.toRows());
    expect([...again.row("predictProbabilities")(nested[4]!)]).toEqual(soft.toRows()[4]);
  });

  it("gives the same bits on any number of threads, and weights count rows twice", async () => {
    const estimator = new GaussianMixture({ clusters: 2, init: nested.slice(0, 2), covariance: "full" });
    const one = await estimator.fit(nested, { threads: 1 });
    setOffloadDelay(0);
    const two = await estimator.fit(nested, { threads: 2 });
    setOffloadDelay();
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
    const twice = await estimator.fit([...nested, ...nested.slice(0, 100)]);
    const weighted = await estimator.fit(nested, { sampleWeight: nested.map((_, i) => (i < 100 ? 2 : 1)) });
    expectClose(weighted.means.toRows(), twice.means.toRows(), 1e-9);
    expect(weighted.bic).toBeCloseTo(twice.bic, 6);
  });

  it("never makes rows less likely by another iteration, and keeps the likeliest of its starts", async () => {
    let before = Number.NEGATIVE_INFINITY;
    for (let maxIterations = 1; maxIterations < 6; maxIterations++) {
      const options = { clusters: 3, covariance: "diagonal", init: nested.slice(0, 3), maxIterations } as const;
      const { logLikelihood, converged, warnings } = await new GaussianMixture(options).fit(nested);
      expect(logLikelihood).toBeGreaterThan(before);
      expect(warnings.length).toBe(converged ? 0 : 1);
      before = logLikelihood;
    }
    const best = await new GaussianMixture({ clusters: 3, starts: 3, seed: 5 }).fit(nested.slice(0, 600));
    for (const seed of [5, 6, 7]) {
      const single = await new GaussianMixture({ clusters: 3, seed }).fit(nested.slice(0, 600));
      expect(best.logLikelihood).toBeGreaterThanOrEqual(single.logLikelihood);
    }
  });

  it("gives a pipeline its membership", async () => {
    const pipeline = new Pipeline([
      ["scale", new Scaler()],
      ["soft", new GaussianMixture({ clusters: 2, covariance: "diagonal", seed: 1 })],
    ]);
    const rows = nested.slice(0, 300);
    const fitted = await pipeline.fit(rows);
    const scaled = fitted.steps.scale.transform(rows);
    expect(fitted.predictProbabilities(rows).toRows()).toEqual(fitted.steps.soft.predictProbabilities(scaled).toRows());
    expect(fitted.transform(rows).columns).toEqual(["probability0", "probability1"]);
  });

  it("says what to do where a cluster has no spread, and where means do not fit", async () => {
    const flat = FeatureMatrix.fromColumns({ a: [1, 2, 3, 4], b: [2, 4, 6, 8] });
    await expect(new GaussianMixture({ clusters: 1, regularization: 0 }).fit(flat)).rejects.toThrow(
      /covariance without an inverse/,
    );
    await expect(new GaussianMixture({ clusters: 2, init: [[1, 2, 3]] }).fit(flat)).rejects.toThrow(
      /given means are 1 x 3/,
    );
    await expect(new GaussianMixture({ clusters: 5 }).fit(flat)).rejects.toThrow(/5 clusters were asked for/);
  });
});
