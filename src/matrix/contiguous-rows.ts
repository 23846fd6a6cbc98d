import { isCoded, isIdentity } from "./column-store.js";
import type { Floats } from "./store.js";
import type { StoredRows } from "./stored-rows.js";

/** All values row by row, without a copy, where they lie so as plain floats. */
export function contiguousRows({ stores, rows }: Pick<StoredRows, "stores" | "rows">): Floats | undefined {
  const [first] = stores;
  if (first === undefined || isCoded(first)) return undefined;
  const { data, start } = first;
  const contiguous = stores.every(
    (store, j) =>
      store.data === data && store.start === start + j && store.stride === stores.length && isIdentity(store),
  );
  return contiguous ? (data as Floats).subarray(start, start + rows * stores.length) : undefined;
}
