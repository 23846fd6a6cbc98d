import type { Block } from "../../matrix/index.js";
import { FeatureMatrix, valueAt } from "../../matrix/index.js";
import { nearestCentroid, scoresOf, squaredDistance } from "../numeric/distances/index.js";
import { kernels } from "../wasm/index.js";
import type { ArgminOperation } from "./argmin.js";
import type { DistancesOperation } from "./distances.js";
import { labelRows } from "./label-rows.js";
import { allSources } from "./provenance.js";

/**
 * `distances` and `argmin` in one, without the distances between them: kernels compare rows with centroids in float32, and what rounding could
 * decide is looked at in float64, so that the answer is that of the two. Undefined where there are no kernels, or distances are rounded.
 */
export function nearest(measure: DistancesOperation, choose: ArgminOperation, { x }: Block): FeatureMatrix | undefined {
  const wasm = kernels();
  const { centroids } = measure;
  const clusters = measure.names.length;
  if (wasm === undefined || measure.single || x.rows === 0 || clusters === 0) return undefined;
  const width = x.stores.length;
  const values = new Float64Array(width);
  const out = labelRows(wasm, x, {
    clusters,
    shift: middle(centroids, width),
    scores: (packing) => scoresOf(packing, centroids),
    exactly: (rows) =>
      Array.from(rows, (row) => {
        for (let j = 0; j < width; j++) values[j] = valueAt(x.stores[j]!, row);
        return exactly(values, centroids, clusters);
      }),
  });
  return FeatureMatrix.dense(x.rows, [choose.name], out, allSources(choose, x.provenance, 1));
}

/** The nearest centroid of one row; NaN where a value is. */
function exactly(values: Float64Array, centroids: Float64Array, clusters: number): number {
  if (Number.isNaN(squaredDistance(values, 0, centroids, 0, values.length))) return Number.NaN;
  return nearestCentroid(values, 0, centroids, clusters, values.length);
}

/** The middle of the centroids: rows lie around it. */
export function middle(centroids: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  centroids.forEach((value, at) => {
    sums[at % width]! += value;
  });
  return sums.map((sum) => (sum * width) / centroids.length);
}
