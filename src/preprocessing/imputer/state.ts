import type { NeighborsOperation, RegressionsOperation } from "../../engine/program/index.js";

/** What an Imputer learned. */
export interface ImputerState {
  /** By column: the value filled in, a word by its position; NaN where rows get values of their own. */
  readonly values: Float64Array;
  /** By column of text: the words after filling. */
  readonly words: ReadonlyMap<number, readonly string[]>;
  /** The columns that got an indicator. */
  readonly flagged: readonly number[];
  /** How rows get values of their own, in the order in which they do. */
  readonly own: readonly (NeighborsOperation | RegressionsOperation)[];
}
