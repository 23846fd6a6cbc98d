import type { OneHotCode, PassCode } from "../../engine/program/index.js";

/** What KPrototypes learned. */
export interface KPrototypesState {
  /** How each column becomes numbers: as it is, or one column of 0 and 1 a category. */
  readonly codes: readonly (PassCode | OneHotCode)[];
  /** What is subtracted from each of those numbers, and what they are then multiplied with. */
  readonly center: Float64Array;
  readonly scale: Float64Array;
  /** Clusters x those numbers, row by row. */
  readonly centroids: Float64Array;
  /** What a nominal column that differs adds to the squared distance. */
  readonly gamma: number;
  /** The weighted sum of squared distances of the training rows to their prototypes. */
  readonly cost: number;
  /** How many iterations the best start took. */
  readonly iterations: number;
  /** How many training rows each cluster has. */
  readonly counts: Float64Array;
}
