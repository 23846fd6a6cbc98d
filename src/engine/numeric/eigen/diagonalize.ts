import { learningKernels } from "../../wasm/index.js";

/** Below this, relative to its neighbors on the diagonal, an entry beside the diagonal counts as 0. */
const EPSILON = 2 ** -52;
/** Sweeps for one eigenvalue; two are usual. */
const SWEEPS = 60;

/** Rows that are turned into each other, and the cosine and sine of the turn of each with the one below. */
interface Turning {
  readonly rows: Float64Array;
  readonly turns: Float64Array;
  readonly rotate: (first: number, last: number) => void;
}

/** Columns [from, from + width) of the rows of a unit matrix, in the memory of the kernels where there are any. */
function unitRows(n: number, from: number, width: number): Turning {
  const found = learningKernels();
  const open = found?.scratch.open(8 * n * (width + 2), 2);
  const rows = open?.float64(n * width).fill(0) ?? new Float64Array(n * width);
  const turns = open?.float64(2 * n) ?? new Float64Array(2 * n);
  for (let i = from; i < Math.min(n, from + width); i++) rows[i * width + i - from] = 1;
  const rotate =
    found === undefined
      ? (first: number, last: number): void => {
          for (let i = last - 1; i >= first; i--) turn(rows, i * width, width, turns[2 * i]!, turns[2 * i + 1]!);
        }
      : (first: number, last: number): void =>
          found.run.rotateRows(rows.byteOffset, width, first, last, turns.byteOffset);
  return { rows, turns, rotate };
}

/**
 * Turns three diagonals into one, in place. Gives columns [from, from + width) of the rows that are the eigenvectors; `width` is a multiple
 * of four, and what lies behind the last column is 0.
 */
export function diagonalize(d: Float64Array, e: Float64Array, from: number, width: number): Float64Array {
  const n = d.length;
  const { rows, turns, rotate } = unitRows(n, from, width);
  for (let first = 0; first < n; first++)
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let last = first;
      while (last + 1 < n && Math.abs(e[last]!) > EPSILON * (Math.abs(d[last]!) + Math.abs(d[last + 1]!))) last++;
      if (last === first) break;
      rotate(sweepUp(d, e, turns, first, last), last);
    }
  return rows;
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
