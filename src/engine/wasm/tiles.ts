import type { FeatureMatrix } from "../../matrix/index.js";

/**
 * The columns of a block less their centers, and behind them one of ones, tile by tile: sums over columns for each row (scores of some
 * outputs), and sums over weighted rows for each column. Arrays that hold something for each column have room for `width`.
 */
export interface ColumnTiles {
  readonly width: number;
  /** What each output multiplies the columns by: outputs x width. To be set before. */
  readonly coefficients: Float64Array;
  /** The scores of the tile's rows, an array an output. */
  readonly scores: readonly Float64Array[];
  /** Weights of the tile's rows, for `addSums`. */
  readonly weights: Float64Array;
  /** Positions of chosen rows in the tile and their weights, for `addSquare`. */
  readonly chosen: Int32Array;
  readonly chosenWeights: Float64Array;
  /** Sums of weighted values, and of weighted squares of values: outputs x width. */
  readonly sums: Float64Array;
  readonly squareSums: Float64Array;
  /** Sums of weighted products of every two columns: lower triangles of width x width, one behind the other. */
  readonly squares: Float64Array;
  /** Goes to the rows [from, from + rows). */
  load(from: number, rows: number): void;
  /** Computes the scores of an output. */
  score(output: number): void;
  /** Adds values times `weights` to the sums of an output. */
  addSums(output: number): void;
  /** Adds squares of values times `weights` to the sums of squares of an output. */
  addSquareSums(output: number): void;
  /** Adds products of the `used` chosen rows times their weights to a square. */
  addSquare(square: number, used: number): void;
}

/** What a sweep over tiles of a block is to sum. */
export interface Sweep {
  readonly x: FeatureMatrix;
  /** What is taken off each column. */
  readonly center: ArrayLike<number>;
  /** 1 for each row whose values count, 0 for those whose values are seen as 0; all count by default. */
  readonly mask?: Float64Array;
  readonly outputs: number;
  /** How many squares of weighted products are summed. */
  readonly squares: number;
}

/** Rows a tile: what they take stays in the cache, and their sums are taken apart. */
export const TILE_ROWS = 256;
