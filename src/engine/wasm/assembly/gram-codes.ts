// Sums of products of every two columns of codes, in panels as `gram.ts` has them: whole numbers, of small ones two columns at a time.

import { codeAt, columnAt, INT16, INT8, UINT8 } from "./column";

/** Codes of rows [from, from + rows), less a shift for each column, as int16 in panels of eight rows; rows and columns are filled up with 0. */
export function packCodes(columns: usize, shifts: usize, count: i32, from: i32, rows: i32, out: usize): void {
  const panel = <usize>((rows + 7) >> 3) << 6;
  for (let j = 0; j < count; j++) {
    const column = columnAt(columns, j);
    const stride = <usize>column.stride;
    const kind = column.kind;
    const shift = load<i32>(shifts + (<usize>j << 2));
    const by = i16x8.splat(<i16>shift);
    let at = <usize>column.data + <usize>from * stride;
    let to = out + <usize>(j >> 2) * panel + (<usize>(j & 3) << 4);
    let i = 0;
    if (kind == INT8 && stride == 1)
      for (; i + 8 <= rows; i += 8, at += 8, to += 64) v128.store(to, i16x8.sub(v128.load8x8_s(at), by));
    else if (kind == UINT8 && stride == 1)
      for (; i + 8 <= rows; i += 8, at += 8, to += 64) v128.store(to, i16x8.sub(v128.load8x8_u(at), by));
    else if (kind == INT16 && stride == 2)
      for (; i + 8 <= rows; i += 8, at += 16, to += 64) v128.store(to, i16x8.sub(v128.load(at), by));
    for (; i < rows; to += 64) {
      v128.store(to, i16x8.splat(0));
      for (let lane: usize = 0; lane < 16 && i < rows; lane += 2, i++, at += stride)
        store<i16>(to + lane, <i16>(codeAt(kind, at) - shift));
    }
  }
  for (let j = count; (j & 3) != 0; j++) {
    const first = out + <usize>(j >> 2) * panel;
    for (let to = first + (<usize>(j & 3) << 4); to < first + panel; to += 64) v128.store(to, i16x8.splat(0));
  }
}

/**
 * Two columns in one int16: of each panel of codes, first + second * 2^shift and third + fourth * 2^shift, half as many vectors. `ranges`
 * gets the largest size of a code in each panel, as int32.
 */
export function packPairs(panels: usize, count: i32, steps: i32, pairs: usize, ranges: usize): void {
  const panel = <usize>steps << 6;
  for (let j = 0; j < count; j += 4, ranges += 4) {
    const end = panels + panel;
    let low = i16x8.splat(0);
    let high = i16x8.splat(0);
    for (let at = panels; at < end; at += 64) {
      const v0 = v128.load(at);
      const v1 = v128.load(at, 16);
      const v2 = v128.load(at, 32);
      const v3 = v128.load(at, 48);
      low = i16x8.min_s(low, i16x8.min_s(i16x8.min_s(v0, v1), i16x8.min_s(v2, v3)));
      high = i16x8.max_s(high, i16x8.max_s(i16x8.max_s(v0, v1), i16x8.max_s(v2, v3)));
    }
    const range = largest(i16x8.max_s(high, i16x8.neg(low)));
    store<i32>(ranges, range);
    const shift = pairShift(range);
    for (; panels < end; panels += 64, pairs += 32) {
      v128.store(pairs, i16x8.add(v128.load(panels), i16x8.shl(v128.load(panels, 16), shift)));
      v128.store(pairs, i16x8.add(v128.load(panels, 32), i16x8.shl(v128.load(panels, 48), shift)), 16);
    }
  }
}

function largest(v: v128): i32 {
  let most = 0;
  for (let half = 0; half < 2; half++) {
    const w = half == 0 ? i32x4.extend_low_i16x8_s(v) : i32x4.extend_high_i16x8_s(v);
    most = max(most, max(i32x4.extract_lane(w, 0), i32x4.extract_lane(w, 1)));
    most = max(most, max(i32x4.extract_lane(w, 2), i32x4.extract_lane(w, 3)));
  }
  return most;
}

/** By how many bits the second of two columns is moved, so that both fit in an int16: range * (2^shift + 1) <= 32767. */
function pairShift(range: i32): i32 {
  return range < 1 ? 15 - 1 : 31 - clz((32767 - range) / range);
}

/**
 * For how many steps of two products a lane sums of the lower column stay below half of 2^shift in size, so that both sums can be taken
 * apart.
 */
function pairSteps(shift: i32, left: i32, right: i32): i32 {
  return ((1 << (shift - 1)) - 1) / max(1, 2 * left * right);
}

/** Steps below which telling the sums of two columns apart takes longer than it saves. */
const FEWEST_STEPS = 8;

/**
 * Adds products of codes to the lower triangle `sums`, whose rows are `width` apart: columns of small codes two at a time (see `packPairs`),
 * others one by one.
 */
export function gramCodes(
  panels: usize,
  pairs: usize,
  ranges: usize,
  count: i32,
  steps: i32,
  sums: usize,
  width: i32,
): void {
  const panel = <usize>steps << 6;
  const row = <usize>width << 3;
  for (let j = 0; j < count; j += 4) {
    const a = panels + <usize>(j >> 2) * panel;
    const left = load<i32>(ranges + <usize>j);
    for (let k = j; k < count; k += 4) {
      const right = load<i32>(ranges + <usize>k);
      const to = sums + <usize>k * row + (<usize>j << 3);
      const shift = pairShift(right);
      const strip = pairSteps(shift, left, right);
      if (strip >= min(steps, FEWEST_STEPS))
        tilePairs(a, pairs + <usize>(k >> 2) * (panel >> 1), panel, strip, shift, to, row);
      else {
        const b = panels + <usize>(k >> 2) * panel;
        tileCodes(a, b, panel, to, row);
        tileCodes(a, b + 32, panel, to + 2 * row, row);
      }
    }
  }
}

function tileCodes(a: usize, b: usize, size: usize, to: usize, row: usize): void {
  let c0 = i32x4.splat(0);
  let c1 = i32x4.splat(0);
  let c2 = i32x4.splat(0);
  let c3 = i32x4.splat(0);
  let d0 = i32x4.splat(0);
  let d1 = i32x4.splat(0);
  let d2 = i32x4.splat(0);
  let d3 = i32x4.splat(0);
  const end = a + size;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let v = v128.load(a);
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(v, b0));
    d0 = i32x4.add(d0, i32x4.dot_i16x8_s(v, b1));
    v = v128.load(a, 16);
    c1 = i32x4.add(c1, i32x4.dot_i16x8_s(v, b0));
    d1 = i32x4.add(d1, i32x4.dot_i16x8_s(v, b1));
    v = v128.load(a, 32);
    c2 = i32x4.add(c2, i32x4.dot_i16x8_s(v, b0));
    d2 = i32x4.add(d2, i32x4.dot_i16x8_s(v, b1));
    v = v128.load(a, 48);
    c3 = i32x4.add(c3, i32x4.dot_i16x8_s(v, b0));
    d3 = i32x4.add(d3, i32x4.dot_i16x8_s(v, b1));
    a += 64;
    b += 64;
  }
  addCodes(to, c0, c1, c2, c3);
  addCodes(to + row, d0, d1, d2, d3);
}

function tilePairs(a: usize, b: usize, size: usize, strip: i32, shift: i32, to: usize, row: usize): void {
  const end = a + size;
  while (a < end) {
    let c0 = i32x4.splat(0);
    let c1 = i32x4.splat(0);
    let c2 = i32x4.splat(0);
    let c3 = i32x4.splat(0);
    let d0 = i32x4.splat(0);
    let d1 = i32x4.splat(0);
    let d2 = i32x4.splat(0);
    let d3 = i32x4.splat(0);
    const stop = min(end, a + (<usize>strip << 6));
    while (a < stop) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let v = v128.load(a);
      c0 = i32x4.add(c0, i32x4.dot_i16x8_s(v, b0));
      d0 = i32x4.add(d0, i32x4.dot_i16x8_s(v, b1));
      v = v128.load(a, 16);
      c1 = i32x4.add(c1, i32x4.dot_i16x8_s(v, b0));
      d1 = i32x4.add(d1, i32x4.dot_i16x8_s(v, b1));
      v = v128.load(a, 32);
      c2 = i32x4.add(c2, i32x4.dot_i16x8_s(v, b0));
      d2 = i32x4.add(d2, i32x4.dot_i16x8_s(v, b1));
      v = v128.load(a, 48);
      c3 = i32x4.add(c3, i32x4.dot_i16x8_s(v, b0));
      d3 = i32x4.add(d3, i32x4.dot_i16x8_s(v, b1));
      a += 64;
      b += 32;
    }
    addPairs(to, row, shift, c0, c1, c2, c3);
    addPairs(to + 2 * row, row, shift, d0, d1, d2, d3);
  }
}

/** Tells the sums of two columns apart, of which the second is the upper bits, and adds each to its row. */
function addPairs(to: usize, row: usize, shift: i32, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const l0 = lower(c0, shift);
  const l1 = lower(c1, shift);
  const l2 = lower(c2, shift);
  const l3 = lower(c3, shift);
  addCodes(to, l0, l1, l2, l3);
  addCodes(
    to + row,
    i32x4.shr_s(i32x4.sub(c0, l0), shift),
    i32x4.shr_s(i32x4.sub(c1, l1), shift),
    i32x4.shr_s(i32x4.sub(c2, l2), shift),
    i32x4.shr_s(i32x4.sub(c3, l3), shift),
  );
}

/** The lowest bits of each lane, with their sign. */
// @ts-ignore: decorator
@inline
function lower(c: v128, bits: i32): v128 {
  return i32x4.shr_s(i32x4.shl(c, 32 - bits), 32 - bits);
}

/** Adds the sums of the lanes of four vectors to four float64. */
function addCodes(to: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const left = i32x4.add(v128.shuffle<i32>(c0, c1, 0, 4, 1, 5), v128.shuffle<i32>(c0, c1, 2, 6, 3, 7));
  const right = i32x4.add(v128.shuffle<i32>(c2, c3, 0, 4, 1, 5), v128.shuffle<i32>(c2, c3, 2, 6, 3, 7));
  const sums = i32x4.add(v128.shuffle<i32>(left, right, 0, 1, 4, 5), v128.shuffle<i32>(left, right, 2, 3, 6, 7));
  v128.store(to, f64x2.add(v128.load(to), f64x2.convert_low_i32x4_s(sums)));
  v128.store(to, f64x2.add(v128.load(to, 16), f64x2.convert_low_i32x4_s(v128.shuffle<i64>(sums, sums, 1, 1))), 16);
}
