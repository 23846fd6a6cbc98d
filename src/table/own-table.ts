import { Data } from "apache-arrow/data";
import { RecordBatch } from "apache-arrow/recordbatch";
import { Field } from "apache-arrow/schema";
import { Table } from "apache-arrow/table";
import {
  Binary,
  Bool,
  DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  Duration,
  FixedSizeBinary,
  FixedSizeList,
  Float,
  Int,
  Interval,
  LargeBinary,
  LargeUtf8,
  List,
  Map_,
  Null,
  Struct,
  Time,
  Timestamp,
  Union,
  Utf8,
} from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { KindredError } from "../errors/index.js";
import type { TableShape } from "../matrix/index.js";
import { arrowSchema } from "./arrow-schema.js";
import { Type } from "./arrow-type.js";
import { plainData, UTF8_VIEW } from "./plain-data.js";

/** A type of another copy of Arrow: what it is, and facts such as its width, which all versions name alike. */
interface ForeignType {
  readonly typeId: number;
  readonly children?: readonly ForeignField[] | null;
  readonly dictionary?: ForeignType;
  readonly indices?: ForeignType;
}

interface ForeignField {
  readonly name: string;
  readonly type: ForeignType;
  readonly nullable: boolean;
  readonly metadata?: ReadonlyMap<string, string>;
}

interface ForeignData {
  readonly type: ForeignType;
  readonly offset: number;
  readonly length: number;
  readonly nullCount: number;
  readonly valueOffsets?: unknown;
  readonly values?: unknown;
  readonly nullBitmap?: unknown;
  readonly typeIds?: unknown;
  readonly children?: readonly ForeignData[];
  readonly dictionary?: { readonly data: readonly ForeignData[] };
}

interface ForeignTable {
  readonly schema: { readonly fields: readonly ForeignField[]; readonly metadata?: ReadonlyMap<string, string> };
  readonly batches: readonly { readonly data: ForeignData }[];
}

let types: ReadonlyMap<number, { readonly prototype: DataType }> | undefined;

/** Arrow's classes by the numbers of their types; made when first asked for, so that importing this module does not need Arrow. */
function typesByNumber(): ReadonlyMap<number, { readonly prototype: DataType }> {
  types ??= new Map<number, { readonly prototype: DataType }>([
    [Type.Null, Null],
    [Type.Int, Int],
    [Type.Float, Float],
    [Type.Binary, Binary],
    [Type.Utf8, Utf8],
    [Type.Bool, Bool],
    [Type.Decimal, Decimal],
    [Type.Time, Time],
    [Type.Timestamp, Timestamp],
    [Type.Interval, Interval],
    [Type.List, List],
    [Type.Struct, Struct],
    [Type.Union, Union],
    [Type.FixedSizeBinary, FixedSizeBinary],
    [Type.FixedSizeList, FixedSizeList],
    [Type.Map, Map_],
    [Type.Duration, Duration],
    [Type.LargeBinary, LargeBinary],
    [Type.LargeUtf8, LargeUtf8],
    // Text that is stored as views is read as plain text.
    [UTF8_VIEW, Utf8],
    [Type.Dictionary, Dictionary],
  ]);
  return types;
}

const converted = new WeakMap<object, Table>();

/**
 * A Table of the Arrow that this library has loaded: a Table of another copy or version over the same memory, with its metadata. Once a Table: a
 * second call gives the same.
 *
 * @throws KindredError where its parts are none that are known.
 */
export function ownTable(table: TableShape, where: string): Table {
  if (isOwn(table)) return table;
  let own = converted.get(table);
  if (own === undefined) {
    own = convert(table as unknown as ForeignTable, where);
    converted.set(table, own);
  }
  return own;
}

/** Is it of the class that this library has loaded? From Arrow 21.2 on `instanceof` says so of every copy's, whose columns Arrow's writer then leaves out. */
function isOwn(table: object): table is Table {
  return Object.prototype.isPrototypeOf.call(Table.prototype, table);
}

function convert({ schema, batches }: ForeignTable, where: string): Table {
  if (!Array.isArray(schema?.fields))
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "the table has no schema of fields, as Arrow Tables have",
      fix: "Pass a Table of apache-arrow 7 or later, or write it as Arrow IPC and read that with readArrow",
    });
  const fields = schema.fields.map((field) => ownField(field, where));
  const own = arrowSchema(fields, new Map(schema.metadata));
  const dictionaries = new Map<object, Vector>();
  return new Table(
    own,
    batches.map(({ data }) => {
      const children = fields.map((field, j) => ownData(data.children![j]!, field.type, dictionaries));
      return new RecordBatch(own, new Data(new Struct(fields), 0, data.length, 0, undefined, children));
    }),
  );
}

function ownField({ name, type, nullable, metadata }: ForeignField, where: string): Field {
  return new Field(name, ownType(type, name, where), nullable, new Map(metadata));
}

/** The type by its number, with all facts of the other one. */
function ownType(type: ForeignType, column: string, where: string): DataType {
  const known =
    type.typeId === Type.Date
      ? (type as { readonly unit?: number }).unit === 0
        ? DateDay
        : DateMillisecond
      : typesByNumber().get(type.typeId);
  if (known === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: `column "${column}" is of type ${String(type)}, which this version of apache-arrow does not have`,
      fix: "Leave the column out, or install the same version of apache-arrow",
      column,
      got: String(type),
    });
  const own: object = Object.assign(Object.create(known.prototype), type, {
    typeId: type.typeId === UTF8_VIEW ? Type.Utf8 : type.typeId,
  });
  return Object.assign(own, {
    ...(Array.isArray(type.children) ? { children: type.children.map((child) => ownField(child, where)) } : {}),
    ...(type.dictionary === undefined ? {} : { dictionary: ownType(type.dictionary, column, where) }),
    ...(type.indices === undefined ? {} : { indices: ownType(type.indices, column, where) }),
  }) as DataType;
}

/** A chunk over the same memory. Chunks that share a dictionary go on sharing it. */
function ownData(data: ForeignData, type: DataType, dictionaries: Map<object, Vector>): Data {
  if (data.type.typeId === UTF8_VIEW) return plainData(data as unknown as Data);
  const buffers = [data.valueOffsets, valuesFor(type, data.values), data.nullBitmap, data.typeIds];
  const fields = (type.children ?? []) as readonly Field[];
  const children = (data.children ?? []).map((child, j) => ownData(child, fields[j]!.type, dictionaries));
  let dictionary: Vector | undefined;
  if (DataType.isDictionary(type) && data.dictionary !== undefined) {
    const words: DataType = type.dictionary;
    dictionary = dictionaries.get(data.dictionary);
    dictionary ??= new Vector(data.dictionary.data.map((chunk) => ownData(chunk, words, dictionaries)));
    dictionaries.set(data.dictionary, dictionary);
  }
  return new Data(type, data.offset, data.length, data.nullCount, buffers as never, children, dictionary);
}

/** The values in an array of the width that the type has now: before Arrow 16 dates and timestamps were pairs of Int32. */
function valuesFor(type: DataType, values: unknown): unknown {
  if (!(values instanceof Int32Array) || (!DataType.isDate(type) && !DataType.isTimestamp(type))) return values;
  if (DataType.isDate(type) && type.unit === 0) return values;
  const bytes = values.byteOffset % 8 === 0 ? values : values.slice();
  return new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
}
