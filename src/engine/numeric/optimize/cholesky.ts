/** What is left of a diagonal entry, relative to it, below which its coordinate depends on those before it. */
const DEPENDENT = 1e-13;

/**
 * Solves matrix * x = right side for a symmetric, positive semi-definite matrix (its lower triangle, row by row). A coordinate that
 * depends on those before it gets 0: as good a solution as any other, and the one in which nothing is made up.
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const factor = new Float64Array(size * size);
  const x = right.slice();
  for (let j = 0; j < size; j++) {
    const row = j * size;
    for (let k = 0; k <= j; k++) {
      const other = k * size;
      let sum = matrix[row + k]!;
      for (let i = 0; i < k; i++) sum -= factor[row + i]! * factor[other + i]!;
      if (k < j) {
        const pivot = factor[other + k]!;
        factor[row + k] = pivot === 0 ? 0 : sum / pivot;
      } else factor[row + j] = sum > DEPENDENT * matrix[row + j]! ? Math.sqrt(sum) : 0;
    }
    const pivot = factor[row + j]!;
    if (pivot === 0) {
      x[j] = 0;
      factor.fill(0, row, row + j);
      continue;
    }
    let sum = x[j]!;
    for (let k = 0; k < j; k++) sum -= factor[row + k]! * x[k]!;
    x[j] = sum / pivot;
  }
  for (let j = size - 1; j >= 0; j--) {
    const pivot = factor[j * size + j]!;
    if (pivot === 0) continue;
    x[j]! /= pivot;
    for (let k = 0; k < j; k++) x[k]! -= factor[j * size + k]! * x[j]!;
  }
  return x;
}
