import { type ColumnStore, readValues } from "../../../matrix/index.js";

/** For each column of codes five numbers: how many are not missing, their sum, the sum of their squares, the smallest, the largest. */
export function codeMoments(stores: readonly ColumnStore[], rows: number): Float64Array {
  const out = new Float64Array(5 * stores.length);
  stores.forEach(({ data, start, stride, missing }, j) => {
    let known = 0;
    let sum = 0;
    let squares = 0;
    let smallest = 2147483647;
    let largest = -2147483648;
    for (let i = 0, at = start; i < rows; i++, at += stride) {
      const code = data[at]!;
      if (code === missing) continue;
      known++;
      sum += code;
      squares += code * code;
      if (code < smallest) smallest = code;
      if (code > largest) largest = code;
    }
    out.set([known, sum, squares, smallest, largest], 5 * j);
  });
  return out;
}

/**
 * For each column seven numbers: weight, sum and sum of squares about its shift, smallest, largest, how many are missing and infinite. Even
 * and odd rows are summed apart, as the kernel does.
 */
export function valueMoments(
  stores: readonly ColumnStore[],
  rows: number,
  shifts: Float64Array,
  weights: Float64Array | undefined,
): Float64Array {
  const out = new Float64Array(7 * stores.length);
  const values = new Float64Array(rows);
  stores.forEach((store, j) => {
    readValues(store, rows, values);
    const even = lane(values, 0, shifts[j]!, weights);
    const odd = lane(values, 1, shifts[j]!, weights);
    const sums = even.map((value, k) => value + odd[k]!);
    sums[3] = Math.min(even[3]!, odd[3]!);
    sums[4] = Math.max(even[4]!, odd[4]!);
    out.set(sums, 7 * j);
  });
  return out;
}

function lane(values: Float64Array, first: number, shift: number, weights: Float64Array | undefined): Float64Array {
  let weight = 0;
  let sum = 0;
  let squares = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let missing = 0;
  let infinite = 0;
  for (let i = first; i < values.length; i += 2) {
    const value = values[i]!;
    const u = weights === undefined ? 1 : weights[i]!;
    if (u === 0) continue;
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    if (!Number.isFinite(value)) infinite++;
    const d = value - shift;
    weight += u;
    sum += u * d;
    squares += u * d * d;
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  return Float64Array.of(weight, sum, squares, smallest, largest, missing, infinite);
}
