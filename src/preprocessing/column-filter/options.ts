/** Options of ColumnFilter. */
export interface ColumnFilterOptions {
  /** The largest share of missing values that a column may have. */
  readonly maxMissing: number;
  /** The fewest distinct values that a column must have, missing not counted. */
  readonly minDistinct: number;
  /** The largest share that one value may have among the known ones: near-constant columns become outliers when scaled. */
  readonly maxTopShare: number;
  /** The largest share of distinct values among the known ones: near-unique columns are ids. No limit by default. */
  readonly maxDistinctShare?: number | undefined;
  /** The largest correlation (its size; Cramér's V where one column is nominal) with a column before it. No limit by default. */
  readonly maxCorrelation?: number | undefined;
  /** Columns to drop whatever they hold. */
  readonly drop: readonly string[];
  /** Columns to keep whatever they hold. */
  readonly keep: readonly string[];
}
