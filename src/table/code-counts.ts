import type { Data } from "apache-arrow";
import { DataType } from "apache-arrow";

/** How often each code of a chunk occurs where it is not null: `counts[code - lowest]`. */
export interface CodeCounts {
  readonly counts: Uint32Array;
  readonly lowest: number;
}

const known = new WeakMap<Data, CodeCounts>();

/** Counts the codes of a chunk of one or two bytes a value; undefined for others. Once a chunk: whoever asks again gets the same. */
export function codeCounts(data: Data): CodeCounts | undefined {
  let found = known.get(data);
  if (found === undefined) {
    found = counted(data);
    if (found !== undefined) known.set(data, found);
  }
  return found;
}

function counted(data: Data): CodeCounts | undefined {
  if (!DataType.isInt(data.type)) return undefined;
  const values: unknown = data.values;
  const bits = data.nullCount > 0 ? (data.nullBitmap as Uint8Array) : undefined;
  const { length, offset } = data;
  // One loop for each kind of array, so that each compiles to one kind of access.
  if (values instanceof Int8Array) return { counts: countInt8(values, length, bits, offset), lowest: -128 };
  if (values instanceof Uint8Array) return { counts: countUint8(values, length, bits, offset), lowest: 0 };
  if (values instanceof Int16Array) return { counts: countInt16(values, length, bits, offset), lowest: -32768 };
  return undefined;
}

function countInt8(values: Int8Array, length: number, bits: Uint8Array | undefined, offset: number): Uint32Array {
  const counts = new Uint32Array(256);
  if (bits === undefined) for (let i = 0; i < length; i++) counts[values[i]! + 128]!++;
  else
    for (let i = 0, bit = offset; i < length; i++, bit++)
      counts[values[i]! + 128]! += (bits[bit >> 3]! >> (bit & 7)) & 1;
  return counts;
}

function countUint8(values: Uint8Array, length: number, bits: Uint8Array | undefined, offset: number): Uint32Array {
  const counts = new Uint32Array(256);
  if (bits === undefined) for (let i = 0; i < length; i++) counts[values[i]!]!++;
  else for (let i = 0, bit = offset; i < length; i++, bit++) counts[values[i]!]! += (bits[bit >> 3]! >> (bit & 7)) & 1;
  return counts;
}

function countInt16(values: Int16Array, length: number, bits: Uint8Array | undefined, offset: number): Uint32Array {
  const counts = new Uint32Array(65536);
  if (bits === undefined) for (let i = 0; i < length; i++) counts[values[i]! + 32768]!++;
  else
    for (let i = 0, bit = offset; i < length; i++, bit++)
      counts[values[i]! + 32768]! += (bits[bit >> 3]! >> (bit & 7)) & 1;
  return counts;
}
