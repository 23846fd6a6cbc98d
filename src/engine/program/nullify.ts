import {
  type ColumnStore,
  copiedCodes,
  FeatureMatrix,
  isCoded,
  isIdentity,
  materialized,
  plainStore,
} from "../../matrix/index.js";
import { mappedByCode } from "./by-code.js";
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

/** Codes stay codes, whatever their map; a column that holds none of the values is shared. */
function without(store: ColumnStore, rows: number, values: ReadonlySet<number>): ColumnStore {
  if (values.size === 0) return store;
  // Where no code is reserved, any may be a value.
  if (isCoded(store) && store.missing === undefined)
    return without(plainStore(materialized(store, rows)), rows, values);
  if (isIdentity(store) && store.data.BYTES_PER_ELEMENT === 1) return withoutBytes(store, rows, values);
  const hits = mappedByCode(store, rows, (value) => (values.has(value) ? 1 : 0));
  if (hits.indexOf(1) < 0) return store;
  const data = copiedCodes(store, rows);
  for (let i = 0; i < rows; i++) if (hits[i] === 1) data[i] = store.missing ?? Number.NaN;
  return { ...store, data, start: 0, stride: 1 };
}

/** The same for bytes, which most columns are: whether a code goes is looked up. */
function withoutBytes(store: ColumnStore, rows: number, values: ReadonlySet<number>): ColumnStore {
  const signed = store.data instanceof Int8Array;
  const missing = store.missing!;
  const goes = new Uint8Array(256);
  for (const value of values)
    if (Number.isInteger(value) && value >= (signed ? -128 : 0) && value <= (signed ? 127 : 255)) goes[value & 255] = 1;
  goes[missing & 255] = 0;
  const data = copiedCodes(store, rows);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, rows);
  return replaced(bytes, goes, missing & 255) === 0 ? store : { ...store, data, start: 0, stride: 1 };
}

function replaced(bytes: Uint8Array, goes: Uint8Array, by: number): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++)
    if (goes[bytes[i]!] === 1) {
      bytes[i] = by;
      count++;
    }
  return count;
}
