import { KindredError } from "../errors/index.js";
import { type ColumnStore, FeatureMatrix, isFeatureMatrix, type Origin } from "../matrix/index.js";
import { fromBase64, toBase64 } from "./base64.js";

/** JSON, and nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Typed arrays by the name that documents use. */
const ARRAYS = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
type AnyArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** A value that is written as a document of its own: an estimator or a fitted model inside another. */
export interface Nested {
  /** The nested document, without an envelope. */
  describe(): { readonly [key: string]: Json };
}

const FUNCTION_NAME: unique symbol = Symbol.for("kindred.functionName");

/**
 * A function that documents refer to by name. `load(json, { functions: { [name]: … } })` gets it back.
 *
 * @typeParam F - The function's type.
 * @param name - What documents call it.
 * @param run - The function; it is marked, and given back.
 *
 * @example
 * ```ts
 * import { namedFunction } from "kindred";
 *
 * const manhattan = namedFunction("manhattan", (a: ArrayLike<number>, b: ArrayLike<number>) => {
 *   let sum = 0;
 *   for (let j = 0; j < a.length; j++) sum += Math.abs(a[j]! - b[j]!);
 *   return sum;
 * });
 * ```
 */
export function namedFunction<F extends (...args: never[]) => unknown>(name: string, run: F): F {
  return Object.defineProperty(run, FUNCTION_NAME, { value: name, configurable: true });
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
  const name = (run as { readonly [FUNCTION_NAME]?: string })[FUNCTION_NAME];
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

/** What decoding may build beside plain values. */
export interface DecodeContext {
  readonly functions?: Readonly<Record<string, (...args: never[]) => unknown>>;
  /** Builds a nested estimator or model. */
  model(document: { readonly [key: string]: Json }): unknown;
}

/** The value that `encode` wrote. @throws KindredError for anything else. */
export function decode(json: Json, context: DecodeContext): unknown {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map((item: Json) => decode(item, context));
  const record = json as { readonly [key: string]: Json };
  const [tag] = Object.keys(record);
  if (tag === undefined || !tag.startsWith("$")) return decodePlain(Object.entries(record), context);
  if (Object.keys(record).length !== 1) throw bad(`"${tag}" stands beside other keys`);
  return decodeTagged(tag, record[tag]!, context);
}

function decodePlain(entries: readonly (readonly [string, Json])[], context: DecodeContext): object {
  const out = {};
  for (const [key, value] of entries)
    Object.defineProperty(out, key, {
      value: decode(value, context),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return out;
}

function decodeTagged(tag: string, body: Json, context: DecodeContext): unknown {
  const name = tag.slice(1);
  if (name in ARRAYS) return decodeArray(name as ArrayName, body);
  switch (tag) {
    case "$number":
      if (typeof body !== "string" || !["NaN", "Infinity", "-Infinity", "-0"].includes(body))
        throw bad("unknown number");
      return Number(body);
    case "$undefined":
      return undefined;
    case "$map":
      return new Map(pairs(body).map(([k, v]) => [decode(k, context), decode(v, context)]));
    case "$set":
      return new Set(list(body).map((v) => decode(v, context)));
    case "$date":
      return dateOf(decode(body, context));
    case "$record":
      return decodePlain(
        pairs(body).map(([k, v]): [string, Json] => {
          if (typeof k !== "string") throw bad("a key is not text");
          return [k, v];
        }),
        context,
      );
    case "$matrix":
      return decodeMatrix(body, context);
    case "$model":
      return context.model(object(body));
    case "$function": {
      const found =
        typeof body === "string" && Object.hasOwn(context.functions ?? {}, body) ? context.functions![body] : undefined;
      if (found === undefined)
        throw new KindredError({
          code: "BAD_DOCUMENT",
          where: "load",
          problem: `the document needs a function named ${JSON.stringify(body)}`,
          fix: "Pass it in { functions: { … } }",
        });
      return namedFunction(body as string, found);
    }
    default:
      throw bad(`unknown tag "${tag}"`);
  }
}

function decodeArray(name: ArrayName, body: Json): AnyArray {
  if (typeof body !== "string") throw bad(`${name} is not text`);
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(body);
  } catch (cause) {
    throw bad(`${name} is not base64`, cause);
  }
  const Type = ARRAYS[name];
  if (bytes.length % Type.BYTES_PER_ELEMENT !== 0) throw bad(`${name} ends within a number`);
  return new Type(bytes.buffer as ArrayBuffer);
}

function decodeMatrix(body: Json, context: DecodeContext): FeatureMatrix {
  const { rows, columns } = object(body);
  const decoded = decode(columns ?? null, context) as readonly (Omit<ColumnStore, "start" | "stride"> & {
    readonly name: string;
    readonly origin: Origin;
  })[];
  if (typeof rows !== "number" || !Array.isArray(decoded)) throw bad("a matrix lacks rows or columns");
  const stores = decoded.map((column): ColumnStore => {
    if (!ArrayBuffer.isView(column.data) || column.data.length !== rows)
      throw bad("a matrix column has another length");
    return {
      data: column.data,
      start: 0,
      stride: 1,
      center: column.center,
      scale: column.scale,
      ...(column.missing === undefined ? {} : { missing: column.missing }),
      ...(column.labels === undefined ? {} : { labels: column.labels }),
      ...(column.shows === undefined ? {} : { shows: column.shows }),
    };
  });
  return new FeatureMatrix(
    rows,
    decoded.map((column) => column.name),
    stores,
    decoded.map((column) => column.origin),
  );
}

function dateOf(time: unknown): Date {
  if (typeof time !== "number") throw bad("a date is not a number");
  return new Date(time);
}

function list(body: Json): readonly Json[] {
  if (!Array.isArray(body)) throw bad("expected a list");
  return body as readonly Json[];
}

function pairs(body: Json): readonly (readonly [Json, Json])[] {
  return list(body).map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw bad("expected pairs");
    return pair as unknown as readonly [Json, Json];
  });
}

function object(body: Json): { readonly [key: string]: Json } {
  if (body === null || typeof body !== "object" || Array.isArray(body)) throw bad("expected an object");
  return body as { readonly [key: string]: Json };
}

function bad(problem: string, cause?: unknown): KindredError {
  return new KindredError({
    code: "BAD_DOCUMENT",
    where: "load",
    problem: `the document cannot be read: ${problem}`,
    fix: "Use a document that JSON.stringify wrote from an estimator or a fitted model",
    cause,
  });
}
