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
      if (markBytes(data, values)) knowReservedNulls(data);
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
/** Moves the bits 0, 8, 16 and 24 to 28, 29, 30 and 31. */
const GATHER = 0x10204080;

/**
 * Marks bytes four at a time. Returns whether the reserved code stands for missing values alone. Files of ours hold it in their slots already: such bytes
 * are looked at, eight at a time, and not written.
 */
function markBytes({ nullBitmap, length }: Data, values: Int8Array): boolean {
  const fours = new Int32Array(values.buffer, values.byteOffset, length >> 2);
  const bits = nullBitmap as Uint8Array;
  let present = 0;
  let i = markedBefore(fours, bits);
  for (; i < fours.length; i++) {
    const absent = ABSENT[(bits[i >> 1]! >> ((i & 1) << 2)) & 15]!;
    const four = (fours[i]! & ~absent) | (RESERVED & absent);
    fours[i] = four;
    present |= ~(different(four) | absent);
  }
  let isReserved = (present & RESERVED) === 0;
  for (let row = fours.length * 4; row < length; row++) {
    if (((bits[row >> 3]! >> (row & 7)) & 1) === 0) values[row] = -128;
    else if (values[row] === -128) isReserved = false;
  }
  return isReserved;
}

/** How many of the first fours, an even number, hold the reserved code in the slots of missing values and nowhere else. */
function markedBefore(fours: Int32Array, bits: Uint8Array): number {
  const pairs = fours.length & ~1;
  for (let i = 0; i < pairs; i += 2) {
    const low = Math.imul((different(fours[i]!) & RESERVED) >>> 7, GATHER) >>> 28;
    const high = Math.imul((different(fours[i + 1]!) & RESERVED) >>> 7, GATHER) >>> 28;
    if ((low | (high << 4)) !== bits[i >> 1]) return i;
  }
  return pairs;
}

/** The highest bit of each byte that is not the reserved code; the other bits say nothing. */
function different(four: number): number {
  const other = four ^ RESERVED;
  return ((other & LOW_BITS) + LOW_BITS) | other;
}
