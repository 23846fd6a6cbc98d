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
 */
export async function plusPlus(
  sample: Sample,
  passes: Passes,
  clusters: number,
  random: Random,
): Promise<Float64Array> {
  const { columns, weights } = sample;
  const two = new TwoNearest(sample, clusters);
  const measure = measurer(passes);
  const [first] = drawRows(weights, undefined, 1, random) as [number];
  const centroids = new Float64Array(clusters * columns);
  centroids.set(rowsOf(sample, [first]));
  two.add(0, await measure(rowsOf(sample, new Array<number>(CANDIDATES).fill(first))), 0, CANDIDATES);
  for (let c = 1; c < clusters; c++) {
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
