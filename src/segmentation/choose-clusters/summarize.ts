import type { ClusterChoice } from "./choice.js";
import type { Clustered } from "./clusterings.js";
import type { Compactness } from "./criteria.js";
import type { CustomerFit } from "./customers.js";
import type { DrawnClusters } from "./draws.js";

/** What is known of one number of clusters. */
export interface Known extends Compactness {
  readonly one: Clustered;
  readonly silhouette: number;
  /** The same number in each draw. */
  readonly draws: readonly DrawnClusters[];
  /** The logarithm of what is left in rows without clusters, by draw. */
  readonly left: readonly number[];
  /** All rows, of which some were looked at. */
  readonly people: number;
  readonly customers: CustomerFit | undefined;
}

/** One number of clusters in its public form: segments by size, spreads as standard deviations. */
export function choiceOf(known: Known): ClusterChoice {
  const { one, draws, left, customers, people } = known;
  const { clusters, inertia, labels } = one;
  const sizes = new Float64Array(clusters);
  for (const label of labels) sizes[label]! += 1;
  const order = Array.from(sizes, (_, s) => s).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const jaccards = order.map((s) => draws.map((draw) => draw.jaccard[s]!));
  const jaccard = jaccards.map(mean);
  const own = draws.map((draw) => draw.left);
  return {
    k: clusters,
    clusters,
    inertia,
    silhouette: known.silhouette,
    calinskiHarabasz: known.calinskiHarabasz,
    daviesBouldin: known.daviesBouldin,
    gap: mean(left) - mean(own),
    jaccard,
    stability: Math.min(...jaccard),
    smallest: Math.round((Math.min(...sizes) * people) / labels.length),
    ...(customers === undefined ? {} : { cramersV: customers.cramersV, auc: customers.auc }),
    spread: {
      silhouette: deviation(draws.map((draw) => draw.silhouette)),
      calinskiHarabasz: deviation(draws.map((draw) => draw.calinskiHarabasz)),
      daviesBouldin: deviation(draws.map((draw) => draw.daviesBouldin)),
      jaccard: jaccards.map(deviation),
      gap: Math.sqrt(deviation(own) ** 2 + deviation(left) ** 2),
      ...(customers === undefined ? {} : customers.spread),
    },
  };
}

/** NaN of nothing. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
