import type { Data, Table } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { Bool, DataType, Utf8 } from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { Type } from "./arrow-type.js";
import { builtVector } from "./built-vector.js";
import { plainData } from "./plain-data.js";
import { tableOf } from "./write-table.js";

/** Chosen rows of a Table, in the order given: every column of the type that it had, every value as it was, with the Table's metadata. */
export function takeTable(table: Table, rows: ArrayLike<number>): Table {
  const { fields, metadata } = table.schema;
  const vectors = fields.map((_, j) => takeVector(table.getChildAt(j)!, rows));
  return tableOf(
    fields.map(({ name }) => name),
    vectors,
    rows.length,
    metadata,
  );
}

/** Types of which a row is a number, or a few of them, in one array. */
const FIXED_WIDTH: ReadonlySet<number> = new Set([
  Type.Int,
  Type.Float,
  Type.Date,
  Type.Time,
  Type.Timestamp,
  Type.Duration,
  Type.Interval,
  Type.Decimal,
]);

function takeVector(vector: Vector, rows: ArrayLike<number>): Vector {
  const chunks = vector.data.map(plainData);
  const [first] = chunks;
  const at = locator(chunks);
  if (first === undefined) return builtVector([], vector.type);
  const nulls = presence(chunks, rows, at);
  const { type } = first;
  const about = { type, length: rows.length, ...nulls };
  if (DataType.isNull(type)) return new Vector([makeData({ type, length: rows.length })]);
  if (DataType.isDictionary(type) && chunks.every(({ dictionary }) => dictionary === first.dictionary))
    return new Vector([makeData({ ...about, type, dictionary: first.dictionary!, data: numbers(chunks, rows, at) })]);
  if (FIXED_WIDTH.has(type.typeId))
    return new Vector([makeData({ ...about, data: numbers(chunks, rows, at) } as never)]);
  if (DataType.isUtf8(type)) return new Vector([makeData({ ...about, type: new Utf8(), ...texts(chunks, rows, at) })]);
  if (DataType.isBool(type))
    return new Vector([makeData({ ...about, type: new Bool(), data: bits(chunks, rows, at) })]);
  return builtVector(
    Array.from(rows, (row) => vector.get(row) as unknown),
    type,
  );
}

/** Which chunk a row lies in. */
type Locate = (row: number) => number;

/** The first row of each chunk, and which chunk a row lies in. */
function locator(chunks: readonly Data[]): { readonly starts: readonly number[]; readonly chunkOf: Locate } {
  let rows = 0;
  const starts = chunks.map(({ length }) => {
    rows += length;
    return rows - length;
  });
  if (chunks.length <= 1) return { starts, chunkOf: () => 0 };
  return {
    starts,
    chunkOf: (row) => {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= row) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

type Places = ReturnType<typeof locator>;

function presence(
  chunks: readonly Data[],
  rows: ArrayLike<number>,
  { starts, chunkOf }: Places,
): { readonly nullCount: number; readonly nullBitmap?: Uint8Array } {
  if (chunks.every(({ nullCount }) => nullCount === 0)) return { nullCount: 0 };
  const nullBitmap = new Uint8Array((rows.length + 7) >> 3);
  let nullCount = 0;
  for (let i = 0; i < rows.length; i++) {
    const chunk = chunkOf(rows[i]!);
    const { nullCount: some, nullBitmap: present, offset } = chunks[chunk]!;
    const bit = offset + rows[i]! - starts[chunk]!;
    if (some === 0 || ((present![bit >> 3]! >> (bit & 7)) & 1) === 1) nullBitmap[i >> 3]! |= 1 << (i & 7);
    else nullCount++;
  }
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap };
}

interface NumberArray {
  [row: number]: number | bigint;
  readonly length: number;
}

function numbers(chunks: readonly Data[], rows: ArrayLike<number>, { starts, chunkOf }: Places): never {
  const [first] = chunks as [Data, ...Data[]];
  const stride = first.stride;
  const arrays = chunks.map(({ values }) => values as NumberArray);
  const out = new (arrays[0]!.constructor as new (length: number) => NumberArray)(rows.length * stride);
  for (let i = 0; i < rows.length; i++) {
    const chunk = chunkOf(rows[i]!);
    const from = (rows[i]! - starts[chunk]!) * stride;
    for (let k = 0; k < stride; k++) out[i * stride + k] = arrays[chunk]![from + k]!;
  }
  return out as never;
}

function texts(
  chunks: readonly Data[],
  rows: ArrayLike<number>,
  { starts, chunkOf }: Places,
): { readonly valueOffsets: Int32Array; readonly data: Uint8Array } {
  const slices = Array.from(rows, (row) => {
    const chunk = chunkOf(row);
    const { valueOffsets, values } = chunks[chunk] as Data<Utf8>;
    const at = row - starts[chunk]!;
    return values.subarray(valueOffsets[at]!, valueOffsets[at + 1]!);
  });
  const valueOffsets = new Int32Array(rows.length + 1);
  slices.forEach(({ length }, i) => {
    valueOffsets[i + 1] = valueOffsets[i]! + length;
  });
  const data = new Uint8Array(valueOffsets[rows.length]!);
  slices.forEach((slice, i) => {
    data.set(slice, valueOffsets[i]!);
  });
  return { valueOffsets, data };
}

function bits(chunks: readonly Data[], rows: ArrayLike<number>, { starts, chunkOf }: Places): Uint8Array {
  const out = new Uint8Array((rows.length + 7) >> 3);
  for (let i = 0; i < rows.length; i++) {
    const chunk = chunkOf(rows[i]!);
    const { values, offset } = chunks[chunk] as Data<Bool>;
    const bit = offset + rows[i]! - starts[chunk]!;
    if (((values[bit >> 3]! >> (bit & 7)) & 1) === 1) out[i >> 3]! |= 1 << (i & 7);
  }
  return out;
}
