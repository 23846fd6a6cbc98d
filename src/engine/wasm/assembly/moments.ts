import { codeAt, columnAt, INT16, INT8, readColumn } from "./column";

/**
 * Sums over the codes of some rows, for each column five float64: how many are not missing, their sum, the sum of their
 * squares, the smallest, the largest. Exact.
 */
export function momentsOfCodes(columns: usize, count: i32, rows: i32, out: usize): void {
  for (let j = 0; j < count; j++, out += 40) {
    const column = columnAt(columns, j);
    const kind = column.kind;
    const stride = <usize>column.stride;
    let at = <usize>column.data;
    let sum: i64 = 0;
    let squares: i64 = 0;
    let known = 0;
    let smallest: i32 = i32.MAX_VALUE;
    let largest: i32 = i32.MIN_VALUE;
    let i = 0;
    if (stride == 1 && kind != INT16) {
      const whole = rows & ~15;
      if (kind == INT8) sumBytes<i8>(at, whole, column.missing, out);
      else sumBytes<u8>(at, whole, column.missing, out);
      known = <i32>load<f64>(out);
      sum = <i64>load<f64>(out, 8);
      squares = <i64>load<f64>(out, 16);
      if (known > 0) {
        smallest = <i32>load<f64>(out, 24);
        largest = <i32>load<f64>(out, 32);
      }
      i = whole;
      at += <usize>whole;
    } else if (kind == INT16 && stride == 2) {
      const missing = i16x8.splat(<i16>column.missing);
      const none = column.missing == i32.MIN_VALUE;
      let lows = i16x8.splat(i16.MAX_VALUE);
      let highs = i16x8.splat(i16.MIN_VALUE);
      for (; i + 8 <= rows; ) {
        // Short runs keep every lane far from overflow.
        let sums = i32x4.splat(0);
        let counts = i16x8.splat(0);
        let low = i64x2.splat(0);
        const stop = min(i + 2048, rows & ~7);
        for (; i < stop; i += 8, at += 16) {
          const codes = v128.load(at);
          const there = none ? i16x8.splat(-1) : i16x8.ne(codes, missing);
          const values = v128.and(codes, there);
          counts = i16x8.sub(counts, there);
          sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(values));
          const products = i32x4.dot_i16x8_s(values, values);
          low = i64x2.add(low, i64x2.add(i64x2.extend_low_i32x4_u(products), i64x2.extend_high_i32x4_u(products)));
          lows = i16x8.min_s(lows, v128.bitselect(codes, lows, there));
          highs = i16x8.max_s(highs, v128.bitselect(codes, highs, there));
        }
        sum += lanes32(sums);
        known += <i32>lanes32(i32x4.extadd_pairwise_i16x8_s(counts));
        squares += i64x2.extract_lane(low, 0) + i64x2.extract_lane(low, 1);
      }
      if (known > 0) {
        smallest = min(least(i32x4.extend_low_i16x8_s(lows)), least(i32x4.extend_high_i16x8_s(lows)));
        largest = max(most(i32x4.extend_low_i16x8_s(highs)), most(i32x4.extend_high_i16x8_s(highs)));
      }
    }
    for (; i < rows; i++, at += stride) {
      const code = codeAt(kind, at);
      if (code == column.missing) continue;
      known++;
      sum += code;
      squares += <i64>code * <i64>code;
      smallest = min(smallest, code);
      largest = max(largest, code);
    }
    store<f64>(out, <f64>known);
    store<f64>(out, <f64>sum, 8);
    store<f64>(out, <f64>squares, 16);
    store<f64>(out, <f64>smallest, 24);
    store<f64>(out, <f64>largest, 32);
  }
}

/** The same sums over a multiple of sixteen codes of a byte that lie one after the other. Those of smallest and largest hold where any is known. */
// @ts-ignore: decorator
@inline
function sumBytes<T>(at: usize, rows: i32, missingCode: i32, out: usize): void {
  const missing = i8x16.splat(<i8>missingCode);
  const none = missingCode == i32.MIN_VALUE;
  let lows = isSigned<T>() ? i8x16.splat(i8.MAX_VALUE) : i8x16.splat(-1);
  let highs = isSigned<T>() ? i8x16.splat(i8.MIN_VALUE) : i8x16.splat(0);
  let known = 0;
  let sum: i64 = 0;
  let squares: i64 = 0;
  for (let i = 0; i < rows; ) {
    // Short runs keep every lane far from overflow.
    let sums = i32x4.splat(0);
    let products = i32x4.splat(0);
    const stop = min(i + 16384, rows);
    for (; i < stop; i += 16, at += 16) {
      const codes = v128.load(at);
      const there = none ? i8x16.splat(-1) : i8x16.ne(codes, missing);
      const values = v128.and(codes, there);
      known += popcnt(i8x16.bitmask(there));
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(v128.extadd_pairwise<T>(values)));
      const low = v128.extend_low<T>(values);
      const high = v128.extend_high<T>(values);
      products = i32x4.add(products, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)));
      lows = v128.min<T>(lows, v128.bitselect(codes, lows, there));
      highs = v128.max<T>(highs, v128.bitselect(codes, highs, there));
    }
    sum += lanes32(sums);
    squares += lanes32(products);
  }
  store<f64>(out, <f64>known);
  store<f64>(out, <f64>sum, 8);
  store<f64>(out, <f64>squares, 16);
  const low = v128.min<i16>(v128.extend_low<T>(lows), v128.extend_high<T>(lows));
  const high = v128.max<i16>(v128.extend_low<T>(highs), v128.extend_high<T>(highs));
  store<f64>(out, <f64>min(least(i32x4.extend_low_i16x8_s(low)), least(i32x4.extend_high_i16x8_s(low))), 24);
  store<f64>(out, <f64>max(most(i32x4.extend_low_i16x8_s(high)), most(i32x4.extend_high_i16x8_s(high))), 32);
}

function lanes32(v: v128): i64 {
  return <i64>i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

function least(v: v128): i32 {
  return min(
    min(i32x4.extract_lane(v, 0), i32x4.extract_lane(v, 1)),
    min(i32x4.extract_lane(v, 2), i32x4.extract_lane(v, 3)),
  );
}

function most(v: v128): i32 {
  return max(
    max(i32x4.extract_lane(v, 0), i32x4.extract_lane(v, 1)),
    max(i32x4.extract_lane(v, 2), i32x4.extract_lane(v, 3)),
  );
}

/** Float64 that the sums of a column take: two lanes each of weight, sum, squares, smallest, largest, missing and infinite. */
const LANES_BYTES: usize = 112;

/**
 * Adds rows to what is known of each column: weight, sum and sum of squares about its shift, smallest, largest, and how many are missing
 * and infinite, each in two lanes, of the even rows and of the odd ones. Rows of weight 0 do not count. `weights` may be 0, and
 * ends with a 0 where rows are odd. `values` has room for the values of a column and one more.
 */
export function momentsOfValues(
  columns: usize,
  shifts: usize,
  weights: usize,
  count: i32,
  rows: i32,
  values: usize,
  lanes: usize,
): void {
  for (let j = 0; j < count; j++, lanes += LANES_BYTES) {
    readColumn(columnAt(columns, j), 0, rows, values);
    // An odd last row gets a partner without a value.
    if (rows & 1) store<f64>(values + (<usize>rows << 3), NaN);
    const shift = f64x2.splat(load<f64>(shifts + (<usize>j << 3)));
    const end = values + (<usize>rows << 3);
    if (weights == 0) addPlain(values, end, shift, lanes);
    else addWeighted(values, end, weights, shift, lanes);
    if (weights == 0 && rows & 1) store<f64>(lanes, load<f64>(lanes, 88) - 1, 88);
  }
}

function addPlain(at: usize, end: usize, shift: v128, lanes: usize): void {
  let known = i64x2.splat(0);
  let seen: f64 = 0;
  let sum = v128.load(lanes, 16);
  let squares = v128.load(lanes, 32);
  let lows = v128.load(lanes, 48);
  let highs = v128.load(lanes, 64);
  const from = at;
  for (; at < end; at += 16) {
    const value = v128.load(at);
    const there = f64x2.eq(value, value);
    const d = v128.and(there, f64x2.sub(value, shift));
    known = i64x2.sub(known, there);
    sum = f64x2.add(sum, d);
    squares = f64x2.add(squares, f64x2.mul(d, d));
    // Of a pair with a NaN the other one.
    lows = f64x2.pmin(lows, value);
    highs = f64x2.pmax(highs, value);
    seen += 1;
  }
  const counts = f64x2.replace_lane(f64x2.splat(<f64>i64x2.extract_lane(known, 0)), 1, <f64>i64x2.extract_lane(known, 1));
  v128.store(lanes, f64x2.add(v128.load(lanes), counts));
  v128.store(lanes, sum, 16);
  v128.store(lanes, squares, 32);
  v128.store(lanes, lows, 48);
  v128.store(lanes, highs, 64);
  v128.store(lanes, f64x2.add(v128.load(lanes, 80), f64x2.sub(f64x2.splat(seen), counts)), 80);
  const infinity = f64x2.splat(Infinity);
  if (!v128.any_true(v128.or(f64x2.eq(f64x2.neg(lows), infinity), f64x2.eq(highs, infinity)))) return;
  let infinite = v128.load(lanes, 96);
  for (at = from; at < end; at += 16)
    infinite = f64x2.add(infinite, v128.and(f64x2.splat(1), f64x2.eq(f64x2.abs(v128.load(at)), infinity)));
  v128.store(lanes, infinite, 96);
}

function addWeighted(at: usize, end: usize, weights: usize, shift: v128, lanes: usize): void {
  const ones = f64x2.splat(1);
  const infinity = f64x2.splat(Infinity);
  let weight = v128.load(lanes);
  let sum = v128.load(lanes, 16);
  let squares = v128.load(lanes, 32);
  let lows = v128.load(lanes, 48);
  let highs = v128.load(lanes, 64);
  let missing = v128.load(lanes, 80);
  let infinite = v128.load(lanes, 96);
  for (; at < end; at += 16, weights += 16) {
    const value = v128.load(at);
    const u = v128.load(weights);
    const counted = f64x2.ne(u, f64x2.splat(0));
    const there = f64x2.eq(value, value);
    const used = v128.and(there, counted);
    missing = f64x2.add(missing, v128.and(ones, v128.andnot(counted, there)));
    infinite = f64x2.add(infinite, v128.and(ones, v128.and(counted, f64x2.eq(f64x2.abs(value), infinity))));
    const d = f64x2.sub(value, shift);
    const ud = f64x2.mul(u, d);
    weight = f64x2.add(weight, v128.and(used, u));
    sum = f64x2.add(sum, v128.and(used, ud));
    squares = f64x2.add(squares, v128.and(used, f64x2.mul(ud, d)));
    lows = f64x2.min(lows, v128.bitselect(value, infinity, used));
    highs = f64x2.max(highs, v128.bitselect(value, f64x2.neg(infinity), used));
  }
  v128.store(lanes, weight);
  v128.store(lanes, sum, 16);
  v128.store(lanes, squares, 32);
  v128.store(lanes, lows, 48);
  v128.store(lanes, highs, 64);
  v128.store(lanes, missing, 80);
  v128.store(lanes, infinite, 96);
}
