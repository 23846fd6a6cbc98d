import type { FeatureMatrix } from "./feature-matrix.js";

/** Consecutive rows of a source, with everything that belongs to them. */
export interface Block {
  readonly x: FeatureMatrix;
  /** Target, as numbers: for classes their position in the list of classes. */
  readonly y?: Float64Array;
  /** Sample weights. */
  readonly w?: Float64Array;
  /** Group of each row, as a position in the list of groups. */
  readonly groups?: Int32Array;
  /** Position of the first row in the source. */
  readonly row: number;
  /** Ids of the rows, where they are not their positions: repeated rows keep the id of the row they repeat. */
  readonly ids?: Float64Array;
}

/** The id of row i of a block. */
export function idOf(block: Block, i: number): number {
  return block.ids === undefined ? block.row + i : block.ids[i]!;
}

/** Rows [from, to) of a block. */
export function sliceBlock(block: Block, from: number, to: number): Block {
  if (from === 0 && to === block.x.rows) return block;
  return {
    x: block.x.slice(from, to),
    row: block.row + from,
    ...(block.y === undefined ? {} : { y: block.y.subarray(from, to) }),
    ...(block.w === undefined ? {} : { w: block.w.subarray(from, to) }),
    ...(block.groups === undefined ? {} : { groups: block.groups.subarray(from, to) }),
    ...(block.ids === undefined ? {} : { ids: block.ids.subarray(from, to) }),
  };
}
