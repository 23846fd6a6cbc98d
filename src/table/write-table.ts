import type { DataType } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { RecordBatch } from "apache-arrow/recordbatch";
import { Field } from "apache-arrow/schema";
import { Table } from "apache-arrow/table";
import {
  Bool,
  DateMillisecond,
  Dictionary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Struct,
  Uint8,
  Utf8,
} from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import {
  type ColumnStore,
  type FeatureMatrix,
  isIdentity,
  markValid,
  missingCodeOf,
  readValues,
  type Store,
  valueAt,
} from "../matrix/index.js";
import { arrowSchema } from "./arrow-schema.js";
import { builtVector } from "./built-vector.js";
import { knowReservedNulls } from "./reserved-nulls.js";

/** An Arrow Table with the columns of a matrix: codes keep their type, words come back, missing values become nulls. */
export function writeTable(matrix: FeatureMatrix): Table {
  const vectors = matrix.stores.map((store) => writeColumn(store, matrix.rows));
  return tableOf(matrix.columns, vectors, matrix.rows);
}

/** A Table of columns in the order given. (An object of columns would put names such as "2015" first.) */
export function tableOf(
  names: readonly string[],
  vectors: readonly Vector[],
  rows: number,
  metadata?: Map<string, string>,
): Table {
  const fields = names.map((name, j) => new Field(name, vectors[j]!.type, true));
  const children = vectors.map((vector) => vector.data[0]!);
  const data = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children });
  return new Table(new RecordBatch(arrowSchema(fields, metadata), data));
}

/** One column of a matrix as Arrow has it. */
export function writeColumn(store: ColumnStore, rows: number): Vector {
  if (store.labels !== undefined) return words(store, store.labels, rows);
  if (store.shows === "boolean") return booleans(store, rows);
  const values = plainValues(store, rows);
  const { bits, nulls, reserved } = presence(store, rows);
  if (store.shows === "date") {
    const days = BigInt64Array.from({ length: rows }, (_, i) => (Number.isNaN(values[i]!) ? 0n : BigInt(values[i]!)));
    return vector(new DateMillisecond(), days, bits, nulls, rows);
  }
  const made = vector(typeFor(values), values, bits, nulls, rows);
  if (reserved) knowReservedNulls(made.data[0]!);
  return made;
}

/** The values as Arrow wants them: the store's own codes, or floats. */
function plainValues(store: ColumnStore, rows: number): Store {
  if (isIdentity(store) && store.stride === 1) return store.data.subarray(store.start, store.start + rows);
  if (isIdentity(store)) {
    const codes = new (store.data.constructor as new (length: number) => Store)(rows);
    for (let i = 0; i < rows; i++) codes[i] = store.data[store.start + i * store.stride]!;
    return codes;
  }
  const out = new Float64Array(rows);
  readValues(store, rows, out);
  return out;
}

interface Presence {
  readonly bits: Uint8Array;
  readonly nulls: number;
  /** Do exactly the missing rows hold the reserved code? */
  readonly reserved: boolean;
}

function presence(store: ColumnStore, rows: number): Presence {
  const { data, start, stride, missing } = store;
  const bits = new Uint8Array((rows + 7) >> 3);
  if (isIdentity(store) && stride === 1 && missing === missingCodeOf(data)) {
    const present = markValid(data.subarray(start, start + rows), rows, bits);
    return { bits, nulls: rows - present, reserved: true };
  }
  let nulls = 0;
  for (let i = 0; i < rows; i++) {
    if (Number.isNaN(valueAt(store, i))) nulls++;
    else bits[i >> 3]! |= 1 << (i & 7);
  }
  return { bits, nulls, reserved: false };
}

function vector(type: DataType, data: unknown, nullBitmap: Uint8Array, nullCount: number, length: number): Vector {
  const nulls = nullCount === 0 ? {} : { nullBitmap };
  return new Vector([makeData({ type: type as Int8, data: data as Int8Array, length, nullCount, ...nulls })]);
}

function typeFor(values: Store): DataType {
  if (values instanceof Int8Array) return new Int8();
  if (values instanceof Uint8Array) return new Uint8();
  if (values instanceof Int16Array) return new Int16();
  if (values instanceof Int32Array) return new Int32();
  return values instanceof Float32Array ? new Float32() : new Float64();
}

function booleans(store: ColumnStore, rows: number): Vector {
  const { bits, nulls } = presence(store, rows);
  const data = new Uint8Array((rows + 7) >> 3);
  for (let i = 0; i < rows; i++) if (valueAt(store, i) === 1) data[i >> 3]! |= 1 << (i & 7);
  return vector(new Bool(), data, bits, nulls, rows);
}

function words(store: ColumnStore, labels: readonly string[], rows: number): Vector {
  const { bits, nulls } = presence(store, rows);
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const code = valueAt(store, i);
    codes[i] = Number.isNaN(code) ? 0 : code;
  }
  const dictionary = builtVector(labels, new Utf8());
  const type = new Dictionary(new Utf8(), new Int32());
  const data = makeData({
    type,
    length: rows,
    nullCount: nulls,
    data: codes,
    dictionary,
    ...(nulls === 0 ? {} : { nullBitmap: bits }),
  });
  return new Vector([data]);
}
