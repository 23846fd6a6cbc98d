import type { Program } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import type { Training } from "../../estimator/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import type { Clustering } from "./lloyd.js";

/** How far two rows are from each other. */
export type Distance = (a: ArrayLike<number>, b: ArrayLike<number>) => number;

/** K-means under a distance of the caller's own, in memory, on ml-kmeans. */
export async function clusterUnder(
  training: Training,
  distance: Distance,
  starts: readonly Float64Array[],
  clusters: number,
  maxIterations: number,
  tolerance: number,
): Promise<Clustering> {
  const { kmeans } = await import("ml-kmeans");
  const { x, w } = await training.collect();
  if (w !== undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where: training.where,
      problem: "a distance of one's own takes no sample weights",
      fix: "Leave out the weights, or the distance",
    });
  const rows = x.toRows();
  const measured = checkedDistance(distance, training.where);
  const width = x.columns.length;
  let best: Clustering | undefined;
  for (const start of starts) {
    training.signal?.throwIfAborted();
    const initialization = Array.from({ length: clusters }, (_, c) =>
      Array.from(start.subarray(c * width, (c + 1) * width)),
    );
    const found = kmeans(rows, clusters, {
      initialization,
      maxIterations,
      tolerance,
      distanceFunction: measured,
    });
    const counts = new Float64Array(clusters);
    let inertia = 0;
    found.clusters.forEach((cluster, i) => {
      counts[cluster]! += 1;
      inertia += measured(rows[i]!, found.centroids[cluster]!) ** 2;
    });
    if (best === undefined || inertia < best.inertia)
      best = { centroids: Float64Array.from(found.centroids.flat()), inertia, iterations: found.iterations, counts };
  }
  return best!;
}

/** The caller's distance, which must give numbers: none is less than NaN, and no cluster would be the nearest. */
function checkedDistance(distance: Distance, where: string): Distance {
  return (a, b) => {
    const found: unknown = distance(a, b);
    if (typeof found === "number" && found >= 0 && found < Number.POSITIVE_INFINITY) return found;
    throw new KindredError({
      code: "INVALID_RESULT",
      where,
      problem: `the distance gave ${typeof found === "number" ? found : typeof found}`,
      fix: "Give a finite number of 0 or more for every two rows",
      got: found,
    });
  };
}

/** Distances to centroids under the caller's own distance. */
export function distancesUnder(
  distance: Distance,
  centroids: Float64Array,
  names: readonly string[],
  columns: readonly string[],
): Program {
  const width = columns.length;
  const run = (x: FeatureMatrix): FeatureMatrix => {
    const rows = x.toDense();
    const out = new Float64Array(x.rows * names.length);
    for (let i = 0; i < x.rows; i++) {
      const row = rows.subarray(i * width, (i + 1) * width);
      for (let c = 0; c < names.length; c++)
        out[i * names.length + c] = distance(row, centroids.subarray(c * width, (c + 1) * width));
    }
    return FeatureMatrix.dense(x.rows, names, out);
  };
  return [{ op: "opaque", kind: "KMeans", columns, run }];
}
