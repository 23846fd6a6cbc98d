import { kernels } from "../kernels/wasm/index.js";

/** Eigenvalues of a symmetric matrix, the largest first, and the eigenvectors of the leading ones. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** Vectors x columns, row by row, of length 1. */
  readonly vectors: Float64Array;
}

/** Below this, relative to its neighbours on the diagonal, an entry beside the diagonal counts as 0. */
const EPSILON = 2 ** -52;
/** Sweeps for one eigenvalue; two are usual. */
const SWEEPS = 60;

/**
 * Eigenvalues and leading eigenvectors by Householder reflections and implicit QL steps (G. Golub, C. Van Loan, "Matrix Computations",
 * 8.3), on flat arrays of which every loop runs along rows: for a few hundred columns several times as fast as matrices of rows.
 *
 * @param matrix - size x size, row by row; its lower triangle is used, and overwritten.
 * @param most - How many eigenvectors are wanted.
 */
export function symmetricEigen(matrix: Float64Array, size: number, most: number): SymmetricEigen {
  const scale = matrix.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  for (let at = 0; at < matrix.length; at++) matrix[at]! /= scale;
  const { diagonal, beside, reflections } = tridiagonal(matrix, size);
  const { rows, width } = diagonalize(diagonal, beside);
  const order = Array.from(diagonal, (_, c) => c).sort((a, b) => diagonal[b]! - diagonal[a]! || a - b);
  const vectors = new Float64Array(most * size);
  for (let c = 0; c < most; c++) {
    const vector = vectors.subarray(c * size, (c + 1) * size);
    vector.set(rows.subarray(order[c]! * width, order[c]! * width + size));
    for (let k = size - 3; k >= 0; k--) reflect(vector, reflections, k * size, k + 1);
  }
  return { values: Float64Array.from(order, (c) => diagonal[c]! * scale), vectors };
}

/** The matrix between reflections H(0) H(1) … that leave three diagonals; each reflection 1 - v vᵀ has its own row. */
function tridiagonal(
  a: Float64Array,
  n: number,
): { diagonal: Float64Array; beside: Float64Array; reflections: Float64Array } {
  const reflections = new Float64Array(n * n);
  const beside = new Float64Array(n);
  const product = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    const v = reflections.subarray(k * n, (k + 1) * n);
    for (let i = k + 1; i < n; i++) v[i] = a[i * n + k]!;
    if (k + 2 === n) {
      beside[k] = v[k + 1]!;
      v.fill(0);
      break;
    }
    beside[k] = reflection(v, k + 1);
    if (v[k + 1] === 0) continue;
    timesLower(a, n, k + 1, v, product);
    let along = 0;
    for (let i = k + 1; i < n; i++) along += v[i]! * product[i]!;
    for (let i = k + 1; i < n; i++) product[i]! -= (along / 2) * v[i]!;
    for (let i = k + 1; i < n; i++) subtractTwo(a, i * n, k + 1, i, v, product);
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), beside, reflections };
}

/** Makes of a column the vector v for which 1 - v vᵀ turns it into one entry, which is given back; zeros where it is one. */
function reflection(v: Float64Array, from: number): number {
  let squares = 0;
  for (let i = from + 1; i < v.length; i++) squares += v[i]! * v[i]!;
  const first = v[from]!;
  if (squares === 0) {
    v.fill(0);
    return first;
  }
  const length = Math.sqrt(first * first + squares);
  const entry = first > 0 ? -length : length;
  v[from] = first - entry;
  const by = Math.sqrt(2 / (v[from]! * v[from]! + squares));
  for (let i = from; i < v.length; i++) v[i]! *= by;
  return entry;
}

/** A symmetric matrix, of which the lower triangle from a row on is there, times a vector. */
function timesLower(a: Float64Array, n: number, from: number, v: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let i = from; i < n; i++) out[i]! += timesRow(a, i * n, from, i, v, out) + a[i * n + i]! * v[i]!;
}

/** The sum of a row left of its diagonal times a vector; what the row gives to those above it is added there. */
function timesRow(a: Float64Array, at: number, from: number, to: number, v: Float64Array, out: Float64Array): number {
  const by = v[to]!;
  let sum = 0;
  for (let j = from; j < to; j++) {
    const value = a[at + j]!;
    sum += value * v[j]!;
    out[j]! += value * by;
  }
  return sum;
}

function subtractTwo(a: Float64Array, at: number, from: number, i: number, v: Float64Array, w: Float64Array): void {
  const [x, y] = [v[i]!, w[i]!];
  for (let j = from; j <= i; j++) a[at + j]! -= x * w[j]! + y * v[j]!;
}

function reflect(vector: Float64Array, reflections: Float64Array, at: number, from: number): void {
  let along = 0;
  for (let i = from; i < vector.length; i++) along += vector[i]! * reflections[at + i]!;
  for (let i = from; i < vector.length; i++) vector[i]! -= along * reflections[at + i]!;
}

/** Rows that are turned into each other, and the cosine and sine of the turn of each with the one below. */
interface Turning {
  readonly rows: Float64Array;
  readonly width: number;
  readonly turns: Float64Array;
  readonly rotate: (first: number, last: number) => void;
}

/** The rows of a unit matrix, in the memory of the kernels where there are any. */
function unitRows(n: number): Turning {
  const width = 4 * Math.ceil(n / 4);
  const found = kernels();
  const open = found?.scratch.open(8 * n * (width + 2), 2);
  const rows = open?.float64(n * width).fill(0) ?? new Float64Array(n * width);
  const turns = open?.float64(2 * n) ?? new Float64Array(2 * n);
  for (let i = 0; i < n; i++) rows[i * width + i] = 1;
  const rotate =
    found === undefined
      ? (first: number, last: number): void => {
          for (let i = last - 1; i >= first; i--) turn(rows, i * width, width, turns[2 * i]!, turns[2 * i + 1]!);
        }
      : (first: number, last: number): void =>
          found.run.rotateRows(rows.byteOffset, width, first, last, turns.byteOffset);
  return { rows, width, turns, rotate };
}

/** Turns three diagonals into one, in place; the rows that come back are the eigenvectors. */
function diagonalize(d: Float64Array, e: Float64Array): Turning {
  const n = d.length;
  const turning = unitRows(n);
  for (let first = 0; first < n; first++)
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let last = first;
      while (last + 1 < n && Math.abs(e[last]!) > EPSILON * (Math.abs(d[last]!) + Math.abs(d[last + 1]!))) last++;
      if (last === first) break;
      turning.rotate(sweepUp(d, e, turning.turns, first, last), last);
    }
  return turning;
}

/** One implicit QL step on the block from `first` to `last`, with the shift of its upper corner: the first row that it turns. */
function sweepUp(d: Float64Array, e: Float64Array, turns: Float64Array, first: number, last: number): number {
  const half = (d[first + 1]! - d[first]!) / (2 * e[first]!);
  const root = Math.sqrt(half * half + 1);
  let g = d[last]! - d[first]! + e[first]! / (half + (half < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let moved = 0;
  for (let i = last - 1; i >= first; i--) {
    const f = sine * e[i]!;
    const b = cosine * e[i]!;
    const length = Math.sqrt(f * f + g * g);
    e[i + 1] = length;
    if (length === 0) {
      d[i + 1]! -= moved;
      e[last] = 0;
      return i + 1;
    }
    sine = f / length;
    cosine = g / length;
    g = d[i + 1]! - moved;
    const r = (d[i]! - g) * sine + 2 * cosine * b;
    moved = sine * r;
    d[i + 1] = g + moved;
    g = cosine * r - b;
    turns[2 * i] = cosine;
    turns[2 * i + 1] = sine;
  }
  d[first]! -= moved;
  e[first] = g;
  e[last] = 0;
  return first;
}

/** Turns a row and the one below it into each other. */
function turn(rows: Float64Array, at: number, width: number, cosine: number, sine: number): void {
  for (let j = at; j < at + width; j++) {
    const above = rows[j]!;
    const below = rows[j + width]!;
    rows[j + width] = sine * above + cosine * below;
    rows[j] = cosine * above - sine * below;
  }
}
