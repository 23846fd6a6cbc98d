import { log } from "../kernels/math/index.js";
import type { Random } from "../kernels/random/index.js";

/** Rows in memory to choose first centres from. */
export interface Sample {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly values: Float64Array;
  readonly weights?: Float64Array;
}

/**
 * Greedy k-means++ (D. Arthur, S. Vassilvitskii, 2007): each next centre is drawn in proportion to the squared distance from those chosen, and of
 * several such draws the one that lowers the inertia most is taken.
 */
export function plusPlus(sample: Sample, clusters: number, random: Random): Float64Array {
  const { rows, columns, values, weights } = sample;
  const centres = new Float64Array(clusters * columns);
  const trials = 2 + Math.floor(log(clusters));
  const weightOf = (i: number): number => (weights === undefined ? 1 : weights[i]!);
  const first = draw(rows, weightOf, random);
  centres.set(values.subarray(first * columns, (first + 1) * columns));
  let nearest = distancesTo(sample, first);
  for (let c = 1; c < clusters; c++) {
    let best: { row: number; nearest: Float64Array; inertia: number } | undefined;
    for (let trial = 0; trial < trials; trial++) {
      const row = draw(rows, (i) => weightOf(i) * nearest[i]!, random);
      const candidate = distancesTo(sample, row);
      let inertia = 0;
      for (let i = 0; i < rows; i++) {
        if (nearest[i]! < candidate[i]!) candidate[i] = nearest[i]!;
        inertia += weightOf(i) * candidate[i]!;
      }
      if (best === undefined || inertia < best.inertia) best = { row, nearest: candidate, inertia };
    }
    centres.set(values.subarray(best!.row * columns, (best!.row + 1) * columns), c * columns);
    nearest = best!.nearest;
  }
  return centres;
}

/** Different rows, each as likely as its weight. */
export function randomRows(sample: Sample, clusters: number, random: Random): Float64Array {
  const { rows, columns, values, weights } = sample;
  const left = weights === undefined ? new Float64Array(rows).fill(1) : weights.slice();
  const centres = new Float64Array(clusters * columns);
  for (let c = 0; c < clusters; c++) {
    const row = draw(rows, (i) => left[i]!, random);
    left[row] = 0;
    centres.set(values.subarray(row * columns, (row + 1) * columns), c * columns);
  }
  return centres;
}

/** A position, each as likely as its mass; any where there is none. */
function draw(rows: number, mass: (i: number) => number, random: Random): number {
  let total = 0;
  for (let i = 0; i < rows; i++) total += mass(i);
  if (!(total > 0)) return random.below(rows);
  const target = random.uniform() * total;
  let sum = 0;
  let last = 0;
  for (let i = 0; i < rows; i++) {
    const m = mass(i);
    if (m > 0) last = i;
    sum += m;
    if (sum > target) return i;
  }
  return last;
}

function distancesTo({ rows, columns, values }: Sample, row: number): Float64Array {
  const out = new Float64Array(rows);
  const at = row * columns;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    const from = i * columns;
    for (let j = 0; j < columns; j++) {
      const d = values[from + j]! - values[at + j]!;
      sum += d * d;
    }
    out[i] = sum;
  }
  return out;
}
