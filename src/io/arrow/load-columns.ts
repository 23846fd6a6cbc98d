import type { Data, Field, Vector } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { DataType } from "apache-arrow/type";
import { allocate } from "../../matrix/index.js";
import { BINARY_VIEW, isUtf8View, Type } from "../../table/index.js";
import type { BatchHeader } from "./message.js";

/** Unpacks a buffer to a known number of bytes. */
export type Unpack = (packed: Uint8Array, bytes: number) => Uint8Array;

/** What loading needs beside the batch. */
export interface LoadContext {
  readonly dictionaries: ReadonlyMap<number, Vector>;
  /** There where the batch is packed. */
  readonly unpack?: Unpack | undefined;
  /** Places of the columns that are run-end encoded: structs of run ends and values, which are given as such. */
  readonly runs?: ReadonlySet<number>;
}

/** Bytes that a value takes, for types whose values lie one after the other. */
const VALUE_BYTES: Readonly<Record<number, (type: never) => number>> = {
  [Type.Int]: (type: { bitWidth: number }) => type.bitWidth / 8,
  [Type.Float]: (type: { precision: number }) => 2 << type.precision,
  [Type.Decimal]: (type: { bitWidth: number }) => type.bitWidth / 8,
  [Type.Date]: (type: { unit: number }) => (type.unit === 0 ? 4 : 8),
  [Type.Time]: (type: { bitWidth: number }) => type.bitWidth / 8,
  [Type.Timestamp]: () => 8,
  [Type.Duration]: () => 8,
  [Type.Interval]: (type: { unit: number }) => [4, 8, 16][type.unit]!,
  [Type.FixedSizeBinary]: (type: { byteWidth: number }) => type.byteWidth,
};

/** A kind of typed array. */
interface NumberArrays<A = ArrayLike<number>> {
  readonly BYTES_PER_ELEMENT: number;
  new (memory: ArrayBufferLike, at: number, length: number): A;
}

/** Something sound that cannot be read here. */
export class UnsupportedArrow extends Error {}

/**
 * The columns of a record batch over its body. Every size is held against the bytes there are, offsets and keys against what they point into, so that nothing
 * later reads outside or loops over what is not there.
 *
 * @throws RangeError where sizes do not fit together.
 */
export function loadColumns(
  fields: readonly Field[],
  header: BatchHeader,
  body: Uint8Array,
  context: LoadContext,
): Data[] {
  const loader = new ColumnLoader(header, body, context);
  return fields.map((field, j) => {
    const data = context.runs?.has(j) === true ? loader.loadRuns(field.type) : loader.load(field.type);
    if (data.length !== header.length)
      throw new RangeError(`column "${field.name}" has ${data.length} rows where the batch has ${header.length}`);
    return data;
  });
}

class ColumnLoader {
  readonly #header: BatchHeader;
  readonly #body: Uint8Array;
  readonly #context: LoadContext;
  #node = 0;
  #buffer = 0;
  #variadic = 0;

  constructor(header: BatchHeader, body: Uint8Array, context: LoadContext) {
    this.#header = header;
    this.#body = body;
    this.#context = context;
  }

  load(type: DataType): Data {
    const [length, nullCount] = this.#nextNode();
    if (type.typeId === Type.Null) {
      // No byte vouches for its rows.
      if (length > this.#header.length) throw new RangeError(`${length} rows that are not there`);
      return makeData({ type: type as never, length });
    }
    if (DataType.isUnion(type)) return this.#union(type, length);
    const common = { type: type as never, length, ...this.#validity(length, nullCount) };
    return makeData({ ...common, ...this.#values(type, length, common.nullBitmap) } as never);
  }

  /** Run ends and values, which are shorter than the column, and have no bitmap in common. */
  loadRuns(type: DataType): Data {
    const [length] = this.#nextNode();
    const children = type.children.map((field) => this.load(field.type));
    return makeData({ type: type as never, length, nullCount: 0, children });
  }

  #nextNode(): readonly [length: number, nullCount: number] {
    const node = this.#header.nodes[this.#node++];
    if (node === undefined) throw new RangeError("a column without rows");
    const [length] = node;
    if (length < 0 || length > 0x7fffffff) throw new RangeError(`a column of ${length} rows`);
    return node;
  }

  #values(type: DataType, length: number, bits: Uint8Array | null): object {
    if (DataType.isDictionary(type)) {
      const dictionary = this.#context.dictionaries.get(type.id);
      if (dictionary === undefined) throw new RangeError(`there is no dictionary ${type.id}`);
      const keys = this.#array(type.indices, length);
      checkKeys(keys, length, bits, dictionary.length);
      return { data: keys, dictionary };
    }
    if (DataType.isBool(type)) return { data: this.#bytes((length + 7) >> 3) };
    if (DataType.isUtf8(type) || DataType.isBinary(type)) return this.#text(length, 4);
    if (DataType.isLargeUtf8(type) || DataType.isLargeBinary(type)) return this.#text(length, 8);
    if (isUtf8View(type) || (type.typeId as number) === BINARY_VIEW) {
      const data = this.#bytes(16 * length);
      const count = this.#header.variadic[this.#variadic++] ?? 0;
      if (count > this.#header.buffers.length) throw new RangeError("more buffers of text than there are");
      return { data, views: data, variadicBuffers: Array.from({ length: count }, () => this.#bytes(0)) };
    }
    if (DataType.isList(type) || DataType.isMap(type)) {
      const valueOffsets = this.#integers(Int32Array, offsetsOf(length));
      const child = this.load(type.children[0]!.type);
      checkOffsets(valueOffsets, length, child.length);
      return { valueOffsets, child };
    }
    if (DataType.isFixedSizeList(type)) {
      const child = this.load(type.children[0]!.type);
      if (child.length < length * type.listSize) throw new RangeError("a list is longer than its values");
      return { child };
    }
    if (DataType.isStruct(type)) {
      const children = type.children.map((field) => this.load(field.type));
      if (children.some((child) => child.length < length)) throw new RangeError("a field of a struct is too short");
      return { children };
    }
    return { data: this.#array(type, length) };
  }

  #union(type: DataType, length: number): Data {
    const union = type as DataType & { mode: number; children: readonly Field[] };
    const typeIds = this.#integers(Int8Array, length);
    const valueOffsets = union.mode === 1 ? this.#integers(Int32Array, length) : undefined;
    const children = union.children.map((field) => this.load(field.type));
    return makeData({
      type: type as never,
      length,
      nullCount: 0,
      typeIds,
      children,
      ...(valueOffsets && { valueOffsets }),
    });
  }

  #validity(length: number, nullCount: number): { readonly nullCount: number; readonly nullBitmap: Uint8Array | null } {
    if (nullCount === 0) {
      this.#bytes(0);
      return { nullCount: 0, nullBitmap: null };
    }
    const bits = this.#bytes(0);
    // Without a bitmap nothing is missing, whatever is said.
    if (bits.length === 0) return { nullCount: 0, nullBitmap: null };
    if (bits.length < (length + 7) >> 3) throw new RangeError("a bitmap of missing values is too short");
    const nulls = length - countBits(bits, length);
    return nulls === 0 ? { nullCount: 0, nullBitmap: null } : { nullCount: nulls, nullBitmap: bits };
  }

  #text(length: number, width: 4 | 8): object {
    const count = offsetsOf(length);
    const valueOffsets = width === 4 ? this.#integers(Int32Array, count) : this.#integers(BigInt64Array, count);
    const data = this.#bytes(0);
    if (valueOffsets instanceof Int32Array) checkOffsets(valueOffsets, length, data.length);
    else checkOffsets(Float64Array.from(valueOffsets, Number), length, data.length);
    return { valueOffsets, data };
  }

  /** The values of a type whose values lie one after the other. */
  #array(type: DataType, length: number): ArrayLike<number> {
    const bytesOf = VALUE_BYTES[type.typeId];
    if (bytesOf === undefined) throw new UnsupportedArrow(`columns of type ${String(type)}`);
    const ArrayType = type.ArrayType as NumberArrays;
    return this.#integers(ArrayType, (bytesOf(type as never) * length) / ArrayType.BYTES_PER_ELEMENT);
  }

  #integers<A>(Numbers: NumberArrays<A>, length: number): A {
    const width = Numbers.BYTES_PER_ELEMENT;
    const bytes = aligned(this.#bytes(width * length).subarray(0, width * length), width);
    return new Numbers(bytes.buffer, bytes.byteOffset, length);
  }

  /** The next buffer, of `least` bytes or more. */
  #bytes(least: number): Uint8Array {
    const place = this.#header.buffers[this.#buffer++];
    if (place === undefined) throw new RangeError("a column without values");
    const [offset, length] = place;
    if (offset < 0 || length < 0 || offset + length > this.#body.length)
      throw new RangeError("a column lies outside of the file");
    const found = this.#unpacked(this.#body.subarray(offset, offset + length));
    if (found.length < least) throw new RangeError(`${found.length} bytes of a column where there should be ${least}`);
    return found;
  }

  /** Packed buffers begin with the number of bytes that they were; -1 where this one was left alone. */
  #unpacked(bytes: Uint8Array): Uint8Array {
    const { unpack } = this.#context;
    if (unpack === undefined || bytes.length === 0) return bytes;
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigInt64(0, true));
    return size === -1 ? bytes.subarray(8) : unpack(bytes.subarray(8), size);
  }
}

/** A batch without rows may come without offsets. */
function offsetsOf(length: number): number {
  return length === 0 ? 0 : length + 1;
}

function aligned(bytes: Uint8Array, width: number): Uint8Array {
  if (bytes.byteOffset % width === 0) return bytes;
  const copy = new Uint8Array(allocate(bytes.length));
  copy.set(bytes);
  return copy;
}

function checkOffsets(offsets: Int32Array | Float64Array, length: number, end: number): void {
  if (length === 0) return;
  let last = offsets[0]!;
  let sorted = last >= 0;
  for (let i = 1; i <= length; i++) {
    const next = offsets[i]!;
    sorted = sorted && next >= last;
    last = next;
  }
  if (!sorted || last > end) throw new RangeError("texts or lists that lie outside of the file");
}

function checkKeys(keys: ArrayLike<number>, length: number, bits: Uint8Array | null, words: number): void {
  for (let i = 0; i < length; i++) {
    const key = Number(keys[i]);
    if (key >= 0 && key < words) continue;
    if (bits === null || ((bits[i >> 3]! >> (i & 7)) & 1) === 1)
      throw new RangeError(`word ${key} of a dictionary of ${words} words`);
  }
}

function countBits(bits: Uint8Array, length: number): number {
  const words = bits.byteOffset % 4 === 0 ? new Int32Array(bits.buffer, bits.byteOffset, length >> 5) : NO_WORDS;
  let count = 0;
  for (const word of words) count += onesOf(word);
  const whole = length >> 3;
  for (let i = words.length * 4; i < whole; i++) count += ONES[bits[i]!]!;
  return (length & 7) === 0 ? count : count + ONES[bits[whole]! & ((1 << (length & 7)) - 1)]!;
}

const NO_WORDS: Int32Array = new Int32Array(0);

/** The bits of 32 that are set: sums of two, of four, of eight, of all. */
function onesOf(word: number): number {
  const twos = word - ((word >>> 1) & 0x55555555);
  const fours = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const ONES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll("0", "").length);
