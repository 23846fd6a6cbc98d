import {
  type ColumnStore,
  copiedCodes,
  FeatureMatrix,
  isCoded,
  isIdentity,
  missingCodeOf,
  plainStore,
  valueAt,
} from "../../matrix/index.js";
import type { Executor } from "./operation.js";

/** Some values of each column become missing. */
export interface NullifyOperation {
  readonly op: "nullify";
  /** By column the values, in any order; none where a column stays as it is. */
  readonly values: readonly Float64Array[];
}

export const nullify: Executor<NullifyOperation> = {
  block: ({ values }, { x }) =>
    new FeatureMatrix(
      x.rows,
      x.columns,
      x.stores.map((store, j) => without(store, x.rows, new Set(values[j]!))),
      x.provenance,
    ),
  row: ({ values }) => {
    const sets = values.map((list) => new Set(list));
    return (row) => {
      for (let j = 0; j < row.length; j++) if (sets[j]!.has(row[j]!)) row[j] = Number.NaN;
      return row;
    };
  },
};

/** Codes stay codes; a column that holds none of the values is shared. */
function without(store: ColumnStore, rows: number, values: ReadonlySet<number>): ColumnStore {
  if (values.size === 0) return store;
  const hits: number[] = [];
  for (let i = 0; i < rows; i++) if (values.has(valueAt(store, i))) hits.push(i);
  if (hits.length === 0) return store;
  const about = {
    ...(store.labels === undefined ? {} : { labels: store.labels }),
    ...(store.shows === undefined ? {} : { shows: store.shows }),
  };
  if (isIdentity(store)) {
    const data = copiedCodes(store, rows);
    const missing = isCoded(store) ? (store.missing ?? missingCodeOf(data)!) : Number.NaN;
    for (const i of hits) data[i] = missing;
    return plainStore(data, isCoded(store) ? { ...about, missing } : about);
  }
  const data = Float64Array.from({ length: rows }, (_, i) => valueAt(store, i));
  for (const i of hits) data[i] = Number.NaN;
  return plainStore(data, about);
}
