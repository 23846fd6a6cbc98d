import { kernelsOver, kernels as shared } from "../wasm/index.js";
import type { ColumnBins } from "./column-bins.js";
import { referenceTreeKernels } from "./reference.js";
import { FACTS, type TreeKernels } from "./tree-kernels.js";

/** Features are padded to a multiple of this with ones that tell nothing, so that kernels take four at a time and threads share evenly. */
const GROUP = 8;
const PAGE = 65_536;
/** Histograms that are kept for subtraction take at most this many bytes. */
const KEPT = 2 ** 29;
const ALIGNMENT = 64;

/** The memory that trees grow in: rows as bins, their gradients, the order of rows by leaf, and histograms. */
export interface Workspace {
  readonly kernels: TreeKernels;
  readonly rows: number;
  readonly features: readonly ColumnBins[];
  /** Bytes from one row's bins to the next, and the number of features with the padding. */
  readonly stride: number;
  /** How many leaves' histograms there is room for. */
  readonly slots: number;
  /** Bytes of one histogram. */
  readonly slotBytes: number;
  readonly at: Pointers;
  readonly bins: Uint8Array;
  /** Rows in the order of the leaves. */
  readonly index: Int32Array;
  /** Four words a row. */
  readonly gradients: Int32Array;
  /** Bins of values by feature. */
  readonly counts: Int32Array;
  /** Two lots of facts: the smaller and the larger of two leaves. */
  readonly facts: readonly [Float64Array, Float64Array];
  readonly usable: Uint8Array;
  readonly goes: Uint8Array;
  /** All of it, in words and in numbers. */
  readonly words: Int32Array;
  readonly floats: Float64Array;
  /** Where feature f's histogram starts in a slot, in words. */
  base(slot: number, feature: number): number;
}

/** Byte offsets. */
export interface Pointers {
  readonly bins: number;
  readonly index: number;
  readonly spare: number;
  readonly gradients: number;
  readonly counts: number;
  readonly usable: number;
  readonly goes: number;
  /** By slot, `stride` words each. */
  readonly bases: number;
  readonly histograms: number;
  readonly facts: readonly [number, number];
  readonly results: readonly [number, number];
}

/** Room for rows of so many features, and for the histograms of up to `leaves` leaves. */
export function makeWorkspace(features: readonly ColumnBins[], rows: number, leaves: number): Workspace {
  const stride = Math.max(1, Math.ceil(features.length / GROUP)) * GROUP;
  const bins = features.reduce((sum, { count }) => sum + count + 1, 1);
  const slotBytes = aligned(16 * bins);
  const slots = Math.max(2, Math.min(leaves, Math.floor(KEPT / slotBytes)));
  let end = aligned(shared()?.run.heapBase() ?? 0);
  const take = (bytes: number): number => {
    const start = end;
    end = aligned(end + bytes);
    return start;
  };
  const factBytes = 8 * Object.keys(FACTS).length;
  const at: Pointers = {
    facts: [take(factBytes), take(factBytes)],
    goes: take(256),
    counts: take(4 * stride),
    usable: take(stride),
    results: [take(16 * stride), take(16 * stride)],
    bases: take(4 * stride * slots),
    index: take(4 * rows),
    spare: take(4 * (rows + 1)),
    gradients: take(16 * rows),
    histograms: take(slotBytes * slots),
    bins: take(stride * rows),
  };
  const { memory, kernels } = memoryOf(end);
  const words = new Int32Array(memory, 0, memory.byteLength >> 2);
  const ints = (start: number, length: number): Int32Array => new Int32Array(memory, start, length);
  const offsets = offsetsOf(features, stride);
  for (let slot = 0; slot < slots; slot++)
    offsets.forEach((offset, f) => {
      words[(at.bases >> 2) + slot * stride + f] = at.histograms + slot * slotBytes + offset;
    });
  const counts = ints(at.counts, stride);
  features.forEach(({ count }, f) => {
    counts[f] = count;
  });
  return {
    kernels,
    rows,
    features,
    stride,
    slots,
    slotBytes,
    at,
    counts,
    words,
    bins: new Uint8Array(memory, at.bins, stride * rows),
    index: ints(at.index, rows),
    gradients: ints(at.gradients, 4 * rows),
    facts: [
      new Float64Array(memory, at.facts[0], factBytes >> 3),
      new Float64Array(memory, at.facts[1], factBytes >> 3),
    ],
    usable: new Uint8Array(memory, at.usable, stride),
    goes: new Uint8Array(memory, at.goes, 256),
    floats: new Float64Array(memory, 0, memory.byteLength >> 3),
    base: (slot, feature) => words[(at.bases >> 2) + slot * stride + feature]! >>> 2,
  };
}

/** Where each feature's histogram starts, in bytes; those that pad have one bin behind all others. */
function offsetsOf(features: readonly ColumnBins[], stride: number): Int32Array {
  const offsets = new Int32Array(stride);
  let next = 0;
  features.forEach(({ count }, f) => {
    offsets[f] = next;
    next += 16 * (count + 1);
  });
  return offsets.fill(next, features.length);
}

function memoryOf(bytes: number): { memory: ArrayBufferLike; kernels: TreeKernels } {
  if (typeof WebAssembly === "object") {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const kernels = kernelsOver(memory);
    if (kernels !== undefined) return { memory: memory.buffer, kernels };
  }
  const memory = new ArrayBuffer(Math.ceil(bytes / PAGE) * PAGE);
  return { memory, kernels: referenceTreeKernels(memory) };
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT;
}
