import type { Table } from "apache-arrow";
import type { LabelVector, TableShape } from "../matrix/index.js";

/** One row by column name, as programs have it: an object literal, a row of a query, an object with an interface. */
export type RecordLike =
  | Readonly<Record<string, unknown>>
  | (object & {
      /** Lists are no records. */
      readonly [Symbol.iterator]?: never;
    });

/** Rows as an array of records. A missing key is a missing value. */
export type Records = readonly RecordLike[];

/** The values of one column: an array, a typed array, or an Arrow Vector. */
export type ColumnValues =
  | readonly unknown[]
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | LabelVector;

/** Columns of equal length by name. */
export type ColumnArrays = Readonly<Record<string, ColumnValues>>;

/**
 * What a generator is, and no table: its rows could be read once, and are gone then. The property is for the compiler, whose message holds its name; no
 * value has it.
 */
export interface ReadOnce {
  /** Starts reading, or goes on. */
  next(...value: never): unknown;
  /** Stops reading. */
  return(...value: never): unknown;
  /** Stops reading for an error. */
  throw(...error: never): unknown;
  /** Is it read in turns? */
  [Symbol.asyncIterator]?(): unknown;
  /** Is it read at once? */
  [Symbol.iterator]?(): unknown;
  /** What to pass instead. */
  readonly "rows that can be read once are no Source: pass { open: () => rows() }": never;
}

/**
 * Whatever is taken as a table: an Arrow Table of any copy and version of apache-arrow, an array of records, or an object of columns. Records
 * and columns become a Table first, as {@link tableFrom} makes it.
 */
export type TableLike = Table | TableShape | Records | ColumnArrays | ReadOnce;
