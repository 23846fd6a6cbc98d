import type { Data } from "apache-arrow";
import { DataType } from "apache-arrow/type";
import { nullsAreReserved } from "./reserved-nulls.js";

/** How often each code of a chunk occurs where it is not null: `counts[code - lowest]`. */
export interface CodeCounts {
  readonly counts: Uint32Array;
  readonly lowest: number;
}

const known = new WeakMap<Data, CodeCounts>();

/** Counts the codes of a chunk of one or two bytes a value; undefined for others. Once a chunk: a second call gets the same. */
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
  const { length, offset } = data;
  if (values instanceof Int8Array && nullsAreReserved(data, values)) {
    const counts = countAll(values, length);
    counts[0] = 0;
    return { counts, lowest: -128 };
  }
  const bits = data.nullCount > 0 ? (data.nullBitmap as Uint8Array) : undefined;
  // One loop for each kind of array, so that each compiles to one kind of access.
  if (values instanceof Int8Array) return { counts: countInt8(values, length, bits, offset), lowest: -128 };
  if (values instanceof Uint8Array) return { counts: countUint8(values, length, bits, offset), lowest: 0 };
  if (values instanceof Int16Array) return { counts: countInt16(values, length, bits, offset), lowest: -32768 };
  return undefined;
}

function countInt8(values: Int8Array, length: number, bits: Uint8Array | undefined, offset: number): Uint32Array {
  if (bits === undefined) return countAll(values, length);
  const counts = new Uint32Array(256);
  for (let i = 0, bit = offset; i < length; i++, bit++) counts[values[i]! + 128]! += (bits[bit >> 3]! >> (bit & 7)) & 1;
  return counts;
}

/** Four counts of each code, since a count waits for the one before it where neighbors are alike. */
function countAll(values: Int8Array, length: number): Uint32Array {
  const counts = new Uint32Array(1024);
  const even = length & ~3;
  for (let i = 0; i < even; i += 4) {
    counts[values[i]! + 128]!++;
    counts[values[i + 1]! + 384]!++;
    counts[values[i + 2]! + 640]!++;
    counts[values[i + 3]! + 896]!++;
  }
  for (let i = even; i < length; i++) counts[values[i]! + 128]!++;
  for (let k = 0; k < 256; k++) counts[k]! += counts[k + 256]! + counts[k + 512]! + counts[k + 768]!;
  return counts.slice(0, 256);
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
