import { allocate } from "../../matrix/index.js";
import type { Block } from "../rows/index.js";

/** Named typed arrays: what a fold accumulates, and what a pass is given. */
export type Parts = Record<string, Float64Array | Float32Array | Int32Array>;

/** What a fold knows before the first block. */
export interface Shape {
  /** How many columns the rows have. */
  readonly columns: number;
}

/** Bytes that the driver keeps for every row between passes. */
export interface RowState {
  readonly bytesPerRow: number;
  readonly bytes: ArrayBufferLike;
}

/** Zeroed state for so many rows, where workers see it. */
export function newRowState(rows: number, bytesPerRow: number): RowState {
  return { bytesPerRow, bytes: allocate(rows * bytesPerRow) };
}

/**
 * Learning from blocks of rows: what is known before the first (`start`), what a block adds (`add`), and how the parts of two runs of
 * blocks become one (`merge`, always in the order of the rows). Pure, so that it runs on any thread; a fold of this library is listed
 * in `named-folds.ts`, where workers find it.
 */
export interface Fold {
  /** What workers find it by. */
  readonly name: string;
  /** Rows a block. Fixed, so that sums are taken in the same order wherever they run. */
  readonly blockRows: number;
  /** What is known before the first block. */
  start(shape: Shape, given: Parts): Parts;
  /** Adds what a block knows, in place. */
  add(parts: Parts, block: Block, given: Parts, rowState?: Uint8Array): void;
  /** Adds what the rows behind know, in place. */
  merge(into: Parts, from: Parts): void;
}

/** Merging by adding: the usual case. */
export function addParts(into: Parts, from: Parts): void {
  for (const key of Object.keys(into)) {
    const a = into[key]!;
    const b = from[key]!;
    for (let i = 0; i < a.length; i++) a[i]! += b[i]!;
  }
}
