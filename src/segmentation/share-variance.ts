import { KindredError } from "../errors/index.js";
import { type Labels, labelAt } from "../matrix/index.js";
import { type SegmentLabels, segmentAt } from "./segment-counts.js";

/** Which household, building or area each row belongs to: rows of one are alike, and count for less than as many strangers. */
export type ClusterLabels = Labels;

/**
 * The variance of each segment's share: by the binomial formula where rows are independent, and from the totals of clusters where they are
 * not (linearised, one term a cluster; W. Cochran, "Sampling Techniques", 1977, ch. 9A).
 */
export function shareVariances(
  labels: SegmentLabels,
  segments: readonly (number | string | null)[],
  shares: readonly number[],
  clusters: ClusterLabels | undefined,
  where: string,
): number[] {
  const rows = labels.length;
  if (clusters === undefined) return shares.map((share) => (share * (1 - share)) / rows);
  if (clusters.length !== rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where,
      problem: `cluster has ${clusters.length} values for ${rows} rows`,
      fix: "Give one cluster a row",
      expected: rows,
      got: clusters.length,
    });
  const positions = new Map(segments.map((segment, s) => [segment, s]));
  const totals = new Map<unknown, { rows: number; hits: Float64Array }>();
  for (let i = 0; i < rows; i++) {
    const cluster = labelAt(clusters, i);
    let total = totals.get(cluster);
    if (total === undefined) {
      total = { rows: 0, hits: new Float64Array(segments.length) };
      totals.set(cluster, total);
    }
    total.rows++;
    total.hits[positions.get(segmentAt(labels, i))!]! += 1;
  }
  const count = totals.size;
  const factor = count > 1 ? count / (count - 1) : 1;
  const sums = new Float64Array(segments.length);
  for (const total of totals.values())
    for (let s = 0; s < segments.length; s++) sums[s]! += (total.hits[s]! - total.rows * shares[s]!) ** 2;
  return Array.from(sums, (sum) => (factor * sum) / (rows * rows));
}
