/** What KMeans learned. */
export interface KMeansState {
  /** Clusters x columns, row by row. */
  readonly centroids: Float64Array;
  /** The weighted sum of squared distances of the training rows to their centroids. */
  readonly inertia: number;
  /** How many iterations the best start took. */
  readonly iterations: number;
  /** How many training rows each cluster has. */
  readonly counts: Float64Array;
  /** Are distances rounded to float32? */
  readonly single: boolean;
}
