/** The squared distance of a row to a centroid, column after column. */
export function squaredDistance(
  rows: Float64Array,
  at: number,
  centroids: Float64Array,
  from: number,
  width: number,
): number {
  let sum = 0;
  for (let j = 0; j < width; j++) {
    const d = rows[at + j]! - centroids[from + j]!;
    sum += d * d;
  }
  return sum;
}

/** The nearest of `clusters` centroids, the first of ties. Distances are compared, not their squares, as they are where they are shown. */
export function nearestCentroid(
  rows: Float64Array,
  at: number,
  centroids: Float64Array,
  clusters: number,
  width: number,
): number {
  let best = 0;
  let nearest = Number.POSITIVE_INFINITY;
  for (let c = 0; c < clusters; c++) {
    const distance = Math.sqrt(squaredDistance(rows, at, centroids, c * width, width));
    if (distance < nearest) {
      nearest = distance;
      best = c;
    }
  }
  return best;
}
