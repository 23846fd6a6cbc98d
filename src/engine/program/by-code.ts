import { type ColumnStore, isCoded, valueAt } from "../../matrix/index.js";

/** Codes that a table has room for: those of 16 bits, or of as many words. */
const MAX_CODES = 65_536;

/** A function of a column's values, for some rows: worked out once for each code that occurs, where there are codes. */
export function mappedByCode(store: ColumnStore, rows: number, of: (value: number) => number): Float64Array {
  const out = new Float64Array(rows);
  const { data, start, stride } = store;
  const [low, size] = codesOf(store);
  if (size === 0 || size > 16 * rows) {
    for (let i = 0; i < rows; i++) out[i] = of(valueAt(store, i));
    return out;
  }
  const results = new Float64Array(size);
  const known = new Uint8Array(size);
  for (let i = 0, at = start; i < rows; i++, at += stride) {
    const slot = data[at]! - low;
    if (slot < 0 || slot >= size) out[i] = of(valueAt(store, i));
    else {
      if (known[slot] === 0) {
        known[slot] = 1;
        results[slot] = of(valueAt(store, i));
      }
      out[i] = results[slot]!;
    }
  }
  return out;
}

/** The lowest code of a column's storage and how many there are; none for floats and for codes without an end. */
function codesOf({ data, labels }: ColumnStore): readonly [low: number, size: number] {
  if (data instanceof Int8Array) return [-128, 256];
  if (data instanceof Uint8Array) return [0, 256];
  if (data instanceof Int16Array) return [-32768, MAX_CODES];
  return data instanceof Int32Array && labels !== undefined ? [0, Math.min(labels.length, MAX_CODES)] : [0, 0];
}

/** Is any value of the column missing? */
export function hasMissing({ data, start, stride, missing }: ColumnStore, rows: number): boolean {
  if (stride === 1 && missing !== undefined) return data.subarray(start, start + rows).indexOf(missing) >= 0;
  for (let i = 0, at = start; i < rows; i++, at += stride) {
    const code = data[at]!;
    if (code === missing || Number.isNaN(code)) return true;
  }
  return false;
}

/** 1 for each missing value of a column, else 0. */
export function missingFlags(store: ColumnStore, rows: number): Int8Array {
  const { data, start, stride, missing } = store;
  const flags = new Int8Array(rows);
  if (isCoded(store)) {
    if (missing !== undefined)
      for (let i = 0, at = start; i < rows; i++, at += stride) flags[i] = data[at] === missing ? 1 : 0;
  } else for (let i = 0, at = start; i < rows; i++, at += stride) flags[i] = Number.isNaN(data[at]!) ? 1 : 0;
  return flags;
}
