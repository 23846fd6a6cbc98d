import type { Data, DataType, Schema } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { RecordBatch } from "apache-arrow/recordbatch";
import { Field } from "apache-arrow/schema";
import { Table } from "apache-arrow/table";
import {
  Bool,
  DateMillisecond,
  Dictionary,
  Float64,
  Int8,
  Int16,
  Int32,
  Struct,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  Utf8,
} from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { allocate } from "../../matrix/index.js";
import { arrowSchema, knowReservedNulls } from "../../table/index.js";
import type { Column } from "./column.js";
import type { Moment, MomentReader } from "./dates.js";
import { EMPTY_COLUMN } from "./declared-type.js";
import { type ColumnData, missingCode } from "./kind.js";
import { ParseError } from "./parse-issue.js";
import { readTruth } from "./truth.js";
import type { WordTable } from "./word-table.js";

const NO_WORD: number = missingCode("text");

/** What a column is in Arrow, once its whole file is known. One for all batches of a source. */
export interface ArrowColumn {
  readonly field: Field;
  /** The rows [0, rows) of the column's storage. */
  data(column: Column, rows: number): Data;
}

/**
 * The Arrow types of columns that were read whole. A last column is left out that only had to be empty, or, unless it was chosen, that has neither a
 * name nor a value: a separator behind the last cell.
 */
export function arrowColumns(columns: readonly Column[], chosen: boolean): ArrowColumn[] {
  const last = columns.at(-1)!;
  const nameless = last.name === "" && columns.length > 1 && !chosen && last.declared === undefined && !last.seen;
  return (last.declared === "empty" || nameless ? columns.slice(0, -1) : columns).map(arrowColumn);
}

function arrowColumn(column: Column): ArrowColumn {
  const { name, words, declared } = column;
  if (words === undefined || column.kind !== "text") return numberColumn(column);
  const moments = declared === "text" || declared === "boolean" ? undefined : momentsOf(column, words);
  if (declared === "date" || moments !== undefined) return momentColumn(name, moments ?? []);
  const truths = declared === "text" ? undefined : truthsOf(words, declared === "boolean");
  if (declared === "boolean" || truths !== undefined) return booleanColumn(name, truths ?? []);
  return textColumn(name, words);
}

/** One table of the first rows of all columns. */
export function tableOf(arrow: readonly ArrowColumn[], columns: readonly Column[], schema: Schema): Table {
  const rows = columns[0]?.rows ?? 0;
  const children = arrow.map((column, j) => column.data(columns[j]!, rows));
  const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

/** The schema of columns. */
export function schemaOf(arrow: readonly ArrowColumn[]): Schema {
  return arrowSchema(arrow.map((column) => column.field));
}

function numberColumn({ name, kind, declared, seen }: Column): ArrowColumn {
  const type: DataType =
    kind === "int8" ? new Int8() : kind === "int16" ? new Int16() : kind === "int32" ? new Int32() : new Float64();
  // Another file may have any type there.
  const metadata = declared === undefined && !seen ? new Map([[EMPTY_COLUMN, "true"]]) : undefined;
  return {
    field: new Field(name, type, true, metadata),
    data: (column, rows) => {
      const data = trimmed(column.data, rows);
      const { nullBitmap, nullCount } = column.presence.of(data, rows);
      const made = makeData({ type: type as Int32, data: data as Int32Array, length: rows, nullBitmap, nullCount });
      knowReservedNulls(made);
      return made;
    },
  };
}

function textColumn(name: string, words: WordTable): ArrowColumn {
  const type = new Dictionary(new Utf8(), new Int32());
  const { count } = words;
  // Not shared memory: browsers decode no text from it.
  const dictionary = new Vector([
    makeData({
      type: new Utf8(),
      length: count,
      nullCount: 0,
      valueOffsets: words.offsets.slice(0, count + 1),
      data: words.bytes.slice(0, words.offsets[count]!),
    }),
  ]);
  return {
    field: new Field(name, type, true),
    data: (column, rows) => {
      const data = trimmed(column.data, rows) as Int32Array;
      const { nullBitmap, nullCount } = column.presence.of(data, rows);
      return makeData({ type, data, dictionary, length: rows, nullBitmap, nullCount });
    },
  };
}

function booleanColumn(name: string, truths: readonly boolean[]): ArrowColumn {
  const type = new Bool();
  return {
    field: new Field(name, type, true),
    data: (column, rows) => {
      const bits = new Uint8Array(allocate((rows + 7) >> 3));
      for (let i = 0; i < rows; i++) {
        const code = column.data[i]!;
        if (code !== NO_WORD && truths[code]) bits[i >> 3]! |= 1 << (i & 7);
      }
      const { nullBitmap, nullCount } = column.presence.of(column.data, rows);
      return makeData({ type, data: bits, length: rows, nullBitmap, nullCount });
    },
  };
}

function momentColumn(name: string, moments: readonly Moment[]): ArrowColumn {
  const timed = moments.some((moment) => moment.kind !== "day");
  const zone = moments.some((moment) => moment.kind === "zoned") ? "UTC" : null;
  // As fine as the finest, so that nothing of a word is lost.
  const fine = moments.some((moment) => moment.nanoseconds % 1000 !== 0) ? 1_000_000 : 1000;
  const perMillisecond = moments.some((moment) => moment.nanoseconds !== 0) ? fine : 1;
  const Timestamps =
    perMillisecond === 1 ? TimestampMillisecond : perMillisecond === 1000 ? TimestampMicrosecond : TimestampNanosecond;
  const type = timed ? new Timestamps(zone) : new DateMillisecond();
  const stamps = BigInt64Array.from(
    moments,
    ({ time, nanoseconds }) =>
      BigInt(time) * BigInt(perMillisecond) + BigInt((nanoseconds / 1_000_000) * perMillisecond),
  );
  return {
    field: new Field(name, type, true),
    data: (column, rows) => {
      const data = new BigInt64Array(allocate(rows * 8));
      for (let i = 0; i < rows; i++) {
        const code = column.data[i]!;
        if (code !== NO_WORD) data[i] = stamps[code]!;
      }
      const { nullBitmap, nullCount } = column.presence.of(column.data, rows);
      return makeData({ type: type as DateMillisecond, data, length: rows, nullBitmap, nullCount });
    },
  };
}

/**
 * The moments that all words name; undefined if some word names none, or if words disagree about having a zone.
 *
 * @throws ParseError where a column declared to be dates has moments with a zone and others without.
 */
function momentsOf(column: Column, words: WordTable): readonly Moment[] | undefined {
  if (words.count === 0) return undefined;
  const moments = column.readers.map((read) => allMoments(words, read)).find((found) => found !== undefined);
  if (moments === undefined) return undefined;
  const zoned = moments.findIndex((moment) => moment.kind === "zoned");
  const other = moments.findIndex((moment) => moment.kind !== "zoned");
  if (zoned < 0 || other < 0) return moments;
  if (column.declared === undefined) return undefined;
  throw new ParseError({
    column: column.name,
    problem: `${JSON.stringify(words.word(zoned))} has a time zone and ${JSON.stringify(words.word(other))} has none, which one column of dates cannot hold`,
    fix: "Write all of them with a zone or none, or declare the column text",
    expected: "date",
    got: words.word(other),
  });
}

function allMoments(words: WordTable, read: MomentReader): readonly Moment[] | undefined {
  const moments: Moment[] = [];
  for (let code = 0; code < words.count; code++) {
    const moment = read(words.word(code));
    if (moment === undefined) return undefined;
    moments.push(moment);
  }
  return moments;
}

function truthsOf(words: WordTable, declared: boolean): readonly boolean[] | undefined {
  if (words.count === 0) return undefined;
  const truths: boolean[] = [];
  for (let code = 0; code < words.count; code++) {
    const word = words.word(code);
    const truth = readTruth(word, declared);
    if (truth === undefined) return undefined;
    truths.push(truth);
  }
  return truths;
}

/** The rows' part of an array; copied where much room would be wasted. */
function trimmed(data: ColumnData, rows: number): ColumnData {
  if (data.length <= rows * 1.15 + 64) return data.subarray(0, rows);
  const exact = new (data.constructor as new (memory: ArrayBufferLike) => ColumnData)(
    allocate(rows * data.BYTES_PER_ELEMENT),
  );
  exact.set(data.subarray(0, rows));
  return exact;
}
