import { hasTwoValues } from "../engine/numeric/statistics/index.js";
import { counted } from "../errors/index.js";
import type { ColumnPlan, Origin } from "../matrix/index.js";

/** Standard deviations from the mean beyond which a cluster is named. */
const FAR = 3;
/** The share of the variance that nominal columns may make without a word. */
const NOMINAL_SHARE = 0.2;
/** Clusters that are named one by one. */
const MAX_NAMED = 5;

/** Clusters, and how the columns that they were found in lie. */
export interface DescribedClusters {
  /** Clusters x columns. */
  readonly centroids: Float64Array;
  /** Rows by cluster. */
  readonly counts: Float64Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly smallest: Float64Array;
  readonly largest: Float64Array;
}

/** The columns that clusters were found in. */
export interface ClusteredColumns {
  readonly plan: readonly Pick<ColumnPlan, "name">[];
  readonly provenance: readonly Origin[];
}

/** What is doubtful about clusters, as sentences: those far out in one column, and one-hot columns that make much of the variance. */
export function clusterWarnings(found: DescribedClusters, { plan, provenance }: ClusteredColumns): string[] {
  const isNominal = provenance.map(({ category }) => category !== undefined);
  return [...nominalWarning(found.variance, isNominal), ...farClusters(found, plan, isNominal)];
}

function nominalWarning(variance: Float64Array, isNominal: readonly boolean[]): string[] {
  const total = variance.reduce((sum, own) => sum + own, 0);
  const nominal = variance.reduce((sum, own, j) => (isNominal[j] ? sum + own : sum), 0);
  // Where all columns are nominal there is nothing that they outweigh.
  if (!(nominal > NOMINAL_SHARE * total) || isNominal.every(Boolean)) return [];
  const share = ((100 * nominal) / total).toFixed(0);
  return [
    `One-hot columns make ${share} % of the variance, and clusters will largely follow them: put BlockWeights before, or leave out those that clusters should not follow`,
  ];
}

function farClusters(
  { centroids, counts, mean, variance, smallest, largest }: DescribedClusters,
  plan: ClusteredColumns["plan"],
  isNominal: readonly boolean[],
): string[] {
  const width = mean.length;
  const far = Array.from(counts, (rows, cluster) => {
    let [most, column] = [0, 0];
    for (let j = 0; j < width; j++) {
      const away = Math.abs(centroids[cluster * width + j]! - mean[j]!) / Math.sqrt(variance[j]!);
      if (away > most) [most, column] = [away, j];
    }
    return { rows, cluster, most, column };
  }).filter(({ rows, most }) => rows > 0 && most > FAR && Number.isFinite(most));
  const sentences = far.slice(0, MAX_NAMED).map(({ rows, cluster, most, column }) => {
    const spread = {
      mean: mean[column]!,
      variance: variance[column]!,
      smallest: smallest[column]!,
      largest: largest[column]!,
    };
    const advice =
      isNominal[column] || hasTwoValues(spread)
        ? "it is one rare category: put BlockWeights before"
        : 'a few large amounts make a cluster of their own: bend them before (Scaler { method: "log1p" } or "yeoJohnson"), or cap them';
    return `Cluster ${cluster} (${counted(rows, "row")}) lies ${most.toFixed(1)} standard deviations from the mean in column "${plan[column]!.name}": ${advice}`;
  });
  const left = far.length - sentences.length;
  return left > 0 ? [...sentences, `So do ${counted(left, "cluster")} more`] : sentences;
}

/** A sentence that was written at fit, when the id of a cluster was its position, under the ids of today. */
export function underIds(sentence: string, ids: readonly number[]): string {
  return sentence.replace(/^Cluster (\d+) /, (_, position) => `Cluster ${ids[Number(position)]} `);
}

/** Clusters without rows, as a sentence. */
export function emptyClusters(counts: ArrayLike<number>): string[] {
  const empty = Array.from(counts).filter((count) => count === 0).length;
  if (empty === 0) return [];
  const found = counted(counts.length - empty, "cluster");
  return [
    `${found} of ${counts.length} found: there are fewer distinct rows than clusters, and ${empty} of them ${empty === 1 ? "is" : "are"} empty`,
  ];
}
