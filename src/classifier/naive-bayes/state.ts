import type { ClassEvidence } from "../../engine/program/index.js";

/** What a NaiveBayes learned. */
export interface NaiveBayesState {
  /** The logarithm of each class's share. */
  readonly priors: Float64Array;
  /** What each column says of the classes. */
  readonly columns: readonly ClassEvidence[];
}
