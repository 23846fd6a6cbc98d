import type { Table } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { Int64, Null } from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { KindredError } from "../errors/index.js";
import { isTable, missingCodeOf, narrowest, newStore, plainStore, type StorageName } from "../matrix/index.js";
import { ownTable } from "./own-table.js";
import { isSource, noSource } from "./source.js";
import { byCodePoint } from "./survey.js";
import type { ColumnArrays, ColumnValues, RecordLike, Records, TableLike } from "./table-like.js";
import { tableOf, writeColumn } from "./write-table.js";

/** Reads the value of a row; null or undefined where it is missing. */
type ValueAt = (row: number) => unknown;

/** What `tableFrom` does, for another function, which errors name. @throws KindredError where it is a Source. */
export function asTable(data: TableLike, where: string): Table {
  if (isSource(data)) throw noSource(where);
  if (isTable(data)) return ownTable(data, where);
  if (Array.isArray(data) && isTable(data[0])) throw noTables(where);
  if (Array.isArray(data) && (data.length === 0 || areRecords(data))) return fromRecords(data, where);
  if (isColumns(data)) return fromColumns(data, where);
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `expected a table, got ${describe(data)}`,
    fix: "Pass an Arrow Table, an array of records, an object of columns, or matrix.toTable()",
    got: data,
  });
}

/** The error of several Tables in the place of one. */
function noTables(where: string): KindredError {
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: "expected a table, got an array of Tables",
    fix: "Join them first: await tableFrom({ open: () => tables })",
  });
}

/** Is it an array of records, and not of rows of numbers? Looks at the first element; the others are checked where they are read. */
export function areRecords(data: unknown): data is Records {
  return Array.isArray(data) && data.length > 0 && !isList(data[0]);
}

/** Is it an object of columns: a plain object of which every value is a list? */
export function isColumns(data: unknown): data is ColumnArrays {
  return isPlain(data) && Object.values(data).every(isList);
}

function isPlain(data: unknown): data is object {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isList(value: unknown): value is ColumnValues {
  return typeof value === "object" && value !== null && "length" in value && typeof value.length === "number";
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array of arrays";
  const odd = isPlain(value) ? Object.entries(value).find(([, list]) => !isList(list)) : undefined;
  if (odd !== undefined) return `an object whose ${JSON.stringify(odd[0])} is no list`;
  return typeof value === "object" ? `a ${value.constructor?.name ?? "plain object"}` : typeof value;
}

function fromRecords(records: Records, where: string): Table {
  const names = new Set<string>();
  records.forEach((record: unknown, row) => {
    if (typeof record !== "object" || record === null || isListOrMap(record))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `row ${row} is no record, but ${describe(record)}`,
        fix: "Give every row as an object of values by column name",
        got: record,
      });
    for (const name of Object.keys(record)) names.add(name);
  });
  const columns = [...names];
  const vectors = columns.map((name) => {
    const read: ValueAt = (row) => {
      const record = records[row] as RecordLike;
      return Object.hasOwn(record, name) ? (record as Readonly<Record<string, unknown>>)[name] : undefined;
    };
    return vectorOf(name, read, records.length, where);
  });
  return tableOf(columns, vectors, records.length);
}

function isListOrMap(value: object): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Map;
}

function fromColumns(columns: ColumnArrays, where: string): Table {
  const names = Object.keys(columns);
  const rows = names.length === 0 ? 0 : columns[names[0]!]!.length;
  const vectors = names.map((name) => columnVector(name, columns[name]!, rows, where));
  return tableOf(names, vectors, rows);
}

/** One column as Arrow has it. @throws KindredError where its length is not `rows`. */
export function columnVector(name: string, values: ColumnValues, rows: number, where: string): Vector {
  if (!isList(values) || values.length !== rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where,
      problem: `column "${name}" ${isList(values) ? `has ${values.length} values` : "is no list of values"} for ${rows} rows`,
      fix: "Give every column one value a row",
      column: name,
      expected: rows,
      got: isList(values) ? values.length : values,
    });
  const get = "get" in values && typeof values.get === "function" ? values.get.bind(values) : undefined;
  return vectorOf(name, get ?? ((row) => (values as readonly unknown[])[row]), rows, where);
}

/** What a column's values are, and where the first of each kind was found. */
type Kind = "number" | "bigint" | "text" | "boolean" | "date";

function kindOf(value: unknown): Kind | undefined {
  switch (typeof value) {
    case "number":
    case "bigint":
    case "boolean":
      return typeof value as Kind;
    case "string":
      return "text";
    default:
      return value instanceof Date ? "date" : undefined;
  }
}

interface Survey {
  readonly first: ReadonlyMap<Kind, number>;
  /** The largest size of a number. */
  readonly limit: number;
  readonly integers: boolean;
  /** Does a bigint lose digits as a number? */
  readonly rounds: boolean;
}

function survey(name: string, valueAt: ValueAt, rows: number, where: string): Survey {
  const first = new Map<Kind, number>();
  let [limit, integers, rounds] = [0, true, false];
  for (let row = 0; row < rows; row++) {
    const value = valueAt(row);
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    const kind = kindOf(value);
    if (kind === undefined || (kind === "date" && Number.isNaN((value as Date).getTime())))
      throw unusable(name, value, row, where);
    if (!first.has(kind)) first.set(kind, row);
    if (kind === "number") {
      limit = Math.max(limit, Math.abs(value as number));
      integers &&= Number.isInteger(value) && !Object.is(value, -0);
    } else if (kind === "bigint") {
      limit = Math.max(limit, Math.abs(Number(value)));
      rounds ||= BigInt(Number(value)) !== value || !Number.isSafeInteger(Number(value));
    }
  }
  return { first, limit, integers, rounds };
}

function nested(value: object | null): string {
  return isPlain(value) ? "an object" : Array.isArray(value) ? "an array" : describe(value);
}

function unusable(name: string, value: unknown, row: number, where: string): KindredError {
  const date = value instanceof Date;
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `column "${name}" holds ${date ? "a date that is none" : typeof value === "object" ? nested(value) : `a ${typeof value}`} in row ${row}`,
    fix: date
      ? "Use null where a date is missing"
      : "Use numbers, text, booleans, dates or null; take nested values apart, or leave the column out",
    column: name,
    got: value,
  });
}

const INT32_LIMIT = 2 ** 31 - 1;

function vectorOf(name: string, valueAt: ValueAt, rows: number, where: string): Vector {
  const found = survey(name, valueAt, rows, where);
  const kinds = [...found.first.keys()];
  const numeric = kinds.every((kind) => kind === "number" || kind === "bigint");
  const words = kinds.includes("text") && kinds.every((kind) => kind !== "boolean" && kind !== "date");
  if (kinds.length > 1 && !numeric && !words) throw mixed(name, found.first, where);
  if (kinds.length === 0) return new Vector([makeData({ type: new Null(), length: rows })]);
  if (words) return textVector(valueAt, rows);
  if (kinds[0] === "boolean" || kinds[0] === "date") {
    const values = new Float64Array(rows).fill(Number.NaN);
    fill(values, valueAt, Number);
    return writeColumn(plainStore(values, { shows: kinds[0] }), rows);
  }
  if (found.rounds) return bigVector(name, found, valueAt, rows, where);
  const storage: StorageName = !found.integers
    ? "float64"
    : found.limit <= INT32_LIMIT && narrowest(found.limit, false) === "float64"
      ? "int32"
      : narrowest(found.limit, false);
  const values = newStore(storage, rows);
  const missing = missingCodeOf(values);
  values.fill(missing ?? Number.NaN);
  fill(values, valueAt, Number);
  return writeColumn(plainStore(values, missing === undefined ? {} : { missing }), rows);
}

/** Values where there are any; the others stay as they are. */
function fill(values: { [row: number]: number; readonly length: number }, valueAt: ValueAt, read: ValueReader): void {
  for (let row = 0; row < values.length; row++) {
    const value = valueAt(row);
    if (value !== null && value !== undefined && !Number.isNaN(value)) values[row] = read(value);
  }
}

type ValueReader = (value: unknown) => number;

function textVector(valueAt: ValueAt, rows: number): Vector {
  const found = new Map<string, number>();
  const order = new Float64Array(rows).fill(Number.NaN);
  fill(order, valueAt, (value) => {
    const word = String(value);
    const known = found.get(word);
    if (known !== undefined) return known;
    found.set(word, found.size);
    return found.size - 1;
  });
  const labels = [...found.keys()].sort(byCodePoint);
  const codes = new Float64Array(found.size);
  labels.forEach((word, code) => {
    codes[found.get(word)!] = code;
  });
  return writeColumn(
    plainStore(
      order.map((at) => (Number.isNaN(at) ? at : codes[at]!)),
      { labels },
    ),
    rows,
  );
}

/** Integers of 64 bits, exact. */
function bigVector(name: string, { integers }: Survey, valueAt: ValueAt, rows: number, where: string): Vector {
  const values = new BigInt64Array(rows);
  const bits = new Uint8Array((rows + 7) >> 3);
  let nulls = 0;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(row);
    if (value === null || value === undefined || Number.isNaN(value)) {
      nulls++;
      continue;
    }
    if (!integers || BigInt.asIntN(64, BigInt(value as bigint | number)) !== BigInt(value as bigint | number))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `column "${name}" holds bigints that no number holds, and ${integers ? `${value} of more than 64 bits` : "fractions"}`,
        fix: "Pass the column as text, or as numbers of at most 15 digits",
        column: name,
        got: value,
      });
    values[row] = BigInt(value as bigint | number);
    bits[row >> 3]! |= 1 << (row & 7);
  }
  const nullBitmap = nulls === 0 ? {} : { nullBitmap: bits };
  return new Vector([makeData({ type: new Int64(), data: values, length: rows, nullCount: nulls, ...nullBitmap })]);
}

function mixed(name: string, first: ReadonlyMap<Kind, number>, where: string): KindredError {
  const kinds = [...first].map(([kind, row]) => `${kind} (row ${row})`);
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `column "${name}" mixes ${kinds.join(" and ")}`,
    fix: "Use one type a column, and null where a value is missing",
    column: name,
    got: [...first.keys()],
  });
}
