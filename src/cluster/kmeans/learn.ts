import { Random } from "../../engine/numeric/random/index.js";
import { moments, type NamedArrays } from "../../engine/reducers/index.js";
import { yieldToEventLoop } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { completeMoments, type Training } from "../../estimator/index.js";
import { FeatureMatrix, isFeatureMatrix, type MatrixLike } from "../../matrix/index.js";
import { bestOf, bestStart } from "./best-start.js";
import { clusterUnder } from "./custom-distance.js";
import { plusPlus, randomRows } from "./init.js";
import { type Clustering, lloyd, type Passes, type Snap, type Stop } from "./lloyd.js";
import { miniBatches } from "./mini-batch.js";
import type { KMeansOptions } from "./options.js";
import { drawSample, type Sample } from "./sample.js";
import { passesOver, shiftOf } from "./sample-passes.js";

/** Bounds pay where distances are dear, and cost memory for every centroid. */
const BOUNDED_COLUMNS = 16;
const BOUNDED_CLUSTERS = 64;
/** Products a pass above which all starts run a little and the best of them to the end. */
export const HALVING_PRODUCTS = 4e6;

/** What the clusters of training rows are learned by, beside the distance of the caller's own. */
export type ClusterOptions = Omit<KMeansOptions, "output" | "order" | "restarts">;

/** How k-means runs as a part of other methods. */
export const KMEANS: Pick<ClusterOptions, "init" | "maxIterations" | "tolerance" | "algorithm"> = {
  init: "k-means++",
  maxIterations: 300,
  tolerance: 1e-4,
  algorithm: "auto",
};

/** Clusters, and how the columns of the training rows lie. */
export interface FoundClusters extends Clustering {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly smallest: Float64Array;
  readonly largest: Float64Array;
}

/**
 * The clusters of the training rows: the best of several starts.
 *
 * @param snap - Where not every point may be a centroid, makes one of what the means of rows are.
 */
export async function cluster(training: Training, params: ClusterOptions, snap?: Snap): Promise<FoundClusters> {
  const sums = await completeMoments(training);
  const { mean, variance } = await columnVariances(training, sums);
  const found = await bestClustering(training, params, { mean, variance, weight: sums.weight![0]! }, snap);
  if (!Number.isFinite(found.inertia)) throw tooLarge(training.where);
  const { smallest, largest } = sums as Record<"smallest" | "largest", Float64Array>;
  return { ...found, mean, variance, smallest, largest };
}

interface ColumnMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** The weight of all rows. */
  readonly weight: number;
}

async function bestClustering(
  training: Training,
  params: ClusterOptions,
  { mean, variance, weight }: ColumnMoments,
  snap: Snap | undefined,
): Promise<Clustering> {
  const { clusters, maxIterations, algorithm } = params;
  if (training.source.rows < clusters || weight === 0) throw tooFew(training, clusters);
  const total = variance.reduce((sum, value) => sum + value, 0);
  const stop: Stop = { maxIterations, tolerance: (params.tolerance * total) / mean.length };
  const width = training.source.plan.length;
  const random = new Random(params.seed);
  const bounded = isBounded(algorithm, width, clusters);
  const everything: Passes = {
    rows: training.source.rows,
    columns: width,
    shift: shiftOf(mean, variance),
    reduce: (fold, params, rowState) => training.reduce(fold, params, rowState),
    rowState: (bytes) => training.rowState(bytes),
    yieldNow: yieldToEventLoop(training.signal),
  };
  if (typeof params.init !== "string") {
    const start = givenCentroids(params.init, clusters, width);
    if (params.distance !== undefined)
      return clusterUnder(training, params.distance, [start], clusters, maxIterations, params.tolerance);
    return lloyd(everything, start, clusters, stop, bounded, snap);
  }
  const count = params.starts ?? 10;
  const { sample, whole } = await drawSample(training, params.seed);
  const overSample = passesOver(
    sample,
    everything.shift,
    training.source.plan.map((column) => column.name),
    training,
  );
  const first = async (): Promise<Float64Array> =>
    params.init === "random" ? randomRows(sample, clusters, random) : plusPlus(sample, overSample, clusters, random);
  if (params.distance !== undefined) {
    const starts: Float64Array[] = [];
    while (starts.length < count) starts.push(await first());
    return clusterUnder(training, params.distance, starts, clusters, maxIterations, params.tolerance);
  }
  const onSample = whole ? everything : overSample;
  const onStart = (done: number): void => {
    training.signal?.throwIfAborted();
    training.progress(done, count);
  };
  const best =
    algorithm === "miniBatch"
      ? await bestOf(count, async () => afterMiniBatches(onSample, sample, await first(), params, random), onStart)
      : await bestStart(
          count,
          first,
          (start, limit) =>
            lloyd(onSample, start, clusters, { ...stop, maxIterations: Math.min(limit, maxIterations) }, bounded, snap),
          sample.rows * width * clusters > HALVING_PRODUCTS,
          onStart,
        );
  if (whole) return best;
  if (algorithm === "miniBatch") return evaluateCentroids(everything, best.centroids, best.iterations, clusters);
  return lloyd(everything, best.centroids, clusters, stop, bounded, snap);
}

/** Are distances ruled out by bounds? */
export function isBounded(algorithm: KMeansOptions["algorithm"], columns: number, clusters: number): boolean {
  return algorithm === "elkan" || (algorithm === "auto" && columns >= BOUNDED_COLUMNS && clusters <= BOUNDED_CLUSTERS);
}

/** Squares that are nearly all mean leave too few digits for what is left: then they are taken about the mean, by another pass. */
const FEW_DIGITS = 1e-6;

async function columnVariances(
  training: Training,
  sums: NamedArrays,
): Promise<{ mean: Float64Array; variance: Float64Array }> {
  const mean = Float64Array.from(sums.sum!, (sum, j) => sum / sums.weight![j]!);
  const spread = mean.map((value, j) => sums.squares![j]! - value * sums.sum![j]!);
  const clear = spread.every((value, j) => value > FEW_DIGITS * sums.squares![j]!);
  const squares = clear ? spread : (await training.reduce(moments, { shift: mean })).squares!;
  return { mean, variance: mean.map((_, j) => squares[j]! / sums.weight![j]!) };
}

function givenCentroids(init: MatrixLike, clusters: number, width: number): Float64Array {
  const matrix = isFeatureMatrix(init) ? init : FeatureMatrix.from(init);
  if (matrix.rows === clusters && matrix.columns.length === width) return finite(matrix);
  throw new KindredError({
    code: "WRONG_WIDTH",
    where: "KMeans.fit",
    problem: `the given centroids are ${matrix.rows} x ${matrix.columns.length}`,
    fix: `Give ${clusters} centroids of ${width} columns`,
    expected: [clusters, width],
    got: [matrix.rows, matrix.columns.length],
  });
}

/** A centroid that is no number would leave its cluster without rows, and no distance is less than NaN. */
function finite(matrix: FeatureMatrix): Float64Array {
  const values = matrix.toDense();
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return values;
  const [row, column] = [Math.floor(at / matrix.columns.length), at % matrix.columns.length];
  throw new KindredError({
    code: Number.isNaN(values[at]) ? "MISSING_VALUE" : "INFINITE_VALUE",
    where: "KMeans.fit",
    problem: `centroid ${row} of the given ones holds ${values[at]} in column ${column}`,
    fix: "Give centroids of finite numbers",
    got: values[at],
  });
}

/** Squared distances that a float64 does not hold would make all clusters alike. */
function tooLarge(where: string): KindredError {
  return new KindredError({
    code: "INVALID_RESULT",
    where,
    problem: "squared distances between rows are too large for numbers",
    fix: "Divide columns of very large values by a constant before",
  });
}

function tooFew(training: Training, clusters: number): KindredError {
  return new KindredError({
    code: "INVALID_PARAMETER",
    where: training.where,
    problem: `${clusters} clusters were asked for and there are ${training.source.rows} rows`,
    fix: "Ask for at most as many clusters as rows of a weight above 0",
    expected: training.source.rows,
    got: clusters,
  });
}

async function afterMiniBatches(
  passes: Passes,
  sample: Sample,
  start: Float64Array,
  { clusters, maxIterations }: ClusterOptions,
  random: Random,
): Promise<Clustering> {
  const iterations = await miniBatches(sample, start, clusters, maxIterations, random, passes.yieldNow);
  return evaluateCentroids(passes, start, iterations, clusters);
}

/** What the centroids amount to, without moving them. */
async function evaluateCentroids(
  passes: Passes,
  centroids: Float64Array,
  iterations: number,
  clusters: number,
): Promise<Clustering> {
  const { counts, inertia } = await lloyd(passes, centroids, clusters, { maxIterations: 0, tolerance: 0 }, false);
  return { centroids, inertia, iterations, counts };
}

/** Clusters numbered by size, those of equal size by their centroids. */
export function bySize<C extends Clustering>(found: C): C {
  const { centroids, counts } = found;
  const width = centroids.length / counts.length;
  const order = Array.from(counts, (_, c) => c).sort((a, b) => {
    if (counts[a] !== counts[b]) return counts[b]! - counts[a]!;
    for (let j = 0; j < width; j++) {
      const difference = centroids[a * width + j]! - centroids[b * width + j]!;
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const sorted = new Float64Array(centroids.length);
  order.forEach((c, to) => {
    sorted.set(centroids.subarray(c * width, (c + 1) * width), to * width);
  });
  return { ...found, centroids: sorted, counts: Float64Array.from(order, (c) => counts[c]!) };
}
