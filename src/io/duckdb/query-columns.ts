import type { DuckDBResult } from "@duckdb/node-api";
import type { DataType } from "apache-arrow";
import {
  Bool,
  DateMillisecond,
  Dictionary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  TimestampMicrosecond,
  Uint8,
  Uint16,
  Utf8,
} from "apache-arrow/type";
import { KindredError } from "../../errors/index.js";
import type { ColumnForm } from "./column-memory.js";
import { copied, counted, decimals, enumWords, longIntegers, type ReaderOf, texts, truths } from "./vector-readers.js";

/** How a column of a query is given. */
export interface QueryColumn extends ColumnForm {
  /** Reads whole vectors; undefined for types whose values are asked for one by one. */
  readonly reader?: ReaderOf;
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
const words = (): DataType => new Dictionary(new Utf8(), new Int32());
const daysToMs = (days: bigint): bigint => days * 86_400_000n;
const secondsToMicros = (seconds: bigint): bigint => seconds * 1_000_000n;
const msToMicros = (milliseconds: bigint): bigint => milliseconds * 1000n;
const nanosToMicros = (nanoseconds: bigint): bigint => nanoseconds / 1000n;

/** The columns of a result. @throws KindredError for those that have no form here. */
export function columnsFor(where: string, result: DuckDBResult): QueryColumn[] {
  return result.deduplicatedColumnNames().map((name, j): QueryColumn => {
    const columnType = result.columnType(j) as { readonly scale?: number; readonly values?: readonly string[] };
    const kind = String(columnType);
    const exact = (value: unknown): number => exactNumber(where, name, value as bigint);
    const of = (type: DataType, stored: QueryColumn["stored"], reader?: ReaderOf): QueryColumn => ({
      name,
      type,
      stored,
      ...(reader && { reader }),
    });
    switch (kind.replace(/\(.*$/, "")) {
      case "BOOLEAN":
        return of(new Bool(), plain, truths);
      case "TINYINT":
        return of(new Int8(), plain, copied(Int8Array));
      case "UTINYINT":
        return of(new Uint8(), plain, copied(Uint8Array));
      case "SMALLINT":
        return of(new Int16(), plain, copied(Int16Array));
      case "USMALLINT":
        return of(new Uint16(), plain, copied(Uint16Array));
      case "INTEGER":
        return of(new Int32(), plain, copied(Int32Array));
      case "FLOAT":
        return of(new Float32(), plain, copied(Float32Array));
      case "UINTEGER":
        return of(new Float64(), plain, copied(Uint32Array));
      case "DOUBLE":
        return of(new Float64(), plain, copied(Float64Array));
      case "BIGINT":
      case "HUGEINT":
        return of(new Float64(), exact, longIntegers(true));
      case "UBIGINT":
      case "UHUGEINT":
        return of(new Float64(), exact, longIntegers(false));
      case "DECIMAL":
        return of(
          new Float64(),
          (value) => exact(duck(value).value) / 10 ** duck(value).scale,
          columnType.scale === undefined ? undefined : decimals(columnType.scale),
        );
      case "VARCHAR":
        return of(words(), text, texts);
      case "ENUM":
        return of(words(), text, columnType.values && enumWords(columnType.values));
      case "UUID":
        return of(words(), text);
      case "DATE":
        return of(new DateMillisecond(), (value) => daysToMs(BigInt(duck(value).days)), counted(Int32Array, daysToMs));
      case "TIMESTAMP":
        return of(new TimestampMicrosecond(null), (value) => duck(value).micros, copied(BigInt64Array));
      case "TIMESTAMP WITH TIME ZONE":
      case "TIMESTAMPTZ":
        return of(new TimestampMicrosecond("UTC"), (value) => duck(value).micros, copied(BigInt64Array));
      case "TIMESTAMP_S":
        return of(
          new TimestampMicrosecond(null),
          (value) => secondsToMicros(duck(value).seconds),
          counted(BigInt64Array, secondsToMicros),
        );
      case "TIMESTAMP_MS":
        return of(
          new TimestampMicrosecond(null),
          (value) => msToMicros(duck(value).milliseconds ?? duck(value).millis),
          counted(BigInt64Array, msToMicros),
        );
      case "TIMESTAMP_NS":
        return of(
          new TimestampMicrosecond(null),
          (value) => nanosToMicros(duck(value).nanoseconds ?? duck(value).nanos),
          counted(BigInt64Array, nanosToMicros),
        );
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
