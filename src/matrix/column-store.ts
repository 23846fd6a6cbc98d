import { copyValues } from "./copy-values.js";
import type { Floats, Store } from "./store.js";

/**
 * One column of a matrix: value(i) = (data[start + i * stride] - center) * scale. A code equal to `missing` stands for a
 * missing value; floats say NaN. A text column has `labels`: its value is a position in them.
 */
export interface ColumnStore {
  readonly data: Store;
  readonly start: number;
  readonly stride: number;
  readonly center: number;
  readonly scale: number;
  readonly missing?: number;
  readonly labels?: readonly string[];
  /** How a Table shows the numbers, where not as numbers. */
  readonly shows?: "boolean" | "date";
}

/** Are the values stored as integers that a code table could enumerate? */
export function isCoded(store: ColumnStore): boolean {
  return !(store.data instanceof Float32Array || store.data instanceof Float64Array);
}

/** The code reserved for "missing" in each integer storage. */
export function missingCodeOf(data: Store): number | undefined {
  if (data instanceof Int8Array) return -128;
  if (data instanceof Int16Array) return -32768;
  if (data instanceof Int32Array) return -2147483648;
  if (data instanceof Uint8Array) return 255;
  return undefined;
}

/** The value at row i; NaN where it is missing. */
export function valueAt(store: ColumnStore, row: number): number {
  const code = store.data[store.start + row * store.stride]!;
  if (code === store.missing) return Number.NaN;
  return (code - store.center) * store.scale;
}

/** A column over its own contiguous array, one value after the other. */
export function plainStore(data: Store, extra?: Partial<ColumnStore>): ColumnStore {
  return { data, start: 0, stride: 1, center: 0, scale: 1, ...extra };
}

/** Is value(i) exactly data[start + i * stride]? */
export function isIdentity(store: ColumnStore): boolean {
  return store.scale === 1 && store.center === 0;
}

/** An empty array of the same type. */
export function storeLike(data: Store, length: number): Store {
  return new (data.constructor as new (length: number) => Store)(length);
}

/** Rows [from, to) of a column, over the same memory. */
export function sliceStore(store: ColumnStore, from: number): ColumnStore {
  return from === 0 ? store : { ...store, start: store.start + from * store.stride };
}

/** Chosen rows of a column, in the order given, copied in its own storage. */
export function takeStore(store: ColumnStore, rows: ArrayLike<number>): ColumnStore {
  const data = storeLike(store.data, rows.length);
  for (let i = 0; i < data.length; i++) data[i] = store.data[store.start + rows[i]! * store.stride]!;
  return { ...store, data, start: 0, stride: 1 };
}

/** Writes the values of `rows` rows, the first of them `first`, to `out[at + i * step]`, NaN where missing. */
export function readValues(store: ColumnStore, rows: number, out: Floats, at = 0, step = 1, first = 0): void {
  const { data, stride, center, scale, missing } = store;
  let from = store.start + first * stride;
  let to = at;
  if (missing === undefined && isIdentity(store)) {
    for (let i = 0; i < rows; i++, from += stride, to += step) out[to] = data[from]!;
    return;
  }
  for (let i = 0; i < rows; i++, from += stride, to += step) {
    const code = data[from]!;
    out[to] = code === missing ? Number.NaN : (code - center) * scale;
  }
}

/**
 * One column from the same column of several blocks, one after the other. Storage that differs is widened to float64; words that some blocks alone know come
 * behind those of the first one.
 */
export function concatStores(stores: readonly ColumnStore[], rows: readonly number[]): ColumnStore {
  const first = stores[0]!;
  const total = rows.reduce((sum, n) => sum + n, 0);
  const alike = stores.every(
    (s) =>
      s.data.constructor === first.data.constructor &&
      s.scale === first.scale &&
      s.center === first.center &&
      s.missing === first.missing &&
      sameWords(s.labels, first.labels),
  );
  if (!alike && stores.every(({ labels }) => labels !== undefined)) return concatWords(stores, rows, total);
  const data = alike ? storeLike(first.data, total) : new Float64Array(total);
  let at = 0;
  stores.forEach((store, k) => {
    if (alike) copyValues(store.data, store.start, store.stride, rows[k]!, data, at);
    else readValues(store, rows[k]!, data as Float64Array, at);
    at += rows[k]!;
  });
  if (alike) return { ...first, data, start: 0, stride: 1 };
  return plainStore(data, {
    ...(first.labels === undefined ? {} : { labels: first.labels }),
    ...(first.shows === undefined ? {} : { shows: first.shows }),
  });
}

/** In the storage of the first block where it has codes for all words. */
function concatWords(stores: readonly ColumnStore[], rows: readonly number[], total: number): ColumnStore {
  const codes = new Map<string, number>();
  for (const word of stores.flatMap(({ labels }) => labels!)) if (!codes.has(word)) codes.set(word, codes.size);
  const last = storeLike(stores[0]!.data, 1).fill(codes.size - 1);
  const missing = missingCodeOf(last);
  const isFitting = missing !== undefined && last[0] === codes.size - 1 && last[0] !== missing;
  const data = isFitting ? storeLike(last, total) : new Int32Array(total);
  data.fill(missingCodeOf(data)!);
  let at = 0;
  stores.forEach((store, k) => {
    const here = store.labels!.map((word) => codes.get(word)!);
    for (let i = 0; i < rows[k]!; i++, at++) {
      const code = valueAt(store, i);
      if (!Number.isNaN(code)) data[at] = here[code]!;
    }
  });
  return plainStore(data, { missing: missingCodeOf(data)!, labels: [...codes.keys()] });
}

/** Do two columns know the same words, by the same codes? */
export function sameWords(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a !== undefined && a.length === b?.length && a.every((word, i) => word === b[i]));
}
