import { nearestCentroid, squaredDistance } from "../numeric/distances/index.js";
import { denseRows } from "./dense.js";
import { listed, type NamedArrays, type Reducer } from "./reducer.js";

const scratch: { rows?: Float64Array } = {};

/**
 * The rows farthest from their centroids, as many as `given.most` says: their distance, position and values. What empty clusters
 * restart from. Of ties the first row counts.
 */
export const farthest: Reducer = /* @__PURE__ */ listed({
  name: "farthest",
  blockRows: 4096,
  init: ({ columns }, params) => {
    const most = params.most![0]!;
    return {
      distance: new Float64Array(most).fill(-1),
      cluster: new Int32Array(most),
      weight: new Float64Array(most),
      values: new Float64Array(most * columns),
    };
  },
  merge(into, from) {
    const most = into.distance!.length;
    const width = into.values!.length / most;
    for (let k = 0; k < most; k++) {
      if (from.distance![k]! < 0) break;
      const start = k * width;
      insert(
        into,
        from.distance![k]!,
        from.cluster![k]!,
        from.weight![k]!,
        from.values!.subarray(start, start + width),
      );
    }
  },
  add(parts, { x, w }, params) {
    const width = x.stores.length;
    const clusters = params.clusters![0]!;
    const centroids = params.centroids as Float64Array;
    const rows = denseRows(x, scratch);
    for (let i = 0; i < x.rows; i++) {
      const weight = w === undefined ? 1 : w[i]!;
      if (weight === 0) continue;
      const best = nearestCentroid(rows, i * width, centroids, clusters, width);
      const distance = squaredDistance(rows, i * width, centroids, best * width, width);
      insert(parts, distance, best, weight, rows.subarray(i * width, (i + 1) * width));
    }
  },
});

function insert(
  parts: NamedArrays,
  distance: number,
  cluster: number,
  weight: number,
  values: ArrayLike<number>,
): void {
  const found = parts.distance!;
  const last = found.length - 1;
  if (distance <= found[last]!) return;
  const width = values.length;
  let k = last;
  for (; k > 0 && distance > found[k - 1]!; k--) {
    for (const key of ["distance", "cluster", "weight"] as const) parts[key]![k] = parts[key]![k - 1]!;
    parts.values!.copyWithin(k * width, (k - 1) * width, k * width);
  }
  found[k] = distance;
  parts.cluster![k] = cluster;
  parts.weight![k] = weight;
  parts.values!.set(values, k * width);
}
