import type { Floats } from "../../../matrix/index.js";

/** Adds a row times its weight to sums. */
export function addRow(rows: Floats, at: number, width: number, weight: number, sums: Float64Array, to: number): void {
  for (let j = 0; j < width; j++) sums[to + j]! += weight * rows[at + j]!;
}

/** The squared distance of a row, times `scales`, to a centroid: even and odd columns are summed apart, the odd last one behind them. */
export function ownDistance(
  rows: Floats,
  at: number,
  scales: Float64Array,
  centroids: Float64Array,
  from: number,
): number {
  const width = scales.length;
  const squared = (j: number): number => {
    const d = rows[at + j]! * scales[j]! - centroids[from + j]!;
    return d * d;
  };
  let even = 0;
  let odd = 0;
  for (let j = 0; j + 1 < width; j += 2) {
    even += squared(j);
    odd += squared(j + 1);
  }
  const sum = even + odd;
  return width % 2 === 1 ? sum + squared(width - 1) : sum;
}
