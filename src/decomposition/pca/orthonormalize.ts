/** What is left of a row, relative to its length, below which the others before it span it. */
const DEPENDENT = 1e-14;

/**
 * Makes rows orthonormal in place, each to those before it, by Gram-Schmidt steps taken twice, which is enough (W. Hoffmann, "Iterative
 * algorithms for Gram-Schmidt orthogonalization", 1989). A row that depends on those before it becomes 0.
 */
export function* orthonormalize(rows: Float64Array, width: number): Generator<void, void> {
  for (let at = 0; at < rows.length; at += width) {
    const length = Math.sqrt(product(rows, at, at, width));
    for (let step = 0; step < 2; step++) {
      for (let before = 0; before < at; before += width) {
        const along = product(rows, before, at, width);
        for (let j = 0; j < width; j++) rows[at + j]! -= along * rows[before + j]!;
      }
      const left = Math.sqrt(product(rows, at, at, width));
      const by = left > DEPENDENT * length ? 1 / left : 0;
      for (let j = 0; j < width; j++) rows[at + j]! *= by;
    }
    yield;
  }
}

/** Four sums side by side, since each waits for its last product. */
function product(rows: Float64Array, a: number, b: number, width: number): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  let j = 0;
  for (; j + 4 <= width; j += 4) {
    s += rows[a + j]! * rows[b + j]!;
    t += rows[a + j + 1]! * rows[b + j + 1]!;
    u += rows[a + j + 2]! * rows[b + j + 2]!;
    v += rows[a + j + 3]! * rows[b + j + 3]!;
  }
  for (; j < width; j++) s += rows[a + j]! * rows[b + j]!;
  return s + t + (u + v);
}
