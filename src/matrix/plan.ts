import { type ColumnStore, missingCodeOf, plainStore, readValues, storeLike, valueAt } from "./column-store.js";
import { copyValues } from "./copy-values.js";
import { FeatureMatrix } from "./feature-matrix.js";
import type { Store } from "./store.js";
import type { Origin } from "./stored-rows.js";

/** The storages that a source may promise for a column. */
export type StorageName = "int8" | "int16" | "int32" | "uint8" | "float32" | "float64";

/**
 * What a source promises about one column for all its blocks. Fixed before the first pass and kept in the model, so that
 * answers depend on values and never on the type that a file happened to get.
 */
export interface ColumnPlan {
  /** Its name. */
  readonly name: string;
  /** The array that holds it. */
  readonly storage: StorageName;
  /** The words of a text column, in the order of their codes. */
  readonly labels?: readonly string[];
  /** What its numbers are shown as, where not as numbers. */
  readonly shows?: "boolean" | "date";
}

const ARRAYS: { readonly [K in StorageName]: new (length: number) => Store } = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** All of them. */
export const STORAGE_NAMES: readonly StorageName[] = Object.keys(ARRAYS) as StorageName[];

/** Storages of codes from narrow to wide, with the largest code that each holds beside the reserved one. */
const CODE_LIMITS: readonly (readonly [StorageName, number])[] = [
  ["int8", 127],
  ["int16", 32767],
  ["int32", 2147483647],
];

/** A new array of a named storage. */
export function newStore(storage: StorageName, length: number): Store {
  return new ARRAYS[storage](length);
}

/** The name of an array's storage. */
export function storageOf(data: Store): StorageName {
  const found = (Object.keys(ARRAYS) as StorageName[]).find((name) => data instanceof ARRAYS[name]);
  return found!;
}

/** The narrowest storage of codes for integers within ±limit. int32 is kept for codes of words. */
export function narrowest(limit: number, words: boolean): StorageName {
  const found = CODE_LIMITS.find(([, most]) => limit <= most);
  if (found === undefined || (found[0] === "int32" && !words)) return "float64";
  return found[0];
}

/** The plan that a matrix in memory fulfils as it is. */
export function planOf(matrix: FeatureMatrix): ColumnPlan[] {
  return matrix.stores.map((store, j) => ({
    name: matrix.columns[j]!,
    storage: storageOf(store.data),
    ...(store.labels === undefined ? {} : { labels: store.labels }),
    ...(store.shows === undefined ? {} : { shows: store.shows }),
  }));
}

/** A matrix without rows that fulfils a plan. */
export function emptyMatrix(plan: readonly ColumnPlan[], provenance?: readonly Origin[]): FeatureMatrix {
  const stores = plan.map((column) => withMissing(newStore(column.storage, 0), column));
  return new FeatureMatrix(
    0,
    plan.map((column) => column.name),
    stores,
    provenance,
  );
}

/** One row that fulfils a plan: the number 0, or the first word of a column that has any. */
export function plainRow(plan: readonly ColumnPlan[], provenance?: readonly Origin[]): FeatureMatrix {
  const stores = plan.map((column) => {
    const store = withMissing(newStore(column.storage, 1), column);
    if (column.labels?.length === 0) store.data[0] = store.missing!;
    return store;
  });
  return new FeatureMatrix(
    1,
    plan.map((column) => column.name),
    stores,
    provenance,
  );
}

/** A plain column of codes or floats that says which code is missing. */
export function withMissing(data: Store, about?: Pick<ColumnPlan, "labels" | "shows">): ColumnStore {
  const missing = missingCodeOf(data);
  return plainStore(data, {
    ...(missing === undefined ? {} : { missing }),
    ...(about?.labels === undefined ? {} : { labels: about.labels }),
    ...(about?.shows === undefined ? {} : { shows: about.shows }),
  });
}

/**
 * The column in the storage promised, sharing memory where it already is. A value that does not fit widens the column: int16, then
 * float64. Text columns are conformed where they are read.
 */
export function conformStore(store: ColumnStore, rows: number, storage: StorageName): ColumnStore {
  if (store.labels !== undefined || store.data instanceof ARRAYS[storage]) return store;
  const target = storage === "float64" ? storage : fitting(store, rows, storage);
  const data = newStore(target, rows);
  const about = store.shows === undefined ? {} : { shows: store.shows };
  if (data instanceof Float32Array || data instanceof Float64Array) {
    readValues(store, rows, data);
    return plainStore(data, about);
  }
  const missing = missingCodeOf(data)!;
  for (let i = 0; i < rows; i++) {
    const value = valueAt(store, i);
    data[i] = Number.isNaN(value) ? missing : value;
  }
  return withMissing(data, about);
}

/** The storage promised, or the first wider one that holds every value exactly. */
function fitting(store: ColumnStore, rows: number, storage: StorageName): StorageName {
  let limit = 0;
  let single = true;
  let integers = true;
  for (let i = 0; i < rows; i++) {
    const value = valueAt(store, i);
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value) || Object.is(value, -0)) integers = false;
    if (Math.fround(value) !== value) single = false;
    if (Math.abs(value) > limit) limit = Math.abs(value);
  }
  return wider(storage, plainStorage(limit, integers, single));
}

/** The narrowest storage for numbers of which this much is known. */
export function plainStorage(limit: number, integers: boolean, single: boolean): StorageName {
  const codes = integers ? narrowest(limit, false) : "float64";
  return codes === "float64" && single ? "float32" : codes;
}

const BY_WIDTH: readonly StorageName[] = ["int8", "uint8", "int16", "float32", "float64"];

/** The wider of two storages of numbers. */
export function wider(a: StorageName, b: StorageName): StorageName {
  return BY_WIDTH.indexOf(a) > BY_WIDTH.indexOf(b) ? a : b;
}

/** A copy of a column's values as they are, in float64, for steps that change them beyond an affine map. */
export function materialized(store: ColumnStore, rows: number): Float64Array {
  const out = new Float64Array(rows);
  readValues(store, rows, out);
  return out;
}

/** Codes of the column copied into its own contiguous array. */
export function copiedCodes(store: ColumnStore, rows: number): Store {
  const data = storeLike(store.data, rows);
  copyValues(store.data, store.start, store.stride, rows, data, 0);
  return data;
}
