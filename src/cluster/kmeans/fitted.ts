import { FittedClusterer } from "../../estimator/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import type { KMeansOptions } from "./index.js";

/** What KMeans learned. */
export interface KMeansState {
  /** Clusters x columns, row by row. */
  readonly centres: Float64Array;
  /** The weighted sum of squared distances of the training rows to their centres. */
  readonly inertia: number;
  /** How many iterations the best start took. */
  readonly iterations: number;
  /** How many training rows each cluster has. */
  readonly counts: Float64Array;
  /** Are distances rounded to float32? */
  readonly single: boolean;
}

/** A fitted KMeans. */
export class FittedKMeans extends FittedClusterer<KMeansOptions, KMeansState> {
  /** The centres: one row a cluster, one column an input column. */
  get centroids(): FeatureMatrix {
    return FeatureMatrix.dense(this.state.counts.length, this.inputColumns, this.state.centres);
  }

  /** The weighted sum of squared distances of the training rows to their centres. */
  get inertia(): number {
    return this.state.inertia;
  }

  /** How many iterations the best start took. */
  get iterations(): number {
    return this.state.iterations;
  }

  /** How many training rows each cluster has. */
  get counts(): Float64Array {
    return this.state.counts;
  }
}
