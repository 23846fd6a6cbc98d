import type { Block, FeatureMatrix } from "../../matrix/index.js";

/** A function of one row's values. It may write into what it is given, and gives back what it owns. */
export type RowFunction = (values: Float64Array) => Float64Array;

/**
 * How one kind of operation runs. Its meaning is a function of a row's values in float64; storage is an optimization that must
 * not change a bit. So a block, a row and a worker give the same.
 */
export interface Executor<O> {
  /** All rows of a block. */
  block(operation: O, block: Block): FeatureMatrix;
  /** One row. */
  row(operation: O): RowFunction;
}
