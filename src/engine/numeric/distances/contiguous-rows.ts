import type { ColumnStore, Floats } from "../../../matrix/index.js";

/** Rows that lie in one array of floats, a row's stored values side by side. */
export interface ContiguousRows {
  readonly data: Floats;
  readonly start: number;
  /** From a row to the next one. */
  readonly stride: number;
}

/** Where the rows of some columns lie, if they do so together; undefined where they do not. */
export function contiguousStore(stores: readonly ColumnStore[]): ContiguousRows | undefined {
  const { data, start, stride } = stores[0]!;
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return undefined;
  const together = stores.every((s, j) => s.data === data && s.start === start + j && s.stride === stride);
  return together ? { data, start, stride } : undefined;
}
