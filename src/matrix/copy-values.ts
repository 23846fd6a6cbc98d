import { isShared } from "./shared-memory.js";
import type { Store } from "./store.js";

/**
 * Copies `count` values from `from[start + i * stride]` to `to[at + i]`, between arrays of one type. `set` moves memory at once where it
 * may; where memory is shared it goes word by word if both lie alike between words, else byte by byte, and a loop is several times as fast.
 */
export function copyValues(from: Store, start: number, stride: number, count: number, to: Store, at: number): void {
  const shared = isShared(from.buffer) || isShared(to.buffer);
  if (stride === 1 && (!shared || phaseOf(from, start) === phaseOf(to, at)))
    to.set(from.subarray(start, start + count), at);
  // One loop for each kind of array, so that each compiles to one kind of access.
  else if (from instanceof Int8Array) copyInt8(from, start, stride, count, to as Int8Array, at);
  else if (from instanceof Uint8Array) copyUint8(from, start, stride, count, to as Uint8Array, at);
  else if (from instanceof Int16Array) copyInt16(from, start, stride, count, to as Int16Array, at);
  else if (from instanceof Float32Array) copyFloat32(from, start, stride, count, to as Float32Array, at);
  else if (from instanceof Float64Array) copyFloat64(from, start, stride, count, to as Float64Array, at);
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i * stride]!;
}

const WORD_BYTES = 8;

/** How far an element lies behind the last border between two words of memory, in bytes. */
function phaseOf({ byteOffset, BYTES_PER_ELEMENT }: Store, at: number): number {
  return (byteOffset + at * BYTES_PER_ELEMENT) % WORD_BYTES;
}

function copyInt8(from: Int8Array, start: number, stride: number, count: number, to: Int8Array, at: number): void {
  for (let i = 0, p = start; i < count; i++, p += stride) to[at + i] = from[p]!;
}

function copyUint8(from: Uint8Array, start: number, stride: number, count: number, to: Uint8Array, at: number): void {
  for (let i = 0, p = start; i < count; i++, p += stride) to[at + i] = from[p]!;
}

function copyInt16(from: Int16Array, start: number, stride: number, count: number, to: Int16Array, at: number): void {
  for (let i = 0, p = start; i < count; i++, p += stride) to[at + i] = from[p]!;
}

function copyFloat32(
  from: Float32Array,
  start: number,
  stride: number,
  count: number,
  to: Float32Array,
  at: number,
): void {
  for (let i = 0, p = start; i < count; i++, p += stride) to[at + i] = from[p]!;
}

function copyFloat64(
  from: Float64Array,
  start: number,
  stride: number,
  count: number,
  to: Float64Array,
  at: number,
): void {
  for (let i = 0, p = start; i < count; i++, p += stride) to[at + i] = from[p]!;
}
