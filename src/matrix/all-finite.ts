import { type ColumnStore, isCoded } from "./column-store.js";
import type { FeatureMatrix } from "./feature-matrix.js";

/** Is every value a finite number? */
export function allFinite({ stores, rows }: FeatureMatrix): boolean {
  const [first] = stores;
  if (first === undefined || rows === 0) return true;
  const { data, stride, center, scale } = first;
  const dense =
    stride === stores.length &&
    stores.every((s, j) => s.data === data && s.start === first.start + j && s.center === center && s.scale === scale);
  if (dense && !isCoded(first)) return finite({ ...first, stride: 1 }, rows * stride);
  return stores.every((store) => finite(store, rows));
}

function finite(store: ColumnStore, rows: number): boolean {
  const { data, start, stride, center, scale, missing } = store;
  if (isCoded(store)) {
    if (missing !== undefined)
      for (let i = 0, at = start; i < rows; i++, at += stride) if (data[at] === missing) return false;
    return Number.isFinite((2 ** 31 + Math.abs(center)) * scale);
  }
  // A value less itself is 0, or NaN where it is no finite number: so one sum tells for all.
  let sum = 0;
  for (let i = 0, at = start; i < rows; i++, at += stride) {
    const value = (data[at]! - center) * scale;
    sum += value - value;
  }
  return sum === 0;
}
