import { type ColumnStore, isIdentity } from "./column-store.js";
import type { Floats } from "./store.js";
import type { StoredRows } from "./stored-rows.js";

/** Rows that lie in one array of floats, a row's stored values side by side. */
export interface StoredTogether {
  readonly data: Floats;
  readonly start: number;
  /** From a row to the next one. */
  readonly stride: number;
}

/** Where the stored values of some columns lie, if they do so together; undefined where they do not. */
export function storedTogether(stores: readonly ColumnStore[]): StoredTogether | undefined {
  const [first] = stores;
  if (first === undefined) return undefined;
  const { data, start, stride } = first;
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return undefined;
  const together = stores.every((s, j) => s.data === data && s.start === start + j && s.stride === stride);
  return together ? { data, start, stride } : undefined;
}

/** All values row by row, without a copy, where they lie so as plain floats. */
export function contiguousRows({ stores, rows }: Pick<StoredRows, "stores" | "rows">): Floats | undefined {
  const together = stores.every(isIdentity) ? storedTogether(stores) : undefined;
  if (together?.stride !== stores.length) return undefined;
  return together.data.subarray(together.start, together.start + rows * stores.length);
}
