import type { Random } from "../../engine/numeric/random/index.js";
import { candidates } from "../../engine/reducers/index.js";
import type { Passes } from "./lloyd.js";
import { bestSwap } from "./relocation.js";
import { rowsOf, type Sample } from "./sample.js";
import { CANDIDATES, drawRows } from "./sample-rows.js";
import { TwoNearest } from "./two-nearest.js";

/**
 * Greedy k-means++ (D. Arthur, S. Vassilvitskii, 2007): each next centroid is drawn in proportion to the squared distance from those chosen, and
 * of several such draws the one that lowers the inertia most is taken. Then local search improves what was chosen (S. Lattanzi, C. Sohler,
 * "A better k-means++ algorithm via local search", 2019): rows drawn alike are tried in the place of each centroid, and the best swap is made
 * where it lowers the inertia.
 *
 * @param passes - Over the rows of the sample.
 * @param given - Centroids that are there already, fewer than `clusters`: others join them.
 */
export async function plusPlus(
  sample: Sample,
  passes: Passes,
  clusters: number,
  random: Random,
  given?: Float64Array,
): Promise<Float64Array> {
  const { columns, weights } = sample;
  const two = new TwoNearest(sample, clusters);
  const measure = measurer(passes);
  const centroids = new Float64Array(clusters * columns);
  const first = given ?? rowsOf(sample, drawRows(weights, undefined, 1, random));
  const chosen = first.length / columns;
  centroids.set(first);
  await addAll(two, first, columns, measure);
  for (let c = chosen; c < clusters; c++) {
    const points = rowsOf(sample, drawRows(weights, two.near, CANDIDATES, random));
    const away = await measure(points);
    const best = lowest(two.near, away, weights);
    centroids.set(points.subarray(best * columns, (best + 1) * columns), c * columns);
    two.add(c, away, best, CANDIDATES);
    await passes.yieldNow();
  }
  for (let round = 0; round < clusters / 2 && clusters > 1; round++) {
    const points = rowsOf(sample, drawRows(weights, two.near, CANDIDATES, random));
    const away = await measure(points);
    const { gain, candidate, centroid } = bestSwap(two, away, weights, clusters);
    if (!(gain > 0)) continue;
    centroids.set(points.subarray(candidate * columns, (candidate + 1) * columns), centroid * columns);
    await two.replace(centroid, away, candidate, CANDIDATES, centroids, passes.yieldNow);
  }
  return centroids;
}

/** The centroids without the one whose rows lose least where they go to the next. */
export async function lessOne(sample: Sample, passes: Passes, centroids: Float64Array): Promise<Float64Array> {
  const { columns, weights } = sample;
  const clusters = centroids.length / columns;
  const two = new TwoNearest(sample, clusters);
  await addAll(two, centroids, columns, measurer(passes));
  const losses = new Float64Array(clusters);
  for (let i = 0; i < weights.length; i++) losses[two.owner[i]!]! += weights[i]! * (two.next[i]! - two.near[i]!);
  const least = losses.indexOf(Math.min(...losses));
  return centroids.filter((_, at) => Math.floor(at / columns) !== least);
}

/** Compares centroids that are there already. */
async function addAll(
  two: TwoNearest,
  centroids: Float64Array,
  columns: number,
  measure: (points: Float64Array) => Promise<Float64Array>,
): Promise<void> {
  const clusters = centroids.length / columns;
  for (let c = 0; c < clusters; c += CANDIDATES) {
    const points = new Float64Array(CANDIDATES * columns);
    points.set(centroids.subarray(c * columns, Math.min(clusters, c + CANDIDATES) * columns));
    const away = await measure(points);
    for (let at = 0; at < CANDIDATES && c + at < clusters; at++) two.add(c + at, away, at, CANDIDATES);
  }
}

/** Different rows, each as likely as its weight. */
export function randomRows(sample: Sample, clusters: number, random: Random): Float64Array {
  const left = sample.weights.slice();
  const chosen: number[] = [];
  while (chosen.length < clusters) {
    const [row] = drawRows(left, undefined, 1, random) as [number];
    left[row] = 0;
    chosen.push(row);
  }
  return rowsOf(sample, chosen);
}

/** Passes that give the squared distances of every row to some points, four a row; valid until the next pass. */
function measurer(passes: Passes): (points: Float64Array) => Promise<Float64Array> {
  const state = passes.rowState(8 * CANDIDATES);
  const distances = new Float64Array(state.bytes);
  return async (points) => {
    await passes.reduce(candidates, { points }, state);
    return distances;
  };
}

/** The candidate that leaves the least inertia, the first of ties. */
function lowest(near: Float64Array, away: Float64Array, weights: Float64Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let t = 0; t < CANDIDATES; t++) {
    let inertia = 0;
    for (let i = 0; i < near.length; i++) inertia += weights[i]! * Math.min(near[i]!, away[i * CANDIDATES + t]!);
    if (inertia < least) {
      least = inertia;
      best = t;
    }
  }
  return best;
}
