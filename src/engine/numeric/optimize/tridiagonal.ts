/**
 * A symmetric matrix as Q T Qᵀ with T tridiagonal, by Householder reflections (G. Golub, C. Van Loan, "Matrix Computations", 8.3.1). A caller that
 * needs (A + shift I)⁻¹ for many shifts pays for the reduction once, and per shift for as many steps as there are rows.
 */
export class Tridiagonal {
  readonly size: number;
  /** The diagonal of T. */
  readonly diagonal: Float64Array;
  /** What stands below it. */
  readonly below: Float64Array;
  /** Reflection k as a unit vector from row k + 1 on, in column k. */
  readonly #reflections: Float64Array;

  /** @param matrix - Symmetric, row by row; it is overwritten. */
  constructor(matrix: Float64Array, size: number) {
    this.size = size;
    this.diagonal = new Float64Array(size);
    this.below = new Float64Array(Math.max(0, size - 1));
    this.#reflections = matrix;
    const v = new Float64Array(size);
    const p = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      this.diagonal[k] = matrix[k * size + k]!;
      if (k + 1 >= size) break;
      this.below[k] = reflection(matrix, size, k, v);
      if (k + 2 < size) applyBothSides(matrix, size, k + 1, v, p);
      for (let i = k + 1; i < size; i++) matrix[i * size + k] = v[i]!;
    }
  }

  /** Qᵀ x. */
  turned(x: Float64Array): Float64Array {
    const out = x.slice();
    for (let k = 0; k < this.size - 2; k++) this.#reflect(out, k);
    return out;
  }

  /** Q x. */
  turnedBack(x: Float64Array): Float64Array {
    const out = x.slice();
    for (let k = this.size - 3; k >= 0; k--) this.#reflect(out, k);
    return out;
  }

  #reflect(x: Float64Array, k: number): void {
    const { size } = this;
    let dot = 0;
    for (let i = k + 1; i < size; i++) dot += this.#reflections[i * size + k]! * x[i]!;
    if (dot === 0) return;
    for (let i = k + 1; i < size; i++) x[i]! -= 2 * dot * this.#reflections[i * size + k]!;
  }

  /**
   * The solution of (T + shift I) x = b, and the trace of the inverse. T has no negative eigenvalue and the shift is above zero, so no
   * pivot vanishes.
   */
  solve(b: Float64Array, shift: number): { x: Float64Array; inverseTrace: number } {
    const { size, diagonal, below } = this;
    const down = new Float64Array(size);
    const up = new Float64Array(size);
    for (let i = 0; i < size; i++)
      down[i] = diagonal[i]! + shift - (i === 0 ? 0 : (below[i - 1]! * below[i - 1]!) / down[i - 1]!);
    for (let i = size - 1; i >= 0; i--)
      up[i] = diagonal[i]! + shift - (i === size - 1 ? 0 : (below[i]! * below[i]!) / up[i + 1]!);
    const x = b.slice();
    for (let i = 1; i < size; i++) x[i]! -= (below[i - 1]! / down[i - 1]!) * x[i - 1]!;
    let inverseTrace = 0;
    for (let i = size - 1; i >= 0; i--) {
      x[i] = (x[i]! - (i === size - 1 ? 0 : below[i]! * x[i + 1]!)) / down[i]!;
      // The diagonal of the inverse, from the eliminations of both ends (G. Meurant, 1992).
      inverseTrace += 1 / (down[i]! + up[i]! - diagonal[i]! - shift);
    }
    return { x, inverseTrace };
  }
}

/** The unit vector whose reflection clears column k below its first entry under the diagonal. Returns that entry. */
function reflection(matrix: Float64Array, size: number, k: number, v: Float64Array): number {
  let norm = 0;
  for (let i = k + 1; i < size; i++) norm += matrix[i * size + k]! ** 2;
  norm = Math.sqrt(norm);
  const first = matrix[(k + 1) * size + k]!;
  v.fill(0);
  if (norm === 0 || k + 2 >= size) return first;
  const entry = first > 0 ? -norm : norm;
  for (let i = k + 1; i < size; i++) v[i] = matrix[i * size + k]!;
  v[k + 1] = first - entry;
  let length = 0;
  for (let i = k + 1; i < size; i++) length += v[i]! * v[i]!;
  length = Math.sqrt(length);
  if (length === 0) return first;
  for (let i = k + 1; i < size; i++) v[i]! /= length;
  return entry;
}

/** (I - 2 v vᵀ) A (I - 2 v vᵀ) on the lower right part of a symmetric matrix, as A - v qᵀ - q vᵀ. Both triangles are kept. */
function applyBothSides(matrix: Float64Array, size: number, from: number, v: Float64Array, q: Float64Array): void {
  let dot = 0;
  for (let i = from; i < size; i++) {
    let sum = 0;
    for (let j = from, at = i * size; j < size; j++) sum += matrix[at + j]! * v[j]!;
    q[i] = 2 * sum;
    dot += sum * v[i]!;
  }
  for (let i = from; i < size; i++) q[i]! -= 2 * dot * v[i]!;
  for (let i = from; i < size; i++) {
    const [a, b] = [v[i]!, q[i]!];
    for (let j = from, at = i * size; j < size; j++) matrix[at + j]! -= a * q[j]! + b * v[j]!;
  }
}
