/** Why a column was dropped. */
export interface DroppedColumn {
  /** Its name. */
  readonly column: string;
  /** What it was dropped for. */
  readonly reason: "asked" | "missing" | "constant" | "unique" | "correlated";
  /** The share, the number of values, or the correlation that decided. */
  readonly value: number;
  /** The column that it is correlated with. */
  readonly with?: string;
}

/** What a ColumnFilter learned. */
export interface ColumnFilterState {
  /** Positions of the columns that stay. */
  readonly kept: Int32Array;
  /** The others, with reasons. */
  readonly dropped: readonly DroppedColumn[];
}
