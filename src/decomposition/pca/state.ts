/** What a PCA learned. */
export interface PCAState {
  /** Mean of each column. */
  readonly mean: Float64Array;
  /** Components x columns, row by row. */
  readonly components: Float64Array;
  /** Variance along each component. */
  readonly variance: Float64Array;
  /** Variance of all columns together. */
  readonly total: number;
  /** What sums of squares were divided by. */
  readonly divisor: number;
  /** Are scores rounded to float32? */
  readonly single: boolean;
}
