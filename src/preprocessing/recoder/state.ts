import type { RecodedColumn } from "../../engine/program/index.js";
import type { ColumnSchema } from "../../table/index.js";

/** What a Recoder learned. */
export interface RecoderState {
  /** The columns that go out, in order. */
  readonly columns: readonly Omit<RecodedColumn, "origin">[];
  /** Roles, levels and directions of the columns that were made. */
  readonly about: readonly (readonly [string, ColumnSchema])[];
  /** Values of which a rule says nothing. */
  readonly unmatched: readonly UnmatchedValue[];
}

/** A value of the training rows of which a rule says nothing. */
export interface UnmatchedValue {
  /** The column that is read. */
  readonly column: string;
  /** The column that is made. */
  readonly into: string;
  /** The value, as the table shows it. */
  readonly value: string;
  /** Training rows that hold it (their weight, where weights were given). */
  readonly rows: number;
}
