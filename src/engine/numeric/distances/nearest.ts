/** The squared distance of a row to a centre, column after column. */
export function squaredDistance(
  rows: Float64Array,
  at: number,
  centres: Float64Array,
  from: number,
  width: number,
): number {
  let sum = 0;
  for (let j = 0; j < width; j++) {
    const d = rows[at + j]! - centres[from + j]!;
    sum += d * d;
  }
  return sum;
}

/** The nearest of `clusters` centres, the first of equals. Distances are compared, not their squares, as they are where they are shown. */
export function nearestCentre(
  rows: Float64Array,
  at: number,
  centres: Float64Array,
  clusters: number,
  width: number,
): number {
  let best = 0;
  let nearest = Number.POSITIVE_INFINITY;
  for (let c = 0; c < clusters; c++) {
    const distance = Math.sqrt(squaredDistance(rows, at, centres, c * width, width));
    if (distance < nearest) {
      nearest = distance;
      best = c;
    }
  }
  return best;
}
