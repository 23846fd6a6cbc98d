import type { Random } from "../../engine/numeric/random/index.js";
import { assign, assignBytes, labelsOf } from "../../engine/reducers/index.js";
import type { JobOptions } from "../../estimator/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";
import { bestStart, isBetter } from "./best-start.js";
import { lessOne, plusPlus } from "./init.js";
import { HALVING_PRODUCTS, isBounded } from "./learn.js";
import { type Clustering, lloyd, type Passes } from "./lloyd.js";
import { type Sample, sampleOf } from "./sample.js";
import { passesOver, shiftOf } from "./sample-passes.js";

/** Starts of the fewest clusters at least: all others follow from them. */
const FIRST_STARTS = 3;

/** Options of a path. */
export interface PathOptions extends Pick<JobOptions, "signal" | "threads"> {
  /** The fewest clusters. */
  readonly from: number;
  /** The most clusters. */
  readonly to: number;
  /** How many fresh starts each number of clusters has, beside those that go on from its neighbors. */
  readonly starts: number;
  /** Where starts are drawn from. */
  readonly random: Random;
  /** How many iterations at most. */
  readonly maxIterations: number;
  /** How little the centroids must move, as a share of the columns' mean variance. */
  readonly tolerance: number;
}

/** The clusters of one number on a path. */
export interface PathStep extends Clustering {
  readonly clusters: number;
  /** The cluster of each row. */
  readonly labels: Int32Array;
}

/**
 * K-means for rising numbers of clusters on the same rows, the fewest first. Each number goes on from the centroids of the number before, with one
 * more drawn and improved as first centroids are; then, on the way back, from those of the number behind, less the one that is missed least.
 * Fresh starts stand beside both, and the best is kept. What is the same for all of them is done once.
 *
 * @param x - Finite numbers.
 * @param onStep - Called when a number has been reached, on the way there.
 */
export async function clusterPath(
  x: FeatureMatrix,
  options: PathOptions,
  onStep: (clusters: number) => void = () => undefined,
): Promise<PathStep[]> {
  const { from, to, starts, random, maxIterations, tolerance } = options;
  const sample = sampleOf(x);
  const { mean, variance } = momentsOf(sample);
  const passes = passesOver(sample, shiftOf(mean, variance), x.columns, options);
  const moved = (tolerance * variance.reduce((sum, value) => sum + value, 0)) / sample.columns;
  const run = (start: Float64Array, clusters: number, limit: number): Promise<Clustering> =>
    lloyd(
      passes,
      start,
      clusters,
      { maxIterations: Math.min(limit, maxIterations), tolerance: moved },
      isBounded("auto", sample.columns, clusters),
    );
  const found: Clustering[] = [];
  for (let clusters = from; clusters <= to; clusters++) {
    const given = found.at(-1)?.centroids;
    let drawn = 0;
    const best = await bestStart(
      given === undefined ? Math.max(FIRST_STARTS, starts) : 1 + starts,
      () => plusPlus(sample, passes, clusters, random, drawn++ === 0 ? given : undefined),
      (start, limit) => run(start, clusters, limit),
      sample.rows * sample.columns * clusters > HALVING_PRODUCTS,
      () => undefined,
    );
    found.push(best);
    onStep(clusters);
  }
  for (let clusters = to - 1; clusters >= from; clusters--) {
    const at = clusters - from;
    const start = await lessOne(sample, passes, found[at + 1]!.centroids);
    const back = await run(start, clusters, Number.POSITIVE_INFINITY);
    if (isBetter(back.inertia, found[at]!.inertia)) found[at] = back;
  }
  const steps: PathStep[] = [];
  for (const [at, one] of found.entries())
    steps.push({ ...one, clusters: from + at, labels: await nearest(passes, one.centroids) });
  return steps;
}

/** A way to find the cluster of each of some rows, for any centroids. */
export function nearestOf(
  x: FeatureMatrix,
  options: Pick<JobOptions, "signal" | "threads"> = {},
): (centroids: Float64Array) => Promise<Int32Array> {
  const sample = sampleOf(x);
  const { mean, variance } = momentsOf(sample);
  const passes = passesOver(sample, shiftOf(mean, variance), x.columns, options);
  return (centroids) => nearest(passes, centroids);
}

async function nearest(passes: Passes, centroids: Float64Array): Promise<Int32Array> {
  const clusters = centroids.length / passes.columns;
  const state = passes.rowState(assignBytes(clusters, false));
  await passes.reduce(assign, { centroids, clusters: Int32Array.of(clusters), shift: passes.shift }, state);
  return labelsOf(state, assign.blockRows);
}

function momentsOf({ rows, columns, values }: Sample): { mean: Float64Array; variance: Float64Array } {
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  for (let at = 0; at < values.length; at += columns) for (let j = 0; j < columns; j++) mean[j]! += values[at + j]!;
  for (let j = 0; j < columns; j++) mean[j]! /= rows;
  for (let at = 0; at < values.length; at += columns)
    for (let j = 0; j < columns; j++) {
      const away = values[at + j]! - mean[j]!;
      variance[j]! += (away * away) / rows;
    }
  return { mean, variance };
}
