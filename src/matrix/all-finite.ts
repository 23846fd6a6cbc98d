import { type ColumnStore, isCoded } from "./column-store.js";
import { contiguousRows } from "./contiguous-rows.js";
import type { FeatureMatrix } from "./feature-matrix.js";

/** Is every value a finite number? */
export function allFinite(matrix: FeatureMatrix): boolean {
  const whole = contiguousRows(matrix);
  if (whole instanceof Float32Array) return finiteSingles(whole);
  if (whole !== undefined) return finiteDoubles(whole);
  return matrix.stores.every((store) => finite(store, matrix.rows));
}

// A value less itself is 0, or NaN where it is no finite number: so one sum tells for all. One loop for each kind of array, since engines
// compile a loop for the kinds that it has met.

// Four sums side by side, since each waits for its last term.

function finiteSingles(values: Float32Array): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 4 <= values.length; i += 4) {
    a += values[i]! - values[i]!;
    b += values[i + 1]! - values[i + 1]!;
    c += values[i + 2]! - values[i + 2]!;
    d += values[i + 3]! - values[i + 3]!;
  }
  for (; i < values.length; i++) a += values[i]! - values[i]!;
  return a + b + c + d === 0;
}

function finiteDoubles(values: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!;
  return sum === 0;
}

function finite(store: ColumnStore, rows: number): boolean {
  const { data, start, stride, center, scale, missing } = store;
  if (isCoded(store)) {
    if (missing !== undefined)
      for (let i = 0, at = start; i < rows; i++, at += stride) if (data[at] === missing) return false;
    return Number.isFinite((2 ** 31 + Math.abs(center)) * scale);
  }
  let sum = 0;
  for (let i = 0, at = start; i < rows; i++, at += stride) {
    const value = (data[at]! - center) * scale;
    sum += value - value;
  }
  return sum === 0;
}
