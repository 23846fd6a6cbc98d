import { type ColumnStore, type FeatureMatrix, isCoded, readValues } from "../../matrix/index.js";
import { ONES } from "../wasm/index.js";
import type { NamedArrays } from "./reducer.js";

/** The columns of a block, and behind them one of ones, in the order in which they are multiplied: the smallest codes first, values last. */
export interface GramColumns {
  readonly stores: readonly ColumnStore[];
  /** Which column each is; the ones come behind all others. */
  readonly order: Int32Array;
  /** What is taken off each: off codes as they are stored, off floats as they are seen. */
  readonly shifts: Float64Array;
  /** How many of them are multiplied as int16. */
  readonly narrow: number;
  /** Rows of codes whose products fit in int32. */
  readonly tileRows: number;
  /** Are the values behind the codes multiplied in float32? */
  readonly single: boolean;
  /** Roots of the rows' weights, where there are any. */
  readonly roots?: Float64Array;
  /** By column of the block: what a step of 1 is in units of its values. */
  readonly units: Float64Array;
}

/** Most rows of a tile of codes, and fewest: codes whose products overflow earlier are multiplied as values. */
const MAX_TILE_ROWS = 1024;
const MIN_TILE_ROWS = 32;
const OVERFLOW = 2 ** 31;
/** Rows that are looked at before columns are put in order. */
const SAMPLE_ROWS = 128;

/** Decides how each column is multiplied: by its storage and, for wide codes, by their range in the block. */
export function gramColumns(
  x: FeatureMatrix,
  weights: Float64Array | undefined,
  center: NamedArrays[string] | undefined,
): GramColumns {
  const all = [...x.stores, ONES];
  const shiftOf = all.map((store, j) => nearest(store, (j < x.stores.length ? center?.[j] : 0) ?? 0));
  const ranges = all.map((store, j) => (weights === undefined ? limitOf(store, x.rows, shiftOf[j]!) : Infinity));
  const isNarrow = (j: number): boolean => ranges[j]! ** 2 * MIN_TILE_ROWS < OVERFLOW;
  const positions = all.map((_, j) => j);
  // Small codes beside each other: panels of them are multiplied two columns at a time.
  const seen = all.map((store, j) => rangeOf(store, Math.min(SAMPLE_ROWS, x.rows), shiftOf[j]!));
  const codes = positions.filter(isNarrow).sort((a, b) => seen[a]! - seen[b]! || a - b);
  const values = positions.filter((j) => !isNarrow(j));
  const widest = Math.max(1, ...codes.map((j) => ranges[j]!));
  let tileRows = MAX_TILE_ROWS;
  while (widest ** 2 * tileRows >= OVERFLOW) tileRows /= 2;
  const exact = (j: number): boolean => !(all[j]!.data instanceof Float32Array);
  const order = Int32Array.from([...codes, ...values]);
  return {
    stores: Array.from(order, (j) => all[j]!),
    order,
    shifts: Float64Array.from(order, (j) => shiftOf[j]!),
    narrow: codes.length,
    tileRows,
    single: values.some((j) => !exact(j)) && !values.some((j) => exact(j) && (weights === undefined || wide(all[j]!))),
    ...(weights === undefined ? {} : { roots: weights.map(Math.sqrt) }),
    units: Float64Array.from(x.stores, (store) => (isCoded(store) ? store.scale : 1)),
  };
}

/** Would a float32 not hold every value of the column? */
function wide({ data }: ColumnStore): boolean {
  return data instanceof Float64Array || data instanceof Int32Array;
}

/** What is taken off a column: its center, for codes as the nearest code. */
function nearest(store: ColumnStore, center: number): number {
  if (!isCoded(store)) return center;
  const code = Math.round(center / store.scale + store.center);
  const [low, high] = store.data instanceof Uint8Array ? [0, 255] : [-32768, 32767];
  return Number.isNaN(code) ? 0 : Math.max(low, Math.min(high, code));
}

/** The largest size that a code less its shift may have. */
function limitOf(store: ColumnStore, rows: number, shift: number): number {
  const { data } = store;
  if (data instanceof Int8Array) return 128 + Math.abs(shift);
  if (data instanceof Uint8Array) return Math.max(shift, 255 - shift);
  return data instanceof Int16Array ? rangeOf(store, rows, shift) : Number.POSITIVE_INFINITY;
}

/** The largest size of a code less its shift. */
function rangeOf({ data, start, stride }: ColumnStore, rows: number, shift: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0, at = start; i < rows; i++, at += stride) {
    const code = data[at]!;
    if (code < low) low = code;
    if (code > high) high = code;
  }
  return rows === 0 ? 0 : Math.max(Math.abs(low - shift), Math.abs(high - shift));
}

/** Columns that are seen as values less a center. */
export interface Seen {
  readonly stores: readonly ColumnStore[];
  readonly shifts: Float64Array;
  /** Does float32 hold what they are? */
  readonly single: boolean;
  readonly roots?: Float64Array;
}

/** The columns of a block less their centers. */
export function seenAs({ stores }: FeatureMatrix, center: ArrayLike<number>): Seen {
  return { stores, shifts: Float64Array.from(center), single: !stores.some(wide) };
}

/** The values of some rows as they are multiplied, a column an array; codes as they are stored where they are asked for so. */
export function valuesOf({ stores, shifts, roots }: Seen, from: number, rows: number, codes = false): Float64Array[] {
  return stores.map((store, j) => {
    const out = new Float64Array(rows);
    const seen = codes && isCoded(store) ? { ...store, center: 0, scale: 1 } : store;
    readValues(seen, rows, out, 0, 1, from);
    for (let i = 0; i < rows; i++) {
      const moved = out[i]! - shifts[j]!;
      const root = roots === undefined ? 1 : roots[from + i]!;
      out[i] = root === 0 ? 0 : moved * root;
    }
    return out;
  });
}
