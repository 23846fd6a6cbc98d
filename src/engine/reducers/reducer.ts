import { allocate } from "../../matrix/index.js";
import type { Block } from "../rows/index.js";

/** Named typed arrays: what a reducer accumulates, and what a pass is given. */
export type NamedArrays = Record<string, Float64Array | Float32Array | Int32Array>;

/** What a reducer knows before the first block. */
export interface RowShape {
  /** How many columns the rows have. */
  readonly columns: number;
}

/** Bytes that are kept for every row between passes. */
export interface RowState {
  readonly bytesPerRow: number;
  /** Empty where the rows lie on other machines, which keep theirs. */
  readonly bytes: ArrayBufferLike;
}

/** Zeroed state for a number of rows, where workers see it. */
export function newRowState(rows: number, bytesPerRow: number): RowState {
  return { bytesPerRow, bytes: allocate(rows * bytesPerRow) };
}

/**
 * Learning from blocks of rows: what is known before the first (`init`), what a block adds (`add`), and how the parts of two runs of
 * blocks become one (`merge`, always in the order of the rows). Pure, so that it runs on any thread.
 */
export interface Reducer {
  /** What workers find it by. */
  readonly name: string;
  /** Rows a block. Fixed, so that sums are taken in the same order wherever they run. */
  readonly blockRows: number;
  /** What is known before the first block. */
  init(shape: RowShape, params: NamedArrays): NamedArrays;
  /** Adds what a block knows, in place. */
  add(parts: NamedArrays, block: Block, params: NamedArrays, rowState?: Uint8Array): void;
  /** Adds what the rows behind know, in place. */
  merge(into: NamedArrays, from: NamedArrays): void;
}

const known = new WeakSet<Reducer>();

/**
 * Marks a reducer as one of this library: workers and executors find it by its name in `registry.ts`, which they alone read. A program has those only that
 * it runs itself. Nothing else comes of a call, so bundlers may leave it out with its result.
 */
export function listed(reducer: Reducer): Reducer {
  known.add(reducer);
  return reducer;
}

/** Do workers know this very reducer? One that was made of it, with its name, is another. */
export function isListed(reducer: Reducer): boolean {
  return known.has(reducer);
}

/** Merging by adding: the usual case. */
export function addArrays(into: NamedArrays, from: NamedArrays): void {
  for (const key of Object.keys(into)) {
    const a = into[key]!;
    const b = from[key]!;
    for (let i = 0; i < a.length; i++) a[i]! += b[i]!;
  }
}
