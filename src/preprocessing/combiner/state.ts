import type { CombinedColumn } from "../../engine/program/index.js";
import type { ColumnSchema } from "../../table/index.js";

/** What a Combiner learned: its rules, made ready for the columns that it met. */
export interface CombinerState {
  /** Positions of the columns that stay. */
  readonly keep: readonly number[];
  /** The columns that are made. */
  readonly columns: readonly Omit<CombinedColumn, "origin">[];
  /** Levels, directions and meanings of the columns that are made. */
  readonly about: readonly (readonly [string, ColumnSchema])[];
}
