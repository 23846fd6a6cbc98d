import { squaredDistances } from "../../engine/numeric/distances/index.js";
import type { Random } from "../../engine/numeric/random/index.js";
import { rowsOf, type Sample } from "./sample.js";

/** Rows a step. */
const BATCH_ROWS = 1024;
/** Steps without improvement after which learning ends. */
const PATIENCE_STEPS = 10;

/**
 * Mini-batch k-means (D. Sculley, "Web-scale k-means clustering", 2010): each step finds the nearest centroids of a few drawn rows, then moves them
 * by a rate that falls with the rows that they have seen. Changes `centroids`.
 *
 * @returns How many passes over the sample the steps amount to.
 */
export async function miniBatches(
  sample: Sample,
  centroids: Float64Array,
  clusters: number,
  maxPasses: number,
  random: Random,
  yieldNow: () => Promise<void>,
): Promise<number> {
  const { rows, columns, weights } = sample;
  const size = Math.min(BATCH_ROWS, rows);
  const seen = new Float64Array(clusters);
  const distances = new Float64Array(size * clusters);
  const perPass = Math.ceil(rows / size);
  const share = Math.min(1, (2 * size) / (rows + 1));
  let smoothed: number | undefined;
  let best = Number.POSITIVE_INFINITY;
  let idle = 0;
  let step = 0;
  for (; step < maxPasses * perPass && idle < PATIENCE_STEPS; step++) {
    await yieldNow();
    const drawn = Array.from({ length: size }, () => random.below(rows));
    const values = rowsOf(sample, drawn);
    squaredDistances(values, columns, centroids, distances);
    let inertia = 0;
    drawn.forEach((row, n) => {
      const weight = weights[row]!;
      if (weight === 0) return;
      const found = distances.subarray(n * clusters, (n + 1) * clusters);
      const nearest = found.reduce((least, distance, c) => (distance < found[least]! ? c : least), 0);
      inertia += weight * found[nearest]!;
      seen[nearest]! += weight;
      const rate = weight / seen[nearest]!;
      for (let j = 0; j < columns; j++) {
        const c = nearest * columns + j;
        centroids[c]! += rate * (values[n * columns + j]! - centroids[c]!);
      }
    });
    smoothed = smoothed === undefined ? inertia : smoothed * (1 - share) + inertia * share;
    if (smoothed < best) {
      best = smoothed;
      idle = 0;
    } else idle++;
  }
  return Math.ceil(step / perPass);
}
