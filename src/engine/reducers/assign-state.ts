import { lanesOf } from "../numeric/distances/index.js";
import type { NamedArrays, RowState } from "./reducer.js";

/** What is kept between passes for the rows of one block: each kind side by side. */
export interface AssignState {
  /** One more than the cluster; 0 before the first pass. */
  readonly labels: Int32Array;
  /** The squared length of each row, as kernels see it. */
  readonly norms: Float32Array;
  /** At least the distance to the nearest centroid. Empty where no bounds are kept. */
  readonly upper: Float32Array;
  /** At most the distance to each centroid, for each lane of kernels. */
  readonly lower: Float32Array;
}

/** Bytes of row state for `assign`, with bounds or without. */
export function assignBytes(clusters: number, bounded: boolean): number {
  return bounded ? 4 * (3 + lanesOf(clusters)) : 8;
}

/** The state of the rows of one block. */
export function stateIn({ buffer, byteOffset, length }: Uint8Array, rows: number): AssignState {
  const lanes = length / (4 * rows) - 3;
  const bounded = lanes > 0 ? rows : 0;
  const words = (offset: number, count: number): Float32Array =>
    new Float32Array(buffer, byteOffset + 4 * offset * rows, count);
  return {
    labels: new Int32Array(buffer, byteOffset, rows),
    norms: words(1, rows),
    upper: words(bounded > 0 ? 2 : 0, bounded),
    lower: words(bounded > 0 ? 3 : 0, bounded * lanes),
  };
}

/** The cluster of each row, from the state of all rows after a pass in blocks of this many. */
export function labelsOf({ bytesPerRow, bytes }: RowState, blockRows: number): Int32Array {
  const rows = bytes.byteLength / bytesPerRow;
  const found = new Int32Array(rows);
  for (let from = 0; from < rows; from += blockRows) {
    const size = Math.min(blockRows, rows - from);
    const block = stateIn(new Uint8Array(bytes, from * bytesPerRow, size * bytesPerRow), size);
    for (let i = 0; i < size; i++) found[from + i] = block.labels[i]! - 1;
  }
  return found;
}

/** Counts a row that goes from one label to another. */
export function countMove({ weights, members, changed }: NamedArrays, from: number, to: number, weight: number): void {
  const one = weight > 0 ? 1 : 0;
  changed![0]! += 1;
  weights![to - 1]! += weight;
  members![to - 1]! += one;
  if (from === 0) return;
  weights![from - 1]! -= weight;
  members![from - 1]! -= one;
}
