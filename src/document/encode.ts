import { KindredError } from "../errors/index.js";
import { type ColumnStore, type FeatureMatrix, isFeatureMatrix } from "../matrix/index.js";
import { toBase64 } from "./base64.js";
import type { Json } from "./json.js";
import { nameOf } from "./named-function.js";
import { ARRAYS, type ArrayName } from "./typed-arrays.js";

/** A value that is written as a document of its own: an estimator or a fitted model inside another. */
export interface Nested {
  /** The nested document, without an envelope. */
  describe(): { readonly [key: string]: Json };
}

/**
 * State as JSON, bit for bit: typed arrays as base64 (little endian), Maps as pairs, NaN, infinities and -0 by name, matrices by
 * column. @throws KindredError for what has no JSON form.
 */
export function encode(value: unknown, where: string): Json {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $number: Object.is(value, -0) ? "-0" : String(value) };
  if (value === undefined) return { $undefined: true };
  if (typeof value === "function") return encodeFunction(value, where);
  if (typeof value !== "object") throw noForm(where, typeof value);
  if (Array.isArray(value)) return value.map((item) => encode(item, where));
  if (ArrayBuffer.isView(value)) return encodeArray(value, where);
  if (value instanceof Map) return { $map: [...value].map(([k, v]) => [encode(k, where), encode(v, where)]) };
  if (value instanceof Set) return { $set: [...value].map((v) => encode(v, where)) };
  if (value instanceof Date) return { $date: encode(value.getTime(), where) };
  if (isFeatureMatrix(value)) return encodeMatrix(value, where);
  if ("describe" in value && typeof value.describe === "function") return { $model: (value as Nested).describe() };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw noForm(where, `a ${(value as object).constructor.name}`);
  const entries = Object.entries(value).map(([k, v]): [string, Json] => [k, encode(v, where)]);
  const plain = entries.every(([key]) => !key.startsWith("$") && key !== "__proto__");
  return plain ? Object.fromEntries(entries) : { $record: entries };
}

function noForm(where: string, what: string): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `${what} has no JSON form`,
    fix: "Keep numbers, strings, booleans, arrays, typed arrays, Maps, Sets, matrices and plain objects in state and options",
  });
}

function encodeFunction(run: object, where: string): Json {
  const name = nameOf(run);
  if (name === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: "a function has no JSON form",
      fix: 'Give it a name with namedFunction("name", f), and pass { functions: { name: f } } to load',
    });
  return { $function: name };
}

function encodeArray(view: ArrayBufferView, where: string): Json {
  const name = (Object.keys(ARRAYS) as ArrayName[]).find((key) => view instanceof ARRAYS[key]);
  if (name === undefined) throw noForm(where, `a ${view.constructor.name}`);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return { [`$${name}`]: toBase64(bytes) };
}

function encodeMatrix(matrix: FeatureMatrix, where: string): Json {
  const columns = matrix.stores.map((store, j) => ({
    name: matrix.columns[j]!,
    origin: { ...matrix.provenance[j]! },
    data: contiguous(store, matrix.rows),
    center: store.center,
    scale: store.scale,
    missing: store.missing,
    labels: store.labels,
    shows: store.shows,
  }));
  return { $matrix: { rows: matrix.rows, columns: encode(columns, where) } };
}

function contiguous(store: ColumnStore, rows: number): ColumnStore["data"] {
  const data = new (store.data.constructor as new (length: number) => ColumnStore["data"])(rows);
  for (let i = 0; i < rows; i++) data[i] = store.data[store.start + i * store.stride]!;
  return data;
}
