import type { Parts } from "./fold.js";

/** Chosen rows of a row-major tile, each with a weight. */
export interface WeightedRows {
  readonly values: Float64Array;
  readonly width: number;
  /** Where each row starts in `values`. */
  readonly starts: Int32Array;
  readonly weights: Float64Array;
  /** How many rows are chosen. */
  readonly used: number;
}

/**
 * Adds the weighted products of every two columns to the lower triangle of a square in a larger matrix: its corner lies at `at`, its
 * rows `stride` apart. Four rows go at once, so that each sum is read and written a quarter as often.
 */
export function addProducts(
  out: Parts[string],
  at: number,
  stride: number,
  { values, width, starts, weights, used }: WeightedRows,
  firstWeight: number,
): void {
  let i = 0;
  for (; i + 3 < used; i += 4) {
    const a = starts[i]!;
    const b = starts[i + 1]!;
    const c = starts[i + 2]!;
    const d = starts[i + 3]!;
    for (let j = 0; j < width; j++) {
      const u = weights[firstWeight + i]! * values[a + j]!;
      const v = weights[firstWeight + i + 1]! * values[b + j]!;
      const s = weights[firstWeight + i + 2]! * values[c + j]!;
      const t = weights[firstWeight + i + 3]! * values[d + j]!;
      const to = at + j * stride;
      for (let k = 0; k <= j; k++)
        out[to + k]! += u * values[a + k]! + v * values[b + k]! + (s * values[c + k]! + t * values[d + k]!);
    }
  }
  for (; i < used; i++) {
    const a = starts[i]!;
    for (let j = 0; j < width; j++) {
      const u = weights[firstWeight + i]! * values[a + j]!;
      const to = at + j * stride;
      for (let k = 0; k <= j; k++) out[to + k]! += u * values[a + k]!;
    }
  }
}
