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
  out: Float64Array,
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
    const w = firstWeight + i;
    for (let j = 0; j < width; j++) {
      const p = weights[w]! * values[a + j]!;
      const q = weights[w + 1]! * values[b + j]!;
      const r = weights[w + 2]! * values[c + j]!;
      const s = weights[w + 3]! * values[d + j]!;
      addFour(out, at + j * stride, j + 1, values, a, b, c, d, p, q, r, s);
    }
  }
  for (; i < used; i++)
    for (let j = 0, a = starts[i]!; j < width; j++)
      addOne(out, at + j * stride, j + 1, values, a, weights[firstWeight + i]! * values[a + j]!);
}

// The innermost loops are functions of their own: engines compile small ones that are called often sooner, and better.

function addFour(
  out: Float64Array,
  to: number,
  count: number,
  values: Float64Array,
  a: number,
  b: number,
  c: number,
  d: number,
  p: number,
  q: number,
  r: number,
  s: number,
): void {
  for (let k = 0; k < count; k++)
    out[to + k]! += p * values[a + k]! + q * values[b + k]! + (r * values[c + k]! + s * values[d + k]!);
}

function addOne(out: Float64Array, to: number, count: number, values: Float64Array, a: number, by: number): void {
  for (let k = 0; k < count; k++) out[to + k]! += by * values[a + k]!;
}
