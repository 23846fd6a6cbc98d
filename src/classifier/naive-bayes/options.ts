/** Options of NaiveBayes. */
export interface NaiveBayesOptions {
  /**
   * Which columns hold codes, each value with a share of its own in each class; the others have a normal distribution a class. `"auto"`:
   * those of whole numbers of which at most 30 differ.
   */
  readonly categorical: "auto" | "none" | readonly string[];
  /** Weight added to each value of a code in each class, so that a value that a class never had is not impossible. Above 0. */
  readonly smoothing: number;
  /** Added to every variance: this share of the largest variance of any column. Above 0. */
  readonly varianceSmoothing: number;
  /** `"uniform"` gives every class the same share before anything is known; else the share that it has among the rows. */
  readonly priors: "observed" | "uniform";
}
