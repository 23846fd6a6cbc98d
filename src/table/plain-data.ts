import type { Data } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { Precision } from "apache-arrow/enum";
import { DataType, Float32, Utf8 } from "apache-arrow/type";

const known = new WeakMap<Data, Data>();

/** The number of the type of text that is stored as views, which older versions of Arrow do not name. */
export const UTF8_VIEW = 24;

/** The number of the type of bytes that are stored as views. */
export const BINARY_VIEW = 23;

/** Is it the type of text that is stored as views? */
export function isUtf8View(type: { readonly typeId: number }): boolean {
  return type.typeId === UTF8_VIEW;
}

/**
 * A chunk as the rest of this library takes it: numbers of 16 bits as Float32, text that is stored as views as Utf8. Others are given back as they are. Once a
 * chunk: a second call gives the same.
 *
 * @throws RangeError where a view lies outside of its text.
 */
export function plainData(data: Data): Data {
  if (!isHalf(data) && !isUtf8View(data.type)) return data;
  let plain = known.get(data);
  if (plain === undefined) {
    plain = isHalf(data) ? fromHalf(data) : fromViews(data);
    known.set(data, plain);
  }
  return plain;
}

function isHalf({ type, values }: Data): boolean {
  return DataType.isFloat(type) && type.precision === Precision.HALF && values instanceof Uint16Array;
}

function fromHalf(data: Data): Data {
  const { length, offset, nullCount, nullBitmap } = data;
  const halves = data.values as Uint16Array;
  const values = Float32Array.from({ length }, (_, i) => halfToNumber(halves[i]!));
  return withNulls(new Float32(), offset, length, nullCount, nullBitmap, { data: values });
}

/** A binary16 of IEEE 754: a sign, five bits of exponent, ten of fraction. */
function halfToNumber(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

const INLINE_BYTES = 12;

/** A view is 16 bytes: a length, then the text itself, or its start, a buffer and a place in it. */
function fromViews(data: Data): Data {
  const { length, offset, nullCount, nullBitmap } = data;
  const raw = data.values as Uint8Array;
  const views = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const buffers = (data as unknown as { variadicBuffers: readonly Uint8Array[] }).variadicBuffers;
  const present = (row: number): boolean =>
    nullCount === 0 || ((nullBitmap[(offset + row) >> 3]! >> ((offset + row) & 7)) & 1) === 1;
  const valueOffsets = new Int32Array(length + 1);
  let total = 0;
  for (let row = 0; row < length; row++) {
    if (present(row)) total += views.getInt32(row * 16, true);
    if (total > 0x7fffffff) throw new RangeError("more than 2 GB of text in one chunk");
    valueOffsets[row + 1] = total;
  }
  const text = new Uint8Array(total);
  for (let row = 0; row < length; row++) {
    const from = valueOffsets[row]!;
    const bytes = valueOffsets[row + 1]! - from;
    if (bytes === 0) continue;
    const inline = bytes <= INLINE_BYTES;
    const buffer = inline ? raw : buffers[views.getInt32(row * 16 + 8, true)];
    const at = inline ? row * 16 + 4 : views.getInt32(row * 16 + 12, true);
    if (buffer === undefined || bytes < 0 || at < 0 || at + bytes > buffer.length)
      throw new RangeError(`the text of row ${row} lies outside of the file`);
    text.set(buffer.subarray(at, at + bytes), from);
  }
  return withNulls(new Utf8(), offset, length, nullCount, nullBitmap, { valueOffsets, data: text });
}

/** Values stand at their rows already: only the bitmap has an offset, which is taken out of it. */
function withNulls(
  type: DataType,
  offset: number,
  length: number,
  nullCount: number,
  nullBitmap: Uint8Array,
  buffers: object,
): Data {
  const bits = new Uint8Array((length + 7) >> 3);
  if (nullCount > 0)
    for (let row = 0; row < length; row++)
      if (((nullBitmap[(offset + row) >> 3]! >> ((offset + row) & 7)) & 1) === 1) bits[row >> 3]! |= 1 << (row & 7);
  return makeData({ type, length, nullCount, nullBitmap: nullCount > 0 ? bits : null, ...buffers } as never);
}
