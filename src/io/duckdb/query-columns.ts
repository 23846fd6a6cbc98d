import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";
import type { Data, DataType } from "apache-arrow";
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
  TimestampMicrosecond,
  Uint8,
  Uint16,
  Utf8,
} from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { KindredError } from "../../errors/index.js";
import { missingCodeOf, type Store } from "../../matrix/index.js";
import { arrowSchema } from "../../table/index.js";
import { WordTable } from "../csv/word-table.js";

/** How a column of a query is given. */
export interface QueryColumn {
  readonly name: string;
  readonly type: DataType;
  /** A value that is not null, as its type stores it. */
  readonly stored: (value: unknown) => number | bigint | string;
}

/** A value of DuckDB's own. */
interface DuckValue {
  readonly days: number;
  readonly micros: bigint;
  readonly seconds: bigint;
  readonly milliseconds: bigint;
  readonly millis: bigint;
  readonly nanos: bigint;
  readonly nanoseconds: bigint;
  readonly value: bigint;
  readonly scale: number;
}

const duck = (value: unknown): DuckValue => value as DuckValue;
const plain = (value: unknown): number => Number(value);
const text = (value: unknown): string => String(value);

/** The columns of a result. @throws KindredError for those that have no form here. */
export function columnsFor(where: string, result: DuckDBResult): QueryColumn[] {
  return result.deduplicatedColumnNames().map((name, j): QueryColumn => {
    const kind = String(result.columnType(j));
    const exact = (value: bigint): number => exactNumber(where, name, value);
    const of = (type: DataType, stored: QueryColumn["stored"]): QueryColumn => ({ name, type, stored });
    switch (kind.replace(/\(.*$/, "")) {
      case "BOOLEAN":
        return of(new Bool(), plain);
      case "TINYINT":
        return of(new Int8(), plain);
      case "UTINYINT":
        return of(new Uint8(), plain);
      case "SMALLINT":
        return of(new Int16(), plain);
      case "USMALLINT":
        return of(new Uint16(), plain);
      case "INTEGER":
        return of(new Int32(), plain);
      case "FLOAT":
        return of(new Float32(), plain);
      case "UINTEGER":
      case "DOUBLE":
        return of(new Float64(), plain);
      case "BIGINT":
      case "UBIGINT":
      case "HUGEINT":
      case "UHUGEINT":
        return of(new Float64(), (value) => exact(value as bigint));
      case "DECIMAL":
        return of(new Float64(), (value) => exact(duck(value).value) / 10 ** duck(value).scale);
      case "VARCHAR":
      case "ENUM":
      case "UUID":
        return of(new Dictionary(new Utf8(), new Int32()), text);
      case "DATE":
        return of(new DateMillisecond(), (value) => BigInt(duck(value).days) * 86_400_000n);
      case "TIMESTAMP":
        return of(new TimestampMicrosecond(null), (value) => duck(value).micros);
      case "TIMESTAMP WITH TIME ZONE":
      case "TIMESTAMPTZ":
        return of(new TimestampMicrosecond("UTC"), (value) => duck(value).micros);
      case "TIMESTAMP_S":
        return of(new TimestampMicrosecond(null), (value) => duck(value).seconds * 1_000_000n);
      case "TIMESTAMP_MS":
        return of(new TimestampMicrosecond(null), (value) => (duck(value).milliseconds ?? duck(value).millis) * 1000n);
      case "TIMESTAMP_NS":
        return of(new TimestampMicrosecond(null), (value) => (duck(value).nanoseconds ?? duck(value).nanos) / 1000n);
      default:
        throw new KindredError({
          code: "UNSUPPORTED",
          where,
          problem: `column "${name}" is of type ${kind}`,
          fix: "Cast it in the query, or leave it out",
          column: name,
          got: kind,
        });
    }
  });
}

function exactNumber(where: string, column: string, value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `column "${column}" holds ${value}, which a number cannot hold exactly`,
    fix: "Cast it to VARCHAR in the query",
    column,
    got: value,
  });
}

/** Rows of a query while they are gathered. */
export class QueryBatch {
  rows = 0;
  readonly #where: string;
  readonly #columns: readonly QueryColumn[];
  readonly #values: unknown[][];

  constructor(where: string, columns: readonly QueryColumn[]) {
    this.#where = where;
    this.#columns = columns;
    this.#values = columns.map(() => []);
  }

  /** Adds a chunk, whose memory is DuckDB's. */
  add(chunk: DuckDBDataChunk): void {
    for (const [j, values] of this.#values.entries()) for (const value of chunk.getColumnValues(j)) values.push(value);
    this.rows += chunk.rowCount;
  }

  toTable(): Table {
    const schema = arrowSchema(this.#columns.map(({ name, type }) => new Field(name, type, true)));
    const children = this.#columns.map((column, j) => dataOf(this.#where, column, this.#values[j]!));
    const data = makeData({ type: new Struct(schema.fields), length: this.rows, nullCount: 0, children });
    return new Table(schema, [new RecordBatch(schema, data)]);
  }
}

function dataOf(where: string, { name, type, stored }: QueryColumn, values: readonly unknown[]): Data {
  const { length } = values;
  const bits = new Uint8Array((length + 7) >> 3);
  let nullCount = 0;
  const words = new WordTable(true);
  const data = emptyData(type, length);
  const missing = data instanceof BigInt64Array ? 0n : (missingCodeOf(data as Store) ?? Number.NaN);
  for (let row = 0; row < length; row++) {
    const value = values[row];
    if (value === null || value === undefined) {
      nullCount++;
      if (!(type instanceof Bool)) data[row] = missing as never;
      continue;
    }
    bits[row >> 3]! |= 1 << (row & 7);
    const found = stored(value);
    if (type instanceof Bool) (data as Uint8Array)[row >> 3]! |= (found as number) << (row & 7);
    else data[row] = (typeof found === "string" ? codeOf(where, name, words, found) : found) as never;
  }
  const nulls = { length, nullCount, nullBitmap: nullCount === 0 ? null : bits };
  if (!(type instanceof Dictionary)) return makeData({ type, data, ...nulls } as never);
  const { count, offsets, bytes } = words;
  const dictionary = new Vector([
    makeData({
      type: new Utf8(),
      length: count,
      nullCount: 0,
      valueOffsets: offsets.slice(0, count + 1),
      data: bytes.slice(0, offsets[count]!),
    }),
  ]);
  return makeData({ type, data, dictionary, ...nulls } as never);
}

function codeOf(where: string, column: string, words: WordTable, word: string): number {
  const code = words.codeOfString(word);
  if (code >= 0) return code;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `column "${column}" holds bytes that are no text`,
    column,
  });
}

function emptyData(type: DataType, length: number): Store | BigInt64Array {
  if (type instanceof Bool) return new Uint8Array((length + 7) >> 3);
  if (type instanceof Dictionary) return new Int32Array(length);
  return new (type.ArrayType as new (length: number) => Store)(length);
}
