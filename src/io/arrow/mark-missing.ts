import type { Data } from "apache-arrow";
import { DataType } from "apache-arrow/type";
import { missingCodeOf, type Store } from "../../matrix/index.js";
import { knowReservedNulls } from "../../table/index.js";

/** Writes the reserved code into the slots of missing values. */
export function markMissing(columns: readonly Data[]): void {
  for (const data of columns) {
    const number = DataType.isInt(data.type) || DataType.isFloat(data.type) || DataType.isDictionary(data.type);
    if (!number || data.nullCount === 0) continue;
    const values = data.values as unknown;
    if (!isStore(values)) continue;
    const code = missingCodeOf(values) ?? Number.NaN;
    if (values instanceof Int8Array && data.offset === 0 && values.byteOffset % 4 === 0) {
      if (markBytes(data, values) === data.nullCount) knowReservedNulls(data);
      continue;
    }
    fillNulls(data, values, code);
    if (!DataType.isDictionary(data.type) && countOf(code, values, data.length) === data.nullCount)
      knowReservedNulls(data);
  }
}

function countOf(code: number, values: Store, length: number): number {
  let count = 0;
  if (Number.isNaN(code)) for (let i = 0; i < length; i++) count += Number.isNaN(values[i]!) ? 1 : 0;
  else for (let i = 0; i < length; i++) count += values[i] === code ? 1 : 0;
  return count;
}

/** Nulls are few as a rule: eight rows without any are passed at once. */
function fillNulls({ nullBitmap, offset, length }: Data, values: Store, code: number): void {
  for (let i = 0; i < length; i++) {
    const bit = offset + i;
    const byte = nullBitmap[bit >> 3]!;
    if (byte === 255 && (bit & 7) === 0) i += 7;
    else if (((byte >> (bit & 7)) & 1) === 0) values[i] = code;
  }
}

function isStore(values: unknown): values is Store {
  return (
    values instanceof Int8Array ||
    values instanceof Int16Array ||
    values instanceof Int32Array ||
    values instanceof Uint8Array ||
    values instanceof Float32Array ||
    values instanceof Float64Array
  );
}

/** Four bytes, of which those are 255 whose bit of four is not set. */
const ABSENT: Int32Array = Int32Array.from({ length: 16 }, (_, bits) =>
  [0, 1, 2, 3].reduce((mask, k) => ((bits >> k) & 1 ? mask : mask | (255 << (8 * k))), 0),
);
/** The reserved code in each of four bytes. */
const RESERVED = 0x80808080 | 0;
const LOW_BITS = 0x7f7f7f7f;

/** Marks bytes four at a time, without a branch; returns how many hold the reserved code then. */
function markBytes({ nullBitmap, length }: Data, values: Int8Array): number {
  const fours = new Int32Array(values.buffer, values.byteOffset, length >> 2);
  const bits = nullBitmap as Uint8Array;
  let count = 0;
  for (let i = 0; i < fours.length; i++) {
    const absent = ABSENT[(bits[i >> 1]! >> ((i & 1) << 2)) & 15]!;
    const four = (fours[i]! & ~absent) | (RESERVED & absent);
    fours[i] = four;
    // The highest bit of each byte that is the reserved code, and of no other; then the four bits are added up.
    const other = four ^ RESERVED;
    const same = ~(((other & LOW_BITS) + LOW_BITS) | other | LOW_BITS);
    count += Math.imul(same >>> 7, 0x01010101) >>> 24;
  }
  for (let i = fours.length * 4; i < length; i++) {
    if (((bits[i >> 3]! >> (i & 7)) & 1) === 0) values[i] = -128;
    if (values[i] === -128) count++;
  }
  return count;
}
