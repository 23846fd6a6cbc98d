// Rows times a matrix. Outputs lie in the lanes, so that each output's sum is taken in the order of the columns, as a plain loop over
// one row takes it. A tile is four rows by two vectors of outputs.

import { columnAt, readColumn } from "./column";

/**
 * Values of rows [from, from + rows) less a center for each column, in groups of four rows: for each column four float32 or float64. A
 * last group is filled up with 0. `values` has room for that many float64, up to a multiple of four.
 */
export function packRows(
  columns: usize,
  centers: usize,
  count: i32,
  from: i32,
  rows: i32,
  single: bool,
  values: usize,
  out: usize,
): void {
  const filled = <usize>((rows + 3) & ~3) << 3;
  const size: usize = single ? 16 : 32;
  const group = <usize>count * size;
  for (let j = 0; j < count; j++) {
    readColumn(columnAt(columns, j), from, rows, values);
    for (let at = <usize>rows << 3; at < filled; at += 8) store<f64>(values + at, 0);
    const center = f64x2.splat(load<f64>(centers + (<usize>j << 3)));
    let to = out + <usize>j * size;
    for (let at = values; at < values + filled; at += 32, to += group) {
      const low = f64x2.sub(v128.load(at), center);
      const high = f64x2.sub(v128.load(at, 16), center);
      if (single)
        v128.store(to, v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
      else {
        v128.store(to, low);
        v128.store(to, high, 16);
      }
    }
  }
}

/**
 * Groups of four rows of float32 times weights in panels of eight outputs, for each column eight float32, plus a bias; both filled up with
 * 0. Results lie row by row in `out`. `spare` has room for 128 bytes.
 */
export function projectSingles(
  x: usize,
  weights: usize,
  bias: usize,
  rows: i32,
  count: i32,
  outputs: i32,
  spare: usize,
  out: usize,
): void {
  const row = <usize>outputs << 2;
  for (let c = 0; c < outputs; c += 8) {
    const panel = weights + <usize>c * <usize>count * 4;
    const cells = min(8, outputs - c);
    for (let i = 0; i < rows; i += 4) {
      const to = out + <usize>i * row + (<usize>c << 2);
      const whole = cells == 8 && i + 4 <= rows;
      const target = whole ? to : spare;
      tileSingles(x + <usize>i * <usize>count * 4, panel, count, bias + (<usize>c << 2), target, whole ? row : 32);
      if (!whole)
        for (let r = 0; r < min(4, rows - i); r++)
          memory.copy(to + <usize>r * row, spare + (<usize>r << 5), <usize>cells << 2);
    }
  }
}

function tileSingles(x: usize, w: usize, count: i32, bias: usize, to: usize, row: usize): void {
  let a0 = v128.load(bias);
  let a1 = v128.load(bias, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  const end = x + (<usize>count << 4);
  while (x < end) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    let v = v128.load32_splat(x);
    a0 = f32x4.add(a0, f32x4.mul(v, w0));
    a1 = f32x4.add(a1, f32x4.mul(v, w1));
    v = v128.load32_splat(x, 4);
    b0 = f32x4.add(b0, f32x4.mul(v, w0));
    b1 = f32x4.add(b1, f32x4.mul(v, w1));
    v = v128.load32_splat(x, 8);
    c0 = f32x4.add(c0, f32x4.mul(v, w0));
    c1 = f32x4.add(c1, f32x4.mul(v, w1));
    v = v128.load32_splat(x, 12);
    d0 = f32x4.add(d0, f32x4.mul(v, w0));
    d1 = f32x4.add(d1, f32x4.mul(v, w1));
    x += 16;
    w += 32;
  }
  storeTile(to, row, a0, a1, b0, b1, c0, c1, d0, d1);
}

/** The same in float64: groups of four rows, panels of four outputs. */
export function projectDoubles(
  x: usize,
  weights: usize,
  bias: usize,
  rows: i32,
  count: i32,
  outputs: i32,
  spare: usize,
  out: usize,
): void {
  const row = <usize>outputs << 3;
  for (let c = 0; c < outputs; c += 4) {
    const panel = weights + <usize>c * <usize>count * 8;
    const cells = min(4, outputs - c);
    for (let i = 0; i < rows; i += 4) {
      const to = out + <usize>i * row + (<usize>c << 3);
      const whole = cells == 4 && i + 4 <= rows;
      const target = whole ? to : spare;
      tileDoubles(x + <usize>i * <usize>count * 8, panel, count, bias + (<usize>c << 3), target, whole ? row : 32);
      if (!whole)
        for (let r = 0; r < min(4, rows - i); r++)
          memory.copy(to + <usize>r * row, spare + (<usize>r << 5), <usize>cells << 3);
    }
  }
}

function tileDoubles(x: usize, w: usize, count: i32, bias: usize, to: usize, row: usize): void {
  let a0 = v128.load(bias);
  let a1 = v128.load(bias, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  const end = x + (<usize>count << 5);
  while (x < end) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    let v = v128.load64_splat(x);
    a0 = f64x2.add(a0, f64x2.mul(v, w0));
    a1 = f64x2.add(a1, f64x2.mul(v, w1));
    v = v128.load64_splat(x, 8);
    b0 = f64x2.add(b0, f64x2.mul(v, w0));
    b1 = f64x2.add(b1, f64x2.mul(v, w1));
    v = v128.load64_splat(x, 16);
    c0 = f64x2.add(c0, f64x2.mul(v, w0));
    c1 = f64x2.add(c1, f64x2.mul(v, w1));
    v = v128.load64_splat(x, 24);
    d0 = f64x2.add(d0, f64x2.mul(v, w0));
    d1 = f64x2.add(d1, f64x2.mul(v, w1));
    x += 32;
    w += 32;
  }
  storeTile(to, row, a0, a1, b0, b1, c0, c1, d0, d1);
}

function storeTile(
  to: usize,
  row: usize,
  a0: v128,
  a1: v128,
  b0: v128,
  b1: v128,
  c0: v128,
  c1: v128,
  d0: v128,
  d1: v128,
): void {
  v128.store(to, a0);
  v128.store(to, a1, 16);
  to += row;
  v128.store(to, b0);
  v128.store(to, b1, 16);
  to += row;
  v128.store(to, c0);
  v128.store(to, c1, 16);
  to += row;
  v128.store(to, d0);
  v128.store(to, d1, 16);
}
