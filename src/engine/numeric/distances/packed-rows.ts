import {
  type ColumnStore,
  type FeatureMatrix,
  type Floats,
  isIdentity,
  readValues,
  type StoredTogether,
  storedTogether,
} from "../../../matrix/index.js";
import { type Kernels, PackedColumns } from "../../wasm/index.js";

/** Rows that kernels work on at once: few enough to stay in the cache. */
export const TILE = 256;
/** Rows of columns that are packed at once where whole tiles are read one after the other. */
const WINDOW_ROWS = 4 * TILE;
/** Where fewer than one row in this many is wanted, and rows do not follow each other, they are read one value after the other. */
const SPARSE_RATIO = 16;
/** A kernel that reads and writes four rows at once may do so beyond the last one. */
const ROWS_BEYOND = 3;

/** What packing takes from the stored values of each column, and what makes values of them again. */
interface ColumnPacking {
  readonly isWide: boolean;
  readonly scale: Float64Array;
  readonly offset: Float64Array;
}

/**
 * How chosen rows of a block come into the kernels' memory: `q` in float32, close to zero, so that products of them lose little;
 * a value is q * scale + offset. Codes and float32 come with nothing lost but the rounding of q. For float64, the values themselves
 * stand beside, in `wide`, and q only says which of them are worth a look.
 */
export interface RowPacking extends ColumnPacking {
  readonly q: Float32Array;
  readonly wide: Float64Array;
  /** Writes `count` rows, from `first` in `positions` on. */
  pack(positions: Int32Array, first: number, count: number): void;
}

/** Bytes and arrays of scratch that a tile takes. */
export function tileBytes(x: FeatureMatrix): { bytes: number; arrays: number } {
  const width = x.stores.length;
  const bytes = width * (4 * (TILE + ROWS_BEYOND) + 8);
  if (isWide(x)) return { bytes: bytes + 8 * width * TILE, arrays: 3 };
  const needed =
    storedTogether(x.stores) === undefined ? PackedColumns.bytesNeeded(x.stores, windowOf(x)) : { bytes: 0, arrays: 0 };
  return { bytes: bytes + needed.bytes, arrays: 3 + needed.arrays };
}

/** Packs rows of a block less about `shift`, the middle of each column. */
export function rowPacking(x: FeatureMatrix, shift: ArrayLike<number> | undefined, wasm: Kernels): RowPacking {
  const { run, scratch } = wasm;
  const width = x.stores.length;
  const wide = isWide(x);
  const q = scratch.float32((TILE + ROWS_BEYOND) * width);
  const wideRows = scratch.float64(wide ? TILE * width : 0);
  const origins = wide ? scratch.float64(width) : scratch.float32(width);
  const columns = packColumns(x, shift, origins);
  const shifted = origins.some((origin) => origin !== 0);
  const dense = !wide || x.stores.every(isIdentity) ? storedTogether(x.stores) : undefined;
  const lay = wide || dense !== undefined ? undefined : layer(wasm, x, origins as Float32Array, q);
  const pack = (positions: Int32Array, first: number, count: number): void => {
    const end = positions[first + count - 1]! + 1;
    const near = end - positions[first]! <= SPARSE_RATIO * count;
    eachRun(positions, first, count, (from, at, rows) => {
      if (dense !== undefined) copyDense(dense, from, rows, wide ? wideRows : q, at * width, width);
      else if (wide)
        x.stores.forEach((store, j) => {
          readValues(store, rows, wideRows, at * width + j, width, from);
        });
      else if (near) lay!(from, rows, at, rows === TILE ? x.rows : end);
      else
        x.stores.forEach((store, j) => {
          readCodes(store, origins[j]!, from, rows, q, at * width + j, width);
        });
    });
    if (wide) run.narrowRows(wideRows.byteOffset, count, width, origins.byteOffset, q.byteOffset);
    else if (shifted && dense !== undefined) run.shiftRows(q.byteOffset, count, width, origins.byteOffset);
  };
  return { ...columns, q, wide: wideRows, pack };
}

/** Fills the origins, what is taken from each column. */
function packColumns(x: FeatureMatrix, shift: ArrayLike<number> | undefined, origins: Floats): ColumnPacking {
  const wide = isWide(x);
  const scale = new Float64Array(x.stores.length).fill(1);
  const offset = new Float64Array(x.stores.length);
  x.stores.forEach((store, j) => {
    const middle = shift?.[j] ?? 0;
    origins[j] = wide ? middle : originOf(store, middle);
    offset[j] = wide ? middle : (origins[j]! - store.center) * store.scale;
    if (!wide) scale[j] = store.scale;
  });
  return { isWide: wide, scale, offset };
}

/** All rows of a block as `rowPacking` gives them to kernels that sum: `q`, or the values themselves where they are wide. */
export function plainPackedRows(
  x: FeatureMatrix,
  shift?: ArrayLike<number>,
): ColumnPacking & { readonly rows: Floats } {
  const width = x.stores.length;
  const rows = isWide(x) ? new Float64Array(x.rows * width) : new Float32Array(x.rows * width);
  const origins = isWide(x) ? new Float64Array(width) : new Float32Array(width);
  const columns = packColumns(x, shift, origins);
  x.stores.forEach((store, j) => {
    if (columns.isWide) readValues(store, x.rows, rows, j, width);
    else readCodes(store, origins[j]!, 0, x.rows, rows as Float32Array, j, width);
  });
  return { ...columns, rows };
}

/** Writes runs of rows of columns that lie apart, by a kernel; rows up to `until` are packed with the first of them. */
function layer(
  { run, scratch }: Kernels,
  x: FeatureMatrix,
  origins: Float32Array,
  q: Float32Array,
): (from: number, rows: number, at: number, until: number) => void {
  const width = x.stores.length;
  const window = windowOf(x);
  const columns = new PackedColumns(scratch, x.stores, window, "codes");
  let [begin, end] = [0, 0];
  return (from, rows, at, until) => {
    if (from < begin || from + rows > end) {
      begin = from;
      end = Math.min(until, from + window - ROWS_BEYOND);
      columns.fill(begin, end - begin);
    }
    const to = q.byteOffset + 4 * at * width;
    run.rowsOfColumns(columns.pointer, origins.byteOffset, width, from - begin, rows, to);
  };
}

function windowOf({ rows }: FeatureMatrix): number {
  return Math.min(rows, WINDOW_ROWS) + ROWS_BEYOND;
}

/** Values whose rounding to float32 would lose digits. */
function isWide(x: FeatureMatrix): boolean {
  return x.stores.some(({ data }) => data instanceof Float64Array || data instanceof Int32Array);
}

/** What is taken from stored values, exact in float32: a whole number for codes. */
function originOf({ data, center, scale }: ColumnStore, middle: number): number {
  const origin = center + middle / scale;
  if (!Number.isFinite(origin)) return 0;
  return data instanceof Float32Array ? Math.fround(origin) : Math.round(origin);
}

function copyDense(
  { data, start, stride }: StoredTogether,
  from: number,
  rows: number,
  out: Floats,
  at: number,
  width: number,
): void {
  const begin = start + from * stride;
  if (stride === width) out.set(data.subarray(begin, begin + rows * width), at);
  else
    for (let i = 0; i < rows; i++)
      out.set(data.subarray(begin + i * stride, begin + i * stride + width), at + i * width);
}

function readCodes(
  { data, start, stride, missing }: ColumnStore,
  origin: number,
  from: number,
  rows: number,
  out: Float32Array,
  at: number,
  step: number,
): void {
  let read = start + from * stride;
  for (let i = 0, to = at; i < rows; i++, to += step, read += stride) {
    const code = data[read]!;
    out[to] = code === missing ? Number.NaN : code - origin;
  }
}

/** Runs of consecutive positions: where each begins, where it goes to, how long it is. */
function eachRun(
  positions: Int32Array,
  first: number,
  count: number,
  run: (from: number, at: number, rows: number) => void,
): void {
  for (let at = 0; at < count; ) {
    const from = positions[first + at]!;
    let rows = 1;
    while (at + rows < count && positions[first + at + rows] === from + rows) rows++;
    run(from, at, rows);
    at += rows;
  }
}
