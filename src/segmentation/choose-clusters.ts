import { KMeans, type KMeansOptions } from "../cluster/index.js";
import { Random } from "../engine/numeric/random/index.js";
import { KindredError } from "../errors/index.js";
import { FeatureMatrix, type MatrixLike } from "../matrix/index.js";
import { adjustedRandIndex, calinskiHarabasz, daviesBouldin, silhouette } from "../metrics/index.js";
import { type ClusterChoice, ClusterChoices } from "./cluster-choices.js";

/** Options of `chooseClusters`. */
export interface ChooseOptions {
  /** The fewest clusters tried; 2 by default. */
  readonly from?: number;
  /** The most clusters tried; 12 by default. */
  readonly to?: number;
  /** How many rows to look at, drawn by seed; 10,000 by default. */
  readonly sample?: number;
  /** How many bootstrap samples stability rests on; 10 by default, 0 for none. */
  readonly bootstraps?: number;
  /** Seed of everything drawn. */
  readonly seed?: number;
  /** Further options of KMeans. */
  readonly kmeans?: Omit<Partial<KMeansOptions>, "clusters" | "init" | "seed" | "order">;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Called after each number of clusters. */
  readonly onProgress?: (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;
}

const WHERE = "chooseClusters";
/** Silhouettes compare all pairs of rows: more than this adds time and hardly any digits. */
const SILHOUETTE_ROWS = 4000;

/**
 * Several criteria for the number of clusters, side by side, on a seeded sample: inertia and the knee of its curve, silhouette,
 * Calinski-Harabasz, Davies-Bouldin, and how stable the clusters are when people are drawn again (the mean adjusted Rand index of
 * clusterings of bootstrap samples against the clustering of the sample). They seldom agree; the choice is yours.
 *
 * @param X - Rows as KMeans would get them: encoded, scaled, reduced.
 * @throws KindredError where there are fewer rows than clusters to try, or a range makes no sense.
 *
 * @example
 * ```ts
 * import { chooseClusters } from "kindred";
 *
 * const rows = Array.from({ length: 90 }, (_, i) => [10 * (i % 3) + (i % 7) / 10, (i % 5) / 10]);
 * const choices = await chooseClusters(rows, { from: 2, to: 6 });
 * choices.best.silhouette; // 3
 * choices.best.stability; // 3
 * console.log(choices.toText());
 * ```
 */
export async function chooseClusters(X: MatrixLike, options: ChooseOptions = {}): Promise<ClusterChoices> {
  const { from = 2, to = 12, sample = 10_000, bootstraps = 10, seed = 0, kmeans = {}, signal, onProgress } = options;
  const all = FeatureMatrix.from(X);
  check({ from, to, sample, bootstraps }, all.rows);
  const random = new Random(seed, WHERE);
  const rows = all.rows <= sample ? all : all.take(random.sample(all.rows, sample));
  const draws = Array.from({ length: bootstraps }, () =>
    Int32Array.from({ length: rows.rows }, () => random.below(rows.rows)),
  );
  const job = signal === undefined ? {} : { signal };
  const choices: ClusterChoice[] = [];
  for (let clusters = from; clusters <= to; clusters++) {
    const estimator = new KMeans({ ...kmeans, clusters, seed });
    const fitted = await estimator.fit(rows, { ...job, describeSegments: false });
    const labels = fitted.predict(rows);
    const again = estimator.with({ starts: 1 });
    let agreement = 0;
    for (const draw of draws) {
      const other = await again.fit(rows.take(draw), { ...job, describeSegments: false });
      agreement += adjustedRandIndex(labels, other.predict(rows));
    }
    choices.push({
      clusters,
      inertia: fitted.inertia,
      silhouette: await silhouette(rows, labels, { sample: SILHOUETTE_ROWS, seed, ...job }),
      calinskiHarabasz: calinskiHarabasz(rows, labels),
      daviesBouldin: daviesBouldin(rows, labels),
      stability: bootstraps === 0 ? Number.NaN : agreement / bootstraps,
      smallest: Math.min(...fitted.counts) / rows.rows,
    });
    onProgress?.({ step: WHERE, done: clusters - from + 1, total: to - from + 1 });
  }
  return new ClusterChoices(choices, rows.rows);
}

function check(options: Readonly<Record<"from" | "to" | "sample" | "bootstraps", number>>, rows: number): void {
  const { from, to, sample, bootstraps } = options;
  const fail = (problem: string, fix: string): never => {
    throw new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
  };
  for (const [name, value] of Object.entries(options))
    if (!Number.isInteger(value)) fail(`${name} is ${value}`, "Use a whole number");
  if (from < 2 || to < from) fail(`from is ${from} and to is ${to}`, "Try 2 or more clusters, rising");
  if (bootstraps < 0) fail(`bootstraps is ${bootstraps}`, "Use 0 or more");
  if (Math.min(sample, rows) <= to)
    fail(`${to} clusters of ${Math.min(sample, rows)} rows were to be tried`, "Use more rows, or fewer clusters");
}
