import {
  type ColumnStore,
  concatStores,
  FeatureMatrix,
  isIdentity,
  materialized,
  plainStore,
  takeStore,
  valueAt,
} from "../../matrix/index.js";
import type { Kinds } from "./neighbors.js";

/** A row to be made: between which two, how far from the first, and the rows whose names it takes. */
export interface Synthetic {
  readonly base: number;
  readonly other: number;
  readonly share: number;
  readonly near: Int32Array;
}

/** The rows of a matrix with the made ones below. Names keep their storage, numbers become floats. */
export function joinedStores(x: FeatureMatrix, made: readonly Synthetic[], { numbers, names }: Kinds): FeatureMatrix {
  if (made.length === 0) return x;
  const stores: ColumnStore[] = [...x.stores];
  for (const j of numbers) stores[j] = mixed(x.stores[j]!, x.rows, made);
  for (const columns of names) {
    const donors = made.map((row) => commonest(x, columns, row.near));
    for (const j of columns)
      stores[j] = concatStores([x.stores[j]!, takeStore(x.stores[j]!, donors)], [x.rows, made.length]);
  }
  return new FeatureMatrix(x.rows + made.length, x.columns, stores, x.provenance);
}

/** Codes fit into float32 exactly, and so do values that came in it. */
function mixed(store: ColumnStore, rows: number, made: readonly Synthetic[]): ColumnStore {
  const single = isIdentity(store) && !(store.data instanceof Float64Array) && !(store.data instanceof Int32Array);
  const out = single ? new Float32Array(rows + made.length) : new Float64Array(rows + made.length);
  out.set(materialized(store, rows));
  made.forEach(({ base, other, share }, k) => {
    const from = valueAt(store, base);
    out[rows + k] = from + share * (valueAt(store, other) - from);
  });
  return plainStore(out);
}

/** The row that has the commonest name among some, the nearest of ties. */
function commonest(x: FeatureMatrix, columns: readonly number[], near: Int32Array): number {
  const counts = new Map<string, { row: number; count: number }>();
  for (const row of near) {
    const key = columns.map((j) => valueAt(x.stores[j]!, row)).join();
    const seen = counts.get(key);
    if (seen === undefined) counts.set(key, { row, count: 1 });
    else seen.count++;
  }
  let best = { row: near[0]!, count: 0 };
  for (const seen of counts.values()) if (seen.count > best.count) best = seen;
  return best.row;
}
