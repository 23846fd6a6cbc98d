/** Options of PCA. */
export interface PCAOptions {
  /** How many components: a count, or the share of variance that they must exceed, between 0 and 1. All by default. */
  readonly components?: number | undefined;
  /**
   * `"covariance"` sums the covariance matrix in one pass; `"randomized"` looks for the leading components of very wide tables in
   * several passes; `"nipals"` finds one after the other, of rows in memory; `"auto"` takes the first up to 2,000 columns.
   */
  readonly solver: "auto" | "covariance" | "randomized" | "nipals";
  /** Are scores divided by their standard deviation? Those of components without variance are 0. */
  readonly whiten: boolean;
  /** Seed of the random directions. */
  readonly seed: number;
}
