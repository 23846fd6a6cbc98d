import type { Random } from "../kernels/random/index.js";
import type { Floats } from "../matrix/index.js";
import type { Sample } from "./sample.js";

/** Rows a step. */
const BATCH = 1024;
/** Steps without improvement after which learning ends. */
const PATIENCE = 10;

/**
 * Mini-batch k-means (D. Sculley, "Web-scale k-means clustering", 2010): each step moves the centres of a few drawn rows by a rate that
 * falls with the rows that they have seen. Changes `centres`.
 *
 * @returns How many passes over the sample the steps amount to.
 */
export function miniBatches(
  sample: Sample,
  centres: Float64Array,
  clusters: number,
  maxPasses: number,
  random: Random,
): number {
  const { rows, columns, values, weights } = sample;
  const size = Math.min(BATCH, rows);
  const seen = new Float64Array(clusters);
  const perPass = Math.ceil(rows / size);
  let smoothed: number | undefined;
  let best = Number.POSITIVE_INFINITY;
  let idle = 0;
  let step = 0;
  for (; step < maxPasses * perPass && idle < PATIENCE; step++) {
    let inertia = 0;
    for (let n = 0; n < size; n++) {
      const at = random.below(rows) * columns;
      const { cluster, distance } = nearestCentre(values, at, centres, clusters, columns);
      const weight = weights[at / columns]!;
      inertia += weight * distance;
      if (weight === 0) continue;
      seen[cluster]! += weight;
      const rate = weight / seen[cluster]!;
      for (let j = 0; j < columns; j++) {
        const c = cluster * columns + j;
        centres[c]! += rate * (values[at + j]! - centres[c]!);
      }
    }
    const share = Math.min(1, (2 * size) / (rows + 1));
    smoothed = smoothed === undefined ? inertia : smoothed * (1 - share) + inertia * share;
    if (smoothed < best) {
      best = smoothed;
      idle = 0;
    } else idle++;
  }
  return Math.ceil(step / perPass);
}

function nearestCentre(
  values: Floats,
  at: number,
  centres: Float64Array,
  clusters: number,
  columns: number,
): { cluster: number; distance: number } {
  let cluster = 0;
  let distance = Number.POSITIVE_INFINITY;
  for (let c = 0; c < clusters; c++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      const d = values[at + j]! - centres[c * columns + j]!;
      sum += d * d;
    }
    if (sum < distance) {
      distance = sum;
      cluster = c;
    }
  }
  return { cluster, distance };
}
