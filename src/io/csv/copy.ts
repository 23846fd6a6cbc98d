import type { ColumnBytes } from "./block-memory.js";
import { type ColumnData, type Kind, missingCode } from "./kind.js";

/** Numbers to copy. */
interface Numbers {
  readonly kind: Kind;
  readonly data: ColumnData;
  readonly rows: number;
}

/**
 * Copies numbers (or codes of words) to data[at...] of a kind at least as wide, with that kind's missing code. `set` would do where the kinds
 * are the same, but between shared memories it copies byte by byte: loops are several times as fast.
 */
export function copyNumbers({ kind: from, data: old, rows }: Numbers, to: Kind, data: ColumnData, at: number): void {
  if (from === "int8" && to === "int8") copyInt8(old as Int8Array, rows, data as Int8Array, at);
  else if (from === "int16" && to === "int16") copyInt16(old as Int16Array, rows, data as Int16Array, at);
  else if (from === to && old instanceof Int32Array) copyInt32(old as Int32Array, rows, data as Int32Array, at);
  else if (from === "float64") copyFloat64(old as Float64Array, rows, data as Float64Array, at);
  else {
    const oldMissing = missingCode(from);
    const missing = missingCode(to);
    for (let i = 0; i < rows; i++) {
      const value = old[i]!;
      data[at + i] = value === oldMissing ? missing : value;
    }
  }
}

function copyInt8(old: Int8Array, rows: number, data: Int8Array, at: number): void {
  const fours = new Int32Array(old.buffer, old.byteOffset, old.length >> 2);
  copyBytes({ single: old, fours }, rows, data, new Int32Array(data.buffer, data.byteOffset, data.length >> 2), at);
}

/**
 * Copies bytes to data[at...], which `to` shows four at a time: four bytes a store, put together from two loads where the two arrays are not aligned
 * alike.
 */
export function copyBytes(old: ColumnBytes, rows: number, data: Int8Array, to: Int32Array, at: number): void {
  const { single, fours } = old;
  let i = Math.min(rows, -at & 3);
  for (let k = 0; k < i; k++) data[at + k] = single[k]!;
  const shift = (i & 3) * 8;
  if (shift === 0) for (; i + 4 <= rows; i += 4) to[(at + i) >> 2] = fours[i >> 2]!;
  else {
    // The second load must not lie beyond the array's last four.
    let low = fours[i >> 2]!;
    for (; i + 8 <= rows; i += 4) {
      const high = fours[(i >> 2) + 1]!;
      to[(at + i) >> 2] = (low >>> shift) | (high << (32 - shift));
      low = high;
    }
  }
  for (; i < rows; i++) data[at + i] = single[i]!;
}

function copyInt16(old: Int16Array, rows: number, data: Int16Array, at: number): void {
  for (let i = 0; i < rows; i++) data[at + i] = old[i]!;
}

function copyInt32(old: Int32Array, rows: number, data: Int32Array, at: number): void {
  for (let i = 0; i < rows; i++) data[at + i] = old[i]!;
}

function copyFloat64(old: Float64Array, rows: number, data: Float64Array, at: number): void {
  for (let i = 0; i < rows; i++) data[at + i] = old[i]!;
}

/** Copies codes of words to data[at...]: code c becomes codes[c]. */
export function copyCodes(
  { data: old, rows }: Pick<Numbers, "data" | "rows">,
  codes: readonly number[],
  data: ColumnData,
  at: number,
): void {
  const missing = missingCode("text");
  for (let i = 0; i < rows; i++) {
    const code = old[i]!;
    data[at + i] = code === missing ? missing : codes[code]!;
  }
}
