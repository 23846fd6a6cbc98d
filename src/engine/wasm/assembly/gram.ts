// Sums of products of every two columns. Rows lie in the lanes: a panel holds four columns, of each of them as many rows as a vector
// has lanes, then the next rows: 64 bytes a step. A tile keeps 4 x 2 sums in registers for all steps of a panel. Eight accumulators
// are what engines keep in registers beside the six vectors they are made from; wider tiles spill.

import { columnAt, readColumn } from "./column";

/**
 * Values of rows [from, from + rows), less a shift for each column and times the root of the row's weight, in panels of four rows of
 * float32 or two of float64, filled up with 0. `values` has room for four more float64 than rows; `roots` may be 0. Rows of weight 0 count as 0.
 */
export function packValues(
  columns: usize,
  shifts: usize,
  roots: usize,
  count: i32,
  from: i32,
  rows: i32,
  single: bool,
  values: usize,
  out: usize,
): void {
  const lanes = single ? 4 : 2;
  const steps = (rows + lanes - 1) / lanes;
  const panel = <usize>steps << 6;
  const filled = <usize>(steps * lanes) << 3;
  const size = <usize>rows << 3;
  for (let j = 0; j < count; j++) {
    readColumn(columnAt(columns, j), from, rows, values);
    const shift = f64x2.splat(load<f64>(shifts + (<usize>j << 3)));
    if (roots == 0)
      for (let at = values; at < values + size; at += 16) v128.store(at, f64x2.sub(v128.load(at), shift));
    else {
      let root = roots + (<usize>from << 3);
      for (let at = values; at < values + size; at += 16, root += 16) {
        const by = v128.load(root);
        const moved = f64x2.mul(f64x2.sub(v128.load(at), shift), by);
        v128.store(at, v128.and(moved, f64x2.ne(by, f64x2.splat(0))));
      }
    }
    for (let at = size; at < filled; at += 8) store<f64>(values + at, 0);
    let to = out + <usize>(j >> 2) * panel + (<usize>(j & 3) << 4);
    if (single)
      for (let at = values; at < values + filled; at += 32, to += 64) {
        const low = f32x4.demote_f64x2_zero(v128.load(at));
        const high = f32x4.demote_f64x2_zero(v128.load(at, 16));
        v128.store(to, v128.shuffle<i64>(low, high, 0, 2));
      }
    else for (let at = values; at < values + filled; at += 16, to += 64) v128.store(to, v128.load(at));
  }
}

/** Adds products of values in float32 to rows [first, count) of the lower triangle `sums`, whose rows are `width` apart. */
export function gramSingles(panels: usize, first: i32, count: i32, steps: i32, sums: usize, width: i32): void {
  const panel = <usize>steps << 6;
  const row = <usize>width << 3;
  for (let j = 0; j < count; j += 4) {
    const a = panels + <usize>(j >> 2) * panel;
    for (let k = max(j, first & ~1); k < count; k += 2)
      tileSingles(a, panels + <usize>(k >> 2) * panel + (<usize>(k & 2) << 4), panel, sums + <usize>k * row + (<usize>j << 3), row);
  }
}

/** The same for values in float64, those of two packings that may differ in the weights of their rows. */
export function gramDoubles(
  left: usize,
  right: usize,
  first: i32,
  count: i32,
  steps: i32,
  sums: usize,
  width: i32,
): void {
  const panel = <usize>steps << 6;
  const row = <usize>width << 3;
  for (let j = 0; j < count; j += 4) {
    const a = left + <usize>(j >> 2) * panel;
    for (let k = max(j, first & ~1); k < count; k += 2)
      tileDoubles(a, right + <usize>(k >> 2) * panel + (<usize>(k & 2) << 4), panel, sums + <usize>k * row + (<usize>j << 3), row);
  }
}

/** Adds products of every column of two packings in float32 to `sums`: a row for each of the right ones, `width` apart. */
export function timesSingles(
  left: usize,
  columns: i32,
  right: usize,
  outputs: i32,
  steps: i32,
  sums: usize,
  width: i32,
): void {
  const panel = <usize>steps << 6;
  const row = <usize>width << 3;
  for (let j = 0; j < columns; j += 4) {
    const a = left + <usize>(j >> 2) * panel;
    for (let k = 0; k < outputs; k += 2)
      tileSingles(a, right + <usize>(k >> 2) * panel + (<usize>(k & 2) << 4), panel, sums + <usize>k * row + (<usize>j << 3), row);
  }
}

/** Adds products of every column of two packings in float64 to `sums`: a row for each of the right ones, `width` apart. */
export function timesDoubles(
  left: usize,
  columns: i32,
  right: usize,
  outputs: i32,
  steps: i32,
  sums: usize,
  width: i32,
): void {
  const panel = <usize>steps << 6;
  const row = <usize>width << 3;
  for (let j = 0; j < columns; j += 4) {
    const a = left + <usize>(j >> 2) * panel;
    for (let k = 0; k < outputs; k += 2)
      tileDoubles(a, right + <usize>(k >> 2) * panel + (<usize>(k & 2) << 4), panel, sums + <usize>k * row + (<usize>j << 3), row);
  }
}

function tileSingles(a: usize, b: usize, size: usize, to: usize, row: usize): void {
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let c2 = f32x4.splat(0);
  let c3 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  let d2 = f32x4.splat(0);
  let d3 = f32x4.splat(0);
  const end = a + size;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let v = v128.load(a);
    c0 = f32x4.add(c0, f32x4.mul(v, b0));
    d0 = f32x4.add(d0, f32x4.mul(v, b1));
    v = v128.load(a, 16);
    c1 = f32x4.add(c1, f32x4.mul(v, b0));
    d1 = f32x4.add(d1, f32x4.mul(v, b1));
    v = v128.load(a, 32);
    c2 = f32x4.add(c2, f32x4.mul(v, b0));
    d2 = f32x4.add(d2, f32x4.mul(v, b1));
    v = v128.load(a, 48);
    c3 = f32x4.add(c3, f32x4.mul(v, b0));
    d3 = f32x4.add(d3, f32x4.mul(v, b1));
    a += 64;
    b += 64;
  }
  addDoubles(to, halved(c0), halved(c1), halved(c2), halved(c3));
  addDoubles(to + row, halved(d0), halved(d1), halved(d2), halved(d3));
}

/** Four float32 as two float64: first plus third, second plus fourth. */
function halved(c: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(c), f64x2.promote_low_f32x4(v128.shuffle<i64>(c, c, 1, 1)));
}

function tileDoubles(a: usize, b: usize, size: usize, to: usize, row: usize): void {
  let c0 = f64x2.splat(0);
  let c1 = f64x2.splat(0);
  let c2 = f64x2.splat(0);
  let c3 = f64x2.splat(0);
  let d0 = f64x2.splat(0);
  let d1 = f64x2.splat(0);
  let d2 = f64x2.splat(0);
  let d3 = f64x2.splat(0);
  const end = a + size;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let v = v128.load(a);
    c0 = f64x2.add(c0, f64x2.mul(v, b0));
    d0 = f64x2.add(d0, f64x2.mul(v, b1));
    v = v128.load(a, 16);
    c1 = f64x2.add(c1, f64x2.mul(v, b0));
    d1 = f64x2.add(d1, f64x2.mul(v, b1));
    v = v128.load(a, 32);
    c2 = f64x2.add(c2, f64x2.mul(v, b0));
    d2 = f64x2.add(d2, f64x2.mul(v, b1));
    v = v128.load(a, 48);
    c3 = f64x2.add(c3, f64x2.mul(v, b0));
    d3 = f64x2.add(d3, f64x2.mul(v, b1));
    a += 64;
    b += 64;
  }
  addDoubles(to, c0, c1, c2, c3);
  addDoubles(to + row, d0, d1, d2, d3);
}

/** Adds the sums of the lanes of four vectors to four float64. */
function addDoubles(to: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const left = f64x2.add(v128.shuffle<i64>(c0, c1, 0, 2), v128.shuffle<i64>(c0, c1, 1, 3));
  const right = f64x2.add(v128.shuffle<i64>(c2, c3, 0, 2), v128.shuffle<i64>(c2, c3, 1, 3));
  v128.store(to, f64x2.add(v128.load(to), left));
  v128.store(to, f64x2.add(v128.load(to, 16), right), 16);
}
