import { missingCodeOf } from "./column-store.js";
import { allocate } from "./shared-memory.js";
import type { Store } from "./store.js";

/** Which rows are there, in Arrow's form. */
export interface Validity {
  /** One bit a row, 1 where there is a value; none where no value is missing. */
  readonly nullBitmap: Uint8Array | null;
  readonly nullCount: number;
}

/** Bits set in a byte. */
const ONES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll("0", "").length);

/** Reads the bitmap from the reserved missing codes (NaN among floats) of the first rows. */
export function validity(data: Store, rows: number): Validity {
  const bits = new Uint8Array(allocate((rows + 7) >> 3));
  const valid = markValid(data, rows, bits);
  return valid === rows ? { nullBitmap: null, nullCount: 0 } : { nullBitmap: bits, nullCount: rows - valid };
}

/** Sets the bits of the first rows that hold a value; all bits are 0 before. Returns how many there are. */
export function markValid(data: Store, rows: number, bits: Uint8Array): number {
  // One loop for each kind of array, so that each compiles to one kind of access.
  if (data instanceof Int8Array) markInt8(data, rows, bits);
  else if (data instanceof Int16Array) markInt16(data, rows, bits);
  else if (data instanceof Int32Array) markInt32(data, rows, bits);
  else if (data instanceof Float64Array) markFloat64(data, rows, bits);
  else markOthers(data, rows, bits);
  let valid = 0;
  for (let byte = 0; byte < bits.length; byte++) valid += ONES[bits[byte]!]!;
  return valid;
}

function markInt8(codes: Int8Array, rows: number, bits: Uint8Array): void {
  const aligned = codes.byteOffset % 4 === 0;
  const fours = aligned ? new Int32Array(codes.buffer, codes.byteOffset, rows >> 2) : new Int32Array(0);
  const pairs = fours.length & ~1;
  for (let i = 0; i < pairs; i += 2) bits[i >> 1] = validOfFour(fours[i]!) | (validOfFour(fours[i + 1]!) << 4);
  for (let i = pairs * 4; i < rows; i++) if (codes[i] !== -128) bits[i >> 3]! |= 1 << (i & 7);
}

/** Which of four bytes differ from 0x80, as four bits: a byte that does keeps a bit below its highest, or lacks that. */
function validOfFour(four: number): number {
  const other = four ^ 0x80808080;
  const high = (((other & 0x7f7f7f7f) + 0x7f7f7f7f) | other) & 0x80808080;
  // Bits 0, 8, 16 and 24 move to 28, 29, 30 and 31.
  return Math.imul(high >>> 7, 0x10204080) >>> 28;
}

function markInt16(codes: Int16Array, rows: number, bits: Uint8Array): void {
  for (let i = 0; i < rows; i++) if (codes[i] !== -32768) bits[i >> 3]! |= 1 << (i & 7);
}

function markInt32(codes: Int32Array, rows: number, bits: Uint8Array): void {
  for (let i = 0; i < rows; i++) if (codes[i] !== -2147483648) bits[i >> 3]! |= 1 << (i & 7);
}

function markFloat64(numbers: Float64Array, rows: number, bits: Uint8Array): void {
  for (let i = 0; i < rows; i++) if (!Number.isNaN(numbers[i]!)) bits[i >> 3]! |= 1 << (i & 7);
}

function markOthers(values: Store, rows: number, bits: Uint8Array): void {
  const missing = missingCodeOf(values);
  for (let i = 0; i < rows; i++) {
    const value = values[i]!;
    if (value !== missing && !Number.isNaN(value)) bits[i >> 3]! |= 1 << (i & 7);
  }
}
