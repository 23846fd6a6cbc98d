import type { Data, DataType } from "apache-arrow";
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
  TimestampMillisecond,
  Utf8,
} from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { allocate } from "../../matrix/index.js";
import { arrowSchema, knowReservedNulls } from "../../table/index.js";
import type { Kind } from "../csv/kind.js";
import type { ReadColumn } from "./column.js";
import type { NumberForm } from "./numbers.js";
import type { WordList } from "./words.js";

/** What a column is called, and what it is read as. */
export interface NamedForm {
  readonly name: string;
  readonly form: NumberForm;
}

/** One Table of columns that were read to the same row. */
export function tableOfColumns(named: readonly NamedForm[], columns: readonly ReadColumn[]): Table {
  const children = columns.map((column, j) => arrowData(column, named[j]!.form));
  const schema = arrowSchema(children.map((data, j) => new Field(named[j]!.name, data.type, true)));
  const length = columns[0]?.rows ?? 0;
  const data = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

function arrowData({ rows, kind, data: codes, validity, words }: ReadColumn, form: NumberForm): Data {
  const common = { length: rows, ...validity };
  if (words !== undefined)
    return makeData({
      type: new Dictionary(new Utf8(), new Int32()),
      data: codes as Int32Array,
      dictionary: vectorOf(words),
      ...common,
    });
  if (form.type === "number") {
    const data = makeData({ type: numberType(kind) as Int32, data: codes as Int32Array, ...common });
    knowReservedNulls(data);
    return data;
  }
  if (form.type === "boolean") {
    const bits = new Uint8Array(allocate((rows + 7) >> 3));
    for (let i = 0; i < rows; i++) if (codes[i] === 1) bits[i >> 3]! |= 1 << (i & 7);
    return makeData({ type: new Bool(), data: bits, ...common });
  }
  const times = new BigInt64Array(allocate(rows * 8));
  const halves = new Int32Array(times.buffer);
  for (let i = 0; i < rows; i++) {
    const time = codes[i]!;
    // NaN, of missing ones, becomes 0.
    halves[2 * i] = time;
    halves[2 * i + 1] = Math.floor(time / 2 ** 32);
  }
  const type: DataType =
    form.type === "date"
      ? new DateMillisecond()
      : new TimestampMillisecond(form.type === "utcTimestamp" ? "UTC" : null);
  return makeData({ type: type as DateMillisecond, data: times, ...common });
}

function vectorOf({ offsets: valueOffsets, bytes: data }: WordList): Vector<Utf8> {
  const length = valueOffsets.length - 1;
  return new Vector([makeData({ type: new Utf8(), length, nullCount: 0, valueOffsets, data })]);
}

/** The type of numbers of a kind. */
function numberType(kind: Kind): Int8 | Int16 | Int32 | Float64 {
  if (kind === "int8") return new Int8();
  if (kind === "int16") return new Int16();
  return kind === "int32" ? new Int32() : new Float64();
}
