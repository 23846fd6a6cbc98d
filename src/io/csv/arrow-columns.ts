import {
  Bool,
  type Data,
  type DataType,
  DateMillisecond,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int16,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  Utf8,
  Vector,
} from "apache-arrow";
import { allocate } from "../../matrix/index.js";
import { knowReservedNulls } from "../../table/index.js";
import type { Column } from "./column.js";
import { type Moment, readBoolean, readMoment } from "./dates.js";
import { type ColumnData, missingCode } from "./kind.js";
import type { WordTable } from "./word-table.js";

const NO_WORD: number = missingCode("text");

/** What a column is in Arrow, once its whole file is known. One for all batches of a source. */
export interface ArrowColumn {
  readonly field: Field;
  /** The rows [0, rows) of the column's storage. */
  data(column: Column, rows: number): Data;
}

/** Decides the Arrow type of a column that was read whole. */
export function arrowColumn(column: Column): ArrowColumn {
  const { name, words } = column;
  if (words === undefined || column.kind !== "text") return numberColumn(column);
  const moments = column.declared === "text" || column.declared === "boolean" ? undefined : momentsOf(words);
  if (column.declared === "date" || moments !== undefined)
    return momentColumn(name, moments ?? { kinds: new Set(), times: [] });
  const truths = column.declared === "text" ? undefined : truthsOf(words, column.declared === "boolean");
  if (column.declared === "boolean" || truths !== undefined) return booleanColumn(name, truths ?? []);
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
  return new Schema(arrow.map((column) => column.field));
}

function numberColumn({ name, kind }: Column): ArrowColumn {
  const type: DataType =
    kind === "int8" ? new Int8() : kind === "int16" ? new Int16() : kind === "int32" ? new Int32() : new Float64();
  return {
    field: new Field(name, type, true),
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

interface Moments {
  readonly kinds: ReadonlySet<Moment>;
  readonly times: readonly number[];
}

function momentColumn(name: string, { kinds, times }: Moments): ArrowColumn {
  const timed = kinds.has("local") || kinds.has("zoned");
  const type = timed ? new TimestampMillisecond(kinds.has("zoned") ? "UTC" : null) : new DateMillisecond();
  const stamps = BigInt64Array.from(times, BigInt);
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

/** The moments that all words name; undefined if some word names none, or if words disagree about having a zone. */
function momentsOf(words: WordTable): Moments | undefined {
  if (words.count === 0) return undefined;
  const kinds = new Set<Moment>();
  const times: number[] = [];
  for (let code = 0; code < words.count; code++) {
    const moment = readMoment(words.word(code));
    if (moment === undefined) return undefined;
    kinds.add(moment.kind);
    times.push(moment.time);
  }
  return kinds.has("zoned") && kinds.size > 1 ? undefined : { kinds, times };
}

function truthsOf(words: WordTable, declared: boolean): readonly boolean[] | undefined {
  if (words.count === 0) return undefined;
  const truths: boolean[] = [];
  for (let code = 0; code < words.count; code++) {
    const word = words.word(code);
    const truth = readBoolean(word) ?? (declared ? word === "1" : undefined);
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
