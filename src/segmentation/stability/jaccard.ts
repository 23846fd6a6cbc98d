/**
 * By segment the Jaccard of the cluster that is most like it among those of another clustering of the same rows: the rows in both over the rows in
 * either. 1 where the same rows come out together; NaN for a segment without rows.
 *
 * @param labels - The segment of each row, from 0; rows of less than 0 count nowhere.
 * @param others - The cluster of each row in the other clustering, alike.
 */
export function jaccards(labels: ArrayLike<number>, segments: number, others: ArrayLike<number>): Float64Array {
  const { counts, rows, columns, width } = crossCounts(labels, segments, others);
  return Float64Array.from({ length: segments }, (_, s) => {
    if (rows[s] === 0) return Number.NaN;
    let best = 0;
    for (let c = 0; c < width; c++) {
      const both = counts[s * width + c]!;
      best = Math.max(best, both / (rows[s]! + columns[c]! - both));
    }
    return best;
  });
}

/** How many rows two clusterings put where. */
export interface CrossCounts {
  /** Segments x clusters, row by row. */
  readonly counts: Float64Array;
  /** Rows by segment, and by cluster, that both clusterings know. */
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  /** How many clusters. */
  readonly width: number;
}

/** Counts the rows of each pair of segment and cluster. */
export function crossCounts(labels: ArrayLike<number>, segments: number, others: ArrayLike<number>): CrossCounts {
  let width = 0;
  for (let i = 0; i < others.length; i++) width = Math.max(width, others[i]! + 1);
  const counts = new Float64Array(segments * width);
  const rows = new Float64Array(segments);
  const columns = new Float64Array(width);
  for (let i = 0; i < labels.length; i++) {
    const [s, c] = [labels[i]!, others[i]!];
    if (s < 0 || c < 0) continue;
    counts[s * width + c]! += 1;
    rows[s]! += 1;
    columns[c]! += 1;
  }
  return { counts, rows, columns, width };
}
