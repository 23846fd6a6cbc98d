import { ByteCursor, readDeltas, readFlags, type Scratch } from "./bits.js";

/** Values as a page, or a dictionary, holds them: present ones only. */
export type PageValues =
  | { readonly kind: "numbers"; readonly data: Int32Array | Float32Array | Float64Array }
  | { readonly kind: "longs"; readonly data: BigInt64Array }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly starts: Int32Array; readonly ends: Int32Array };

/** Numbers of the encodings in parquet.thrift. */
const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const RLE = 3;
const DELTA_BINARY_PACKED = 5;
const DELTA_LENGTH_BYTE_ARRAY = 6;
const DELTA_BYTE_ARRAY = 7;
const RLE_DICTIONARY = 8;
const BYTE_STREAM_SPLIT = 9;

/** Are the values codes of a dictionary? */
export function isOfDictionary(encoding: number): boolean {
  return encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY;
}

/** An encoding that is not known. */
export class UnknownEncoding extends Error {}

/** The first `count` values of a page. @throws RangeError where there are fewer; UnknownEncoding. */
export function readValues(
  cursor: ByteCursor,
  encoding: number,
  type: string,
  width: number,
  count: number,
  scratch: Scratch,
): PageValues {
  switch (encoding) {
    case PLAIN:
      return readPlain(cursor, type, width, count);
    case RLE: {
      if (type !== "BOOLEAN") break;
      cursor.uint32();
      return { kind: "numbers", data: Int32Array.from(readFlags(cursor, count, scratch).flags) };
    }
    case DELTA_BINARY_PACKED: {
      const data = readDeltas(cursor, count);
      if (data.length < count) throw new RangeError("a page of differences is too short");
      return type === "INT64" ? { kind: "longs", data } : { kind: "numbers", data: Int32Array.from(data, Number) };
    }
    case DELTA_LENGTH_BYTE_ARRAY:
      return readLengths(cursor, count);
    case DELTA_BYTE_ARRAY:
      return readPrefixes(cursor, count);
    case BYTE_STREAM_SPLIT: {
      const size = type === "FIXED_LEN_BYTE_ARRAY" ? width : type === "INT32" || type === "FLOAT" ? 4 : 8;
      const from = cursor.skip(size * count);
      const joined = new Uint8Array(size * count);
      for (let k = 0; k < size; k++)
        for (let i = 0; i < count; i++) joined[i * size + k] = cursor.bytes[from + k * count + i]!;
      return readPlain(new ByteCursor(joined), type, width, count);
    }
  }
  throw new UnknownEncoding(`values in the encoding ${encoding}`);
}

/** How many values a dictionary has. */
export function sizeOf(values: PageValues): number {
  return values.kind === "bytes" ? values.starts.length : values.data.length;
}

function readPlain(cursor: ByteCursor, type: string, width: number, count: number): PageValues {
  switch (type) {
    case "BOOLEAN": {
      const from = cursor.skip((count + 7) >> 3);
      const data = Int32Array.from({ length: count }, (_, i) => (cursor.bytes[from + (i >> 3)]! >> (i & 7)) & 1);
      return { kind: "numbers", data };
    }
    case "INT32":
      return { kind: "numbers", data: new Int32Array(copied(cursor, 4 * count)) };
    case "FLOAT":
      return { kind: "numbers", data: new Float32Array(copied(cursor, 4 * count)) };
    case "DOUBLE":
      return { kind: "numbers", data: new Float64Array(copied(cursor, 8 * count)) };
    case "INT64":
      return { kind: "longs", data: new BigInt64Array(copied(cursor, 8 * count)) };
    case "INT96":
    case "FIXED_LEN_BYTE_ARRAY": {
      const size = type === "INT96" ? 12 : width;
      const from = cursor.skip(size * count);
      const starts = Int32Array.from({ length: count }, (_, i) => from + i * size);
      return { kind: "bytes", bytes: cursor.bytes, starts, ends: starts.map((start) => start + size) };
    }
    default: {
      const starts = new Int32Array(count);
      const ends = new Int32Array(count);
      for (let i = 0; i < count; i++) {
        const length = cursor.uint32();
        starts[i] = cursor.skip(length);
        ends[i] = cursor.at;
      }
      return { kind: "bytes", bytes: cursor.bytes, starts, ends };
    }
  }
}

function copied(cursor: ByteCursor, length: number): ArrayBuffer {
  const from = cursor.skip(length);
  // Not by slice, which copies nothing where Node's zlib gave a Buffer.
  const copy = new Uint8Array(length);
  copy.set(cursor.bytes.subarray(from, from + length));
  return copy.buffer;
}

function readLengths(cursor: ByteCursor, count: number): PageValues & { kind: "bytes" } {
  const lengths = readDeltas(cursor, count);
  if (lengths.length < count) throw new RangeError("a page of lengths is too short");
  const starts = Int32Array.from(lengths, (length) => cursor.skip(Number(length)));
  return { kind: "bytes", bytes: cursor.bytes, starts, ends: starts.map((start, i) => start + Number(lengths[i])) };
}

/** Each text begins as the one before it. */
function readPrefixes(cursor: ByteCursor, count: number): PageValues {
  const prefixes = readDeltas(cursor, count);
  const rest = readLengths(cursor, count);
  if (prefixes.length < count) throw new RangeError("a page of lengths is too short");
  let total = 0;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const prefix = Number(prefixes[i]);
    if (prefix < 0 || prefix > before) throw new RangeError("a text begins with more than the one before it has");
    before = prefix + rest.ends[i]! - rest.starts[i]!;
    total += before;
    // One long text may be repeated in every row.
    if (total > 1 << 30) throw new RangeError("a page of more than a gigabyte of text");
  }
  const bytes = new Uint8Array(total);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    const prefix = Number(prefixes[i]);
    starts[i] = at;
    if (i > 0) bytes.copyWithin(at, starts[i - 1]!, starts[i - 1]! + prefix);
    bytes.set(rest.bytes.subarray(rest.starts[i], rest.ends[i]), at + prefix);
    at += prefix + rest.ends[i]! - rest.starts[i]!;
    ends[i] = at;
  }
  return { kind: "bytes", bytes, starts, ends };
}
