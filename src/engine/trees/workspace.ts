import { allocate, type FeatureMatrix, SHAREABLE } from "../../matrix/index.js";
import {
  addRegion,
  clearRegions,
  FACTS,
  GAP,
  type KernelMemory,
  referenceTreeKernels,
  type TreeKernels,
  treeKernelsOver,
} from "../wasm/index.js";
import { binRows } from "./bin-rows.js";
import type { ColumnBins } from "./column-bins.js";

/**
 * Features are padded to a multiple of this with ones that tell nothing, so that kernels take four at a time. Threads divide such groups, whose
 * histograms begin where a cache line does: two threads that write to one line wait for each other at every row.
 */
export const GROUP_FEATURES = 8;
/**
 * Features whose bins of one row lie side by side: a cache line. Features behind them lie in a part of their own, so that a histogram is made
 * from one line a row, threads share no lines, and rows are divided by looking at lines that lie near each other.
 */
export const PART_FEATURES = 64;
/** Kernels keep what they need for themselves in the first page. */
const PAGE = 65_536;
const MAX_PAGES = 65_536;
/** Histograms that are kept for subtraction take at most this many bytes. */
const MAX_HISTOGRAM_BYTES = 2 ** 29;
const ALIGNMENT = 64;
/** A bin of a histogram: two whole numbers of eight bytes. */
const BIN_BYTES = 16;
const FACT_COUNT = Object.keys(FACTS).length;
/** Words of an order to the threads that share the work. */
const ORDER_WORDS = 8;

/** The memory that trees grow in: rows as bins, their gradients, the order of rows by leaf, and histograms. */
export interface Workspace {
  readonly kernels: TreeKernels;
  readonly rows: number;
  readonly features: readonly ColumnBins[];
  /** The number of features with the padding. */
  readonly stride: number;
  /** How many leaves' histograms there is room for. */
  readonly slots: number;
  /** Bytes from one leaf's histograms to the next one's, and those that they take. */
  readonly slotBytes: number;
  readonly histogramBytes: number;
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
  /** What the threads that share the work are to do. */
  readonly order: Int32Array;
  /** All of it, in words and in numbers. */
  readonly words: Int32Array;
  readonly floats: Float64Array;
  /** Where feature f's histogram starts in a slot, in words. */
  base(slot: number, feature: number): number;
  /** The part that a feature lies in. */
  part(feature: number): Part;
  /** Puts the values of rows into bins, as rows from `first` on. */
  fillBins(x: FeatureMatrix, first: number): void;
}

/** Features whose bins lie together: the bin of row i in feature f is byte `start + i * step + f` of the bins. */
export interface Part {
  /** Its features are [first, last). */
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly step: number;
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
  readonly order: number;
  readonly results: readonly [number, number];
}

/** A memory that trees grow in. */
export type TreeMemory = KernelMemory;

/** What lies in a memory: the same on every thread that opens it. */
export interface Plan {
  readonly features: readonly ColumnBins[];
  readonly rows: number;
  /** The most leaves of a tree. */
  readonly leaves: number;
}

/** Memory for rows of `features` columns, and for the histograms of `leaves` leaves. `threads` that are to share it must be able to. */
export function makeMemory(plan: Plan, threads = 1): TreeMemory {
  const layout = layoutOf(plan);
  const pages = Math.ceil(layout.end / PAGE);
  const shared = threads > 1 && SHAREABLE;
  const memory =
    typeof WebAssembly === "object" && pages <= MAX_PAGES
      ? new WebAssembly.Memory({ initial: pages, maximum: pages, shared })
      : undefined;
  const made = memory !== undefined && treeKernelsOver(memory) !== undefined ? memory : allocate(pages * PAGE);
  fillTables(new Int32Array(bufferOf(made)), plan, layout);
  return made;
}

/** The memory as a workspace of this thread. */
export function openWorkspace(memory: TreeMemory, plan: Plan): Workspace {
  const { features, rows } = plan;
  const { at, stride, slots, slotBytes, histogramBytes, regions } = layoutOf(plan);
  clearRegions(memory);
  for (const [start, bytes] of regions) addRegion(memory, start, bytes);
  const buffer = bufferOf(memory);
  const words = new Int32Array(buffer);
  const facts = (start: number): Float64Array => new Float64Array(buffer, start, FACT_COUNT);
  const kernels = isWasm(memory) ? treeKernelsOver(memory) : undefined;
  const bins = new Uint8Array(buffer, at.bins, stride * rows);
  const part = (feature: number): Part => {
    const first = feature - (feature % PART_FEATURES);
    const last = Math.min(first + PART_FEATURES, stride);
    return { first, last, start: first * rows - first, step: last - first };
  };
  return {
    kernels: kernels ?? referenceTreeKernels(buffer),
    rows,
    features,
    stride,
    slots,
    slotBytes,
    histogramBytes,
    at,
    words,
    counts: new Int32Array(buffer, at.counts, stride),
    bins,
    index: new Int32Array(buffer, at.index, rows),
    gradients: new Int32Array(buffer, at.gradients, 4 * rows),
    facts: [facts(at.facts[0]), facts(at.facts[1])],
    usable: new Uint8Array(buffer, at.usable, stride),
    goes: new Uint8Array(buffer, at.goes, 256),
    order: new Int32Array(buffer, at.order, ORDER_WORDS),
    floats: new Float64Array(buffer),
    part,
    fillBins(x, first) {
      for (let f = 0; f < features.length; f += PART_FEATURES) {
        const { start, step } = part(f);
        binRows(x, features.slice(f, f + PART_FEATURES), bins.subarray(start + f + first * step), step);
      }
    },
    base: (slot, feature) => words[(at.bases >> 2) + slot * stride + feature]! >>> 2,
  };
}

interface Layout {
  readonly at: Pointers;
  readonly stride: number;
  readonly slots: number;
  readonly slotBytes: number;
  readonly histogramBytes: number;
  /** Where arrays lie, and the bytes of each: a histogram of all columns is one. */
  readonly regions: readonly (readonly [start: number, bytes: number])[];
  readonly end: number;
}

function layoutOf({ features, rows, leaves }: Plan): Layout {
  const stride = Math.max(1, Math.ceil(features.length / GROUP_FEATURES)) * GROUP_FEATURES;
  const histogramBytes = histogramsOf(features, stride).bytes;
  const slotBytes = aligned(histogramBytes + GAP);
  const slots = Math.max(2, Math.min(leaves, Math.floor(MAX_HISTOGRAM_BYTES / slotBytes)));
  let end = PAGE;
  const regions: [number, number][] = [[0, PAGE]];
  /** One array behind all others, or several of the same size. */
  const take = (bytes: number, count = 1): number => {
    const start = end;
    for (let k = 0; k < count; k++) {
      regions.push([end, bytes]);
      end = aligned(end + bytes + GAP);
    }
    return start;
  };
  const at: Pointers = {
    facts: [take(8 * FACT_COUNT), take(8 * FACT_COUNT)],
    order: take(4 * ORDER_WORDS),
    goes: take(256),
    counts: take(4 * stride),
    usable: take(stride),
    results: [take(16 * stride), take(16 * stride)],
    bases: take(4 * stride * slots),
    index: take(4 * rows),
    spare: take(4 * (rows + 1)),
    gradients: take(16 * rows),
    histograms: take(histogramBytes, slots),
    bins: take(stride * rows),
  };
  return { at, stride, slots, slotBytes, histogramBytes, regions, end };
}

/** Where histograms start, by slot and feature, and how many bins of values each feature has. */
function fillTables(words: Int32Array, { features }: Plan, { at, stride, slots, slotBytes }: Layout): void {
  const { offsets } = histogramsOf(features, stride);
  for (let slot = 0; slot < slots; slot++)
    offsets.forEach((offset, f) => {
      words[(at.bases >> 2) + slot * stride + f] = at.histograms + slot * slotBytes + offset;
    });
  features.forEach(({ count }, f) => {
    words[(at.counts >> 2) + f] = count;
  });
}

/**
 * Where each feature's histogram starts, in bytes, and how many bytes all of them take. Features that pad share one bin behind all others; there
 * is room for it where nothing pads, too.
 */
function histogramsOf(features: readonly ColumnBins[], stride: number): { offsets: Int32Array; bytes: number } {
  const offsets = new Int32Array(stride);
  let next = 0;
  features.forEach(({ count }, f) => {
    offsets[f] = f % GROUP_FEATURES === 0 ? aligned(next) : next;
    next = offsets[f]! + BIN_BYTES * (count + 1);
  });
  return { offsets: offsets.fill(next, features.length), bytes: next + BIN_BYTES };
}

function isWasm(memory: TreeMemory): memory is WebAssembly.Memory {
  return "buffer" in memory;
}

function bufferOf(memory: TreeMemory): ArrayBufferLike {
  return isWasm(memory) ? memory.buffer : memory;
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT;
}
