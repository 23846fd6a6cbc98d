/** How far the criteria of one number of clusters vary: standard deviations over draws, of scores of customers over the parts they are counted in. */
export interface ChoiceSpread {
  /** Of the silhouette. */
  readonly silhouette: number;
  /** Of the Calinski-Harabasz index. */
  readonly calinskiHarabasz: number;
  /** Of the Davies-Bouldin index. */
  readonly daviesBouldin: number;
  /** By segment. */
  readonly jaccard: readonly number[];
  /** Of the gap. */
  readonly gap: number;
  /** Of Cramér's V. */
  readonly cramersV?: number;
  /** Of the AUC. */
  readonly auc?: number;
}

/** What the criteria say of one number of clusters. Those that rest on draws are NaN where there were none. */
export interface ClusterChoice {
  /** How many clusters. */
  readonly k: number;
  /** @deprecated The former name of `k`. */
  readonly clusters: number;
  /** The sum of squared distances to centroids: always falls. */
  readonly inertia: number;
  /** How much nearer rows are to their own cluster than to the next: -1 to 1, higher is better. */
  readonly silhouette: number;
  /** Variance between clusters over variance inside: higher is better. */
  readonly calinskiHarabasz: number;
  /** How alike clusters are to their nearest: lower is better. */
  readonly daviesBouldin: number;
  /** How much more of the dispersion the clusters take away than as many clusters of rows without any, as a difference of logarithms: the gap statistic, less that of one cluster. */
  readonly gap: number;
  /** By segment, the largest first, the mean Jaccard over draws: 1 where the same people come out together again. */
  readonly jaccard: readonly number[];
  /** The Jaccard of the segment that comes out again least. */
  readonly stability: number;
  /** The smallest segment in people, of all rows; 0 where there are fewer distinct rows than clusters. */
  readonly smallest: number;
  /** How well segments tell customers from the rest, on rows whose shares were not counted: 0 not at all, 1 wholly. */
  readonly cramersV?: number;
  /** The AUC of the segments' shares of customers, on rows whose shares were not counted. */
  readonly auc?: number;
  /** How far they vary. */
  readonly spread: ChoiceSpread;
}

/** The number of clusters that each criterion prefers. */
export interface BestClusters {
  /** Where the curve of inertia bends most. */
  readonly knee: number;
  /** Where rows are nearest to their own segment beside the next. */
  readonly silhouette: number;
  /** Where segments differ most, beside the spread within them. */
  readonly calinskiHarabasz: number;
  /** Where segments are least like their nearest other. */
  readonly daviesBouldin: number;
  /** Where the gap to rows without clusters is widest; NaN where nothing was drawn again, as `stability`. */
  readonly gap: number;
  /** The most clusters all of which come out again, by the least Jaccard within 0.02 of the best: more detail at no cost. */
  readonly stability: number;
  /** The fewest clusters from which on more tell customers from the rest no better, where customers were given. */
  readonly customers?: number;
}

/** How many clusters to make, and why. */
export interface ClusterAdvice {
  /** How many; null where there is no natural number, and no customers to choose by. */
  readonly clusters: number | null;
  /** Is there a number that the data themselves suggest? */
  readonly natural: boolean;
  /** The advice in one sentence. */
  readonly sentence: string;
  /** Why. */
  readonly reasons: readonly string[];
}
