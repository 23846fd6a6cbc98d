import { log } from "../../engine/numeric/math/index.js";
import { Random } from "../../engine/numeric/random/index.js";
import type { JobOptions } from "../../estimator/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";
import { jaccards } from "../stability/jaccard.js";
import { type Clustered, clusterings, type OpenOptions, type OtherRows, otherRows } from "./clusterings.js";
import { JudgedRows } from "./criteria.js";
import { RowDistances } from "./row-distances.js";

/** Rows of a draw at most: stability and spread hardly change with more, and time does. */
const DRAW_ROWS = 5000;
/** Rows of a draw whose distances to each other its silhouettes rest on. */
const DRAW_SILHOUETTE_ROWS = 1000;

/** Rows on which segments are held against those of a draw. */
const COMPARED_ROWS = 10_000;

/** What is made again from other rows. */
export interface DrawOptions extends Pick<JobOptions, "signal" | "threads"> {
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  readonly kmeans: OpenOptions;
}

/** One number of clusters in one draw. */
export interface DrawnClusters {
  readonly clusters: number;
  /** The logarithm of the share of the dispersion that is left within clusters. */
  readonly left: number;
  readonly inertia: number;
  readonly silhouette: number;
  readonly calinskiHarabasz: number;
  readonly daviesBouldin: number;
  /** By segment: how much of it came out again. */
  readonly jaccard: Float64Array;
}

/** Rows of a draw: half of all, which vary as much as all of them do from sample to sample. */
export function drawSize(rows: number, to: number): number {
  return Math.min(rows, Math.max(Math.min(Math.ceil(rows / 2), DRAW_ROWS), to + 1));
}

/** Clusters of all rows, and the rows on which they are held against clusters of a draw. */
export interface Segments {
  readonly rows: OtherRows;
  /** By number of clusters the segment of each of these rows. */
  readonly labels: readonly Int32Array[];
}

/** A sample of the rows, to compare clusters on. */
export function segmentsOf(
  x: FeatureMatrix,
  path: readonly Clustered[],
  seed: number,
  job: Pick<JobOptions, "signal" | "threads">,
): Segments {
  const chosen = new Random(seed, "compared").sample(x.rows, COMPARED_ROWS);
  const rows = otherRows(x.take(chosen), job);
  return { rows, labels: path.map(({ labels }) => Int32Array.from(chosen, (i) => labels[i]!)) };
}

/**
 * Makes the clusters again from a draw of the rows, by starts of its own, so that nothing of the first clusters holds them together, and sees
 * which of their segments come out again.
 */
export async function drawAgain(
  x: FeatureMatrix,
  segments: Segments,
  draw: number,
  { from, to, seed, kmeans, ...job }: DrawOptions,
): Promise<DrawnClusters[]> {
  const random = new Random(seed, "draw", draw);
  const rows = x.take(random.sample(x.rows, drawSize(x.rows, to)));
  const judged = new JudgedRows(rows);
  const near = new RowDistances(judged.values, judged.columns, Math.min(rows.rows, DRAW_SILHOUETTE_ROWS));
  const found: DrawnClusters[] = [];
  for (const one of await clusterings(rows, { from, to, random, kmeans, ...job })) {
    const { clusters, labels, inertia } = one;
    const { within, ...compactness } = judged.compactness(labels, clusters);
    found.push({
      clusters,
      inertia,
      left: log(within / judged.total),
      silhouette: near.silhouette(labels, clusters),
      ...compactness,
      jaccard: jaccards(segments.labels[clusters - from]!, clusters, await one.assign(segments.rows)),
    });
  }
  return found;
}

/** The logarithm of the share of the dispersion that is left in rows without clusters, by number of clusters. */
export async function leftByChance(
  rows: FeatureMatrix,
  draw: number,
  { from, to, seed, kmeans, ...job }: DrawOptions,
): Promise<number[]> {
  const judged = new JudgedRows(rows);
  const random = new Random(seed, "null", draw);
  const path = await clusterings(rows, { from, to, random, kmeans, ...job });
  return path.map(({ clusters, labels }) => log(judged.compactness(labels, clusters).within / judged.total));
}
