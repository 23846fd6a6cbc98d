/** What GaussianMixture learned. */
export interface GaussianMixtureState {
  /** The share of each cluster. */
  readonly weights: Float64Array;
  /** Clusters x columns, row by row. */
  readonly means: Float64Array;
  /** By cluster: its variances, one a column, where columns are independent; else its covariance, columns x columns, row by row. */
  readonly covariances: Float64Array;
  /** The mean logarithm of the density of a training row. */
  readonly logLikelihood: number;
  /** The weight of all training rows. */
  readonly rows: number;
  /** How many training rows are likeliest of each cluster. */
  readonly counts: Float64Array;
  /** How many iterations the best start took. */
  readonly iterations: number;
  /** Did it come to rest before `maxIterations`? */
  readonly converged: boolean;
}
