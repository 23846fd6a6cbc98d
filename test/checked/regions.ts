import type { KernelMemory } from "../../src/engine/wasm/regions.js";

// Stands in for src/engine/wasm/regions.ts where kernels are built to check every access: arrays have a gap behind them that is filled with a
// pattern, kernels may touch nothing outside an array, nor an array and what follows it at once, and the pattern must stay.

/** Bytes behind every array that belong to nobody. */
export const GAP: number = 64;
const PATTERN = 0xa5;

interface Regions {
  starts: number[];
  ends: number[];
  room: { bytes: number; arrays: number } | undefined;
  /** The region that was touched last: the next touch is often there again. */
  last: number;
}

const known = new WeakMap<KernelMemory, Regions>();
const memories = new Set<WeakRef<KernelMemory>>();

/** What a module of kernels imports: its memory, and whom it asks before each access. */
export function importsOf(memory: WebAssembly.Memory): WebAssembly.Imports {
  return {
    env: { memory, touch: (at: number, bytes: number, write: number) => touch(memory, at >>> 0, bytes, write) },
  };
}

export function clearRegions(memory: KernelMemory, room?: { readonly bytes: number; readonly arrays: number }): void {
  checkGaps(memory);
  if (!known.has(memory)) memories.add(new WeakRef(memory));
  known.set(memory, { starts: [], ends: [], room: room === undefined ? undefined : { ...room }, last: 0 });
}

export function addRegion(memory: KernelMemory, start: number, bytes: number): void {
  const { starts, ends, room } = known.get(memory)!;
  if (room !== undefined) {
    room.bytes -= bytes;
    room.arrays--;
    if (room.bytes < 0) throw new Error(`arrays take ${-room.bytes} bytes more than were asked for`);
    if (room.arrays < 0) throw new Error("there are more arrays than were asked for");
  }
  const end = ends.at(-1) ?? 0;
  if (start < end) throw new Error(`an array begins at ${start}, before the last one ends at ${end}`);
  starts.push(start);
  ends.push(start + bytes);
  fillGap(memory, start + bytes);
}

function fillGap(memory: KernelMemory, end: number): void {
  const bytes = bytesOf(memory);
  // Shared memory is opened by every thread: the gaps have their pattern by then.
  if (end < bytes.length) bytes.fill(PATTERN, end, end + GAP);
}

/** Throws where something has been written behind an array, in any memory. */
export function checkAllGaps(): void {
  for (const one of memories) {
    const memory = one.deref();
    if (memory === undefined) memories.delete(one);
    else checkGaps(memory);
  }
}

/** Throws where something has been written behind an array. */
export function checkGaps(memory: KernelMemory): void {
  const regions = known.get(memory);
  if (regions === undefined) return;
  const bytes = bytesOf(memory);
  const { starts, ends } = regions;
  ends.forEach((end, k) => {
    const next = Math.min(starts[k + 1] ?? bytes.length, end + GAP, bytes.length);
    for (let at = end; at < next; at++)
      if (bytes[at] !== PATTERN)
        throw new Error(`byte ${at - end} behind the array [${starts[k]}, ${end}) was written`);
  });
}

function bytesOf(memory: KernelMemory): Uint8Array {
  return new Uint8Array(memory instanceof WebAssembly.Memory ? memory.buffer : memory);
}

function touch(memory: KernelMemory, at: number, bytes: number, write: number): void {
  if (bytes === 0) return;
  const regions = known.get(memory);
  if (regions === undefined) throw new Error("a kernel runs on memory that has no arrays");
  const { starts, ends } = regions;
  let k = regions.last;
  if (!(at >= starts[k]! && at + bytes <= ends[k]!)) {
    k = lastAtMost(starts, at);
    if (k < 0 || at + bytes > ends[k]!)
      throw new Error(
        `a kernel ${write === 1 ? "writes" : "reads"} [${at}, ${at + bytes}), and the array there is [${starts[k]}, ${ends[k]})`,
      );
    regions.last = k;
  }
}

/** The last position whose value is at most what is given; -1 where there is none. */
function lastAtMost(values: readonly number[], most: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
