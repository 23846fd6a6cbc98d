import { clusterPath, KMeans, type KMeansOptions, nearestOf } from "../../cluster/index.js";
import type { Random } from "../../engine/numeric/random/index.js";
import type { JobOptions } from "../../estimator/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";

/** Options of KMeans that a choice leaves open. */
export type OpenOptions = Omit<Partial<KMeansOptions>, "clusters" | "init" | "seed" | "order" | "output">;

/** The clusters of one number. */
export interface Clustered {
  readonly clusters: number;
  readonly inertia: number;
  /** The cluster of each row. */
  readonly labels: Int32Array;
  /** The cluster of each of other rows. */
  assign(rows: OtherRows): Promise<Int32Array>;
}

/** Rows whose clusters are asked for again and again. */
export interface OtherRows {
  readonly x: FeatureMatrix;
  readonly nearest: (centroids: Float64Array) => Promise<Int32Array>;
}

/** Prepares rows to be asked about. */
export function otherRows(x: FeatureMatrix, job: Pick<JobOptions, "signal" | "threads">): OtherRows {
  return { x, nearest: nearestOf(x, job) };
}

/** What is clustered, and how. */
export interface ClusteringsOptions extends Pick<JobOptions, "signal" | "threads"> {
  readonly from: number;
  readonly to: number;
  readonly random: Random;
  readonly kmeans: OpenOptions;
}

/**
 * Rising numbers of clusters of the same rows, with what they share done once; one by one where options of KMeans ask for another algorithm.
 *
 * @param onStep - Called after each number.
 */
export async function clusterings(
  x: FeatureMatrix,
  options: ClusteringsOptions,
  onStep: () => void = () => undefined,
): Promise<Clustered[]> {
  const { from, to, random, kmeans, signal, threads } = options;
  const { starts = 0, maxIterations = 300, tolerance = 1e-4, algorithm, distance } = kmeans;
  const job = { ...(signal === undefined ? {} : { signal }), ...(threads === undefined ? {} : { threads }) };
  if (distance !== undefined || algorithm === "miniBatch") return oneByOne(x, options, job, onStep);
  const path = await clusterPath(x, { from, to, starts, random, maxIterations, tolerance, ...job }, onStep);
  return path.map(({ clusters, inertia, labels, centroids }) => ({
    clusters,
    inertia,
    labels,
    assign: ({ nearest }) => nearest(centroids),
  }));
}

async function oneByOne(
  x: FeatureMatrix,
  { from, to, random, kmeans }: ClusteringsOptions,
  job: JobOptions,
  onStep: () => void,
): Promise<Clustered[]> {
  const found: Clustered[] = [];
  for (let clusters = from; clusters <= to; clusters++) {
    const estimator = new KMeans({ starts: 1, ...kmeans, clusters, seed: random.below(2 ** 31) });
    const fitted = await estimator.fit(x, { ...job, describeSegments: false });
    found.push({
      clusters,
      inertia: fitted.inertia,
      labels: fitted.predict(x),
      assign: async ({ x: others }) => fitted.predict(others),
    });
    onStep();
  }
  return found;
}
