import type { ColumnStore } from "./column-store.js";

/**
 * Where a column comes from: the source columns, the column of the Table that a step made of them, the category that a one-hot column
 * stands for, the step that made it.
 */
export interface Origin {
  /** The source columns that go into it. */
  readonly sources: readonly string[];
  /** The column of a Table that a step made of them. */
  readonly column?: string;
  /** The category that it stands for. */
  readonly category?: string;
  /** The step that made it. */
  readonly step?: string;
}

/** What a matrix is made of. */
export interface StoredRows {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly stores: readonly ColumnStore[];
  readonly provenance: readonly Origin[];
}
