import { FittedClusterer, inSegmentOrder, type SegmentOrder } from "../../estimator/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import { clusterIds, clusterOrder } from "../cluster-ids.js";
import { emptyClusters, underIds } from "../cluster-warnings.js";
import type { KMeansOptions } from "./options.js";
import type { KMeansState } from "./state.js";

/** A fitted KMeans. */
export class FittedKMeans extends FittedClusterer<KMeansOptions, KMeansState> {
  /** @internal */
  override get segmentCount(): number {
    return this.state.counts.length;
  }

  /** The ids of the clusters, rising: what `predict` gives. 0, 1, 2, … unless they were given by `renumberSegments`. */
  get ids(): Int32Array {
    return this.#order.ids;
  }

  get #order(): SegmentOrder {
    return clusterOrder(this.spec.input, this.state.counts.length);
  }

  /** The centroids: one row a cluster, in the order of `ids`, one column an input column. */
  get centroids(): FeatureMatrix {
    const { centroids, counts } = this.state;
    return FeatureMatrix.dense(counts.length, this.inputColumns, inSegmentOrder(centroids, this.#order.positions));
  }

  /** The weighted sum of squared distances of the training rows to their centroids. */
  get inertia(): number {
    return this.state.inertia;
  }

  /** How many iterations the best start took. */
  get iterations(): number {
    return this.state.iterations;
  }

  /** How many training rows each cluster has, in the order of `ids`. */
  get counts(): Float64Array {
    return inSegmentOrder(this.state.counts, this.#order.positions);
  }

  /**
   * What looked doubtful, as sentences: clusters without rows, since there are fewer distinct rows than clusters; clusters more than three standard
   * deviations from the mean in one column, which are few people with large amounts; one-hot columns that make more than a fifth of the variance.
   */
  get warnings(): readonly string[] {
    const { counts, warnings = [] } = this.state;
    const ids = clusterIds(this.spec.input, counts.length);
    return [...warnings.map((text) => underIds(text, ids)), ...emptyClusters(counts)];
  }
}
