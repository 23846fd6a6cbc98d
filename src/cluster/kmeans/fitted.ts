import { FittedClusterer } from "../../estimator/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import { emptyClusters } from "../cluster-warnings.js";
import type { KMeansOptions } from "./options.js";
import type { KMeansState } from "./state.js";

/** A fitted KMeans. */
export class FittedKMeans extends FittedClusterer<KMeansOptions, KMeansState> {
  /** The centroids: one row a cluster, one column an input column. */
  get centroids(): FeatureMatrix {
    return FeatureMatrix.dense(this.state.counts.length, this.inputColumns, this.state.centroids);
  }

  /** The weighted sum of squared distances of the training rows to their centroids. */
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

  /**
   * What looked doubtful, as sentences: clusters without rows, since there are fewer distinct rows than clusters; clusters more than three standard
   * deviations from the mean in one column, which are few people with large amounts; one-hot columns that make more than a fifth of the variance.
   */
  get warnings(): readonly string[] {
    const { counts, warnings = [] } = this.state;
    return [...warnings, ...emptyClusters(counts)];
  }
}
