import { squaredDistances } from "../../engine/numeric/distances/index.js";
import type { Random } from "../../engine/numeric/random/index.js";
import { rowsOf, type Sample } from "./sample.js";

/** Rows a step. */
const BATCH = 1024;
/** Steps without improvement after which learning ends. */
const PATIENCE = 10;

/**
 * Mini-batch k-means (D. Sculley, "Web-scale k-means clustering", 2010): each step finds the nearest centres of a few drawn rows, then moves them
 * by a rate that falls with the rows that they have seen. Changes `centres`.
 *
 * @returns How many passes over the sample the steps amount to.
 */
export async function miniBatches(
  sample: Sample,
  centres: Float64Array,
  clusters: number,
  maxPasses: number,
  random: Random,
  breathe: () => Promise<void>,
): Promise<number> {
  const { rows, columns, weights } = sample;
  const size = Math.min(BATCH, rows);
  const seen = new Float64Array(clusters);
  const distances = new Float64Array(size * clusters);
  const perPass = Math.ceil(rows / size);
  const share = Math.min(1, (2 * size) / (rows + 1));
  let smoothed: number | undefined;
  let best = Number.POSITIVE_INFINITY;
  let idle = 0;
  let step = 0;
  for (; step < maxPasses * perPass && idle < PATIENCE; step++) {
    await breathe();
    const drawn = Array.from({ length: size }, () => random.below(rows));
    const values = rowsOf(sample, drawn);
    squaredDistances(values, columns, centres, distances);
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
        centres[c]! += rate * (values[n * columns + j]! - centres[c]!);
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
