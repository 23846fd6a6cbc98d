import { z } from "zod";
import { Random } from "../../engine/numeric/random/index.js";
import type { Program } from "../../engine/program/index.js";
import { moments, newRowState, type Parts, runFold } from "../../engine/reducers/index.js";
import { breather, memorySource } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import {
  type ClustererClass,
  completeMoments,
  defineClusterer,
  type InputSchema,
  isSingle,
  type Training,
} from "../../estimator/index.js";
import { FeatureMatrix, isFeatureMatrix, type MatrixLike } from "../../matrix/index.js";
import { bestOf, race } from "./best-start.js";
import { type ClusterOutput, outputProgram } from "./cluster-output.js";
import { clusterUnder, type Distance, distancesUnder } from "./custom-distance.js";
import { FittedKMeans, type KMeansState } from "./fitted.js";
import { plusPlus, randomRows } from "./init.js";
import { type Clustering, lloyd, type Passes, type Stop } from "./lloyd.js";
import { miniBatches } from "./mini-batch.js";
import { drawSample, type Sample } from "./sample.js";

/** Options of KMeans. */
export interface KMeansOptions {
  /** How many clusters. */
  readonly clusters: number;
  /** Where the first centres come from: drawn far apart, drawn anywhere, or given (clusters x columns). */
  readonly init: "k-means++" | "random" | MatrixLike;
  /** How many starts; the best one is kept. 10, and 1 where centres are given. */
  readonly restarts?: number | undefined;
  /** How many iterations at most, for each start. */
  readonly maxIterations: number;
  /** How little the centres must move, as a share of the columns' mean variance. */
  readonly tolerance: number;
  /** `"elkan"` skips distances that bounds rule out, `"miniBatch"` learns from drawn rows; `"auto"` is `"elkan"` where there are many columns, else `"lloyd"`. The first two give the same clusters. */
  readonly algorithm: "auto" | "lloyd" | "elkan" | "miniBatch";
  /** A distance of one's own; runs in memory. Give it a name with `namedFunction` to save the model. */
  readonly distance?: Distance | undefined;
  /** What `transform` gives: the distance from each centre, the cluster as one column of 0 and 1 for each, or both. */
  readonly output: ClusterOutput;
  /** Are clusters numbered by size, the largest first, or as they were found? */
  readonly order: "size" | "none";
  /** Seed of the starts. */
  readonly seed: number;
}

/** Bounds pay where distances are dear, and cost memory for every centre. */
const BOUNDED_COLUMNS = 16;
const BOUNDED_CLUSTERS = 64;
/** Products a pass above which starts race instead of all going to the end. */
const RACE_WORK = 4e6;

const matrixLike: z.ZodType<MatrixLike> = z
  .custom<MatrixLike>((value) => typeof value === "object" && value !== null, {
    error: 'expected "k-means++", "random" or a matrix of centres',
  })
  .transform((centres) => FeatureMatrix.from(centres));

const KMeansBase: ClustererClass<KMeansOptions, FittedKMeans> = defineClusterer({
  kind: "KMeans",
  version: 1,
  params: z.strictObject({
    clusters: z.number().int().min(1).default(8),
    init: z.union([z.enum(["k-means++", "random"]), matrixLike]).default("k-means++"),
    restarts: z.number().int().min(1).optional(),
    maxIterations: z.number().int().min(1).default(300),
    tolerance: z.number().min(0).default(1e-4),
    algorithm: z.enum(["auto", "lloyd", "elkan", "miniBatch"]).default("auto"),
    distance: z
      .custom<Distance>((value) => typeof value === "function", { error: "expected a function of two rows" })
      .optional(),
    output: z.enum(["distances", "cluster", "both"]).default("distances"),
    order: z.enum(["size", "none"]).default("size"),
    seed: z.number().int().min(0).default(0),
  }),
  traits: { missing: "refused", ordered: true, checkParams: { clusters: 2 } },
  fitted: FittedKMeans,
  async learn(training, params: KMeansOptions) {
    const found = await cluster(training, params);
    const ordered = params.order === "size" ? bySize(found) : found;
    const { centres, inertia, iterations, counts } = ordered;
    const state: KMeansState = { centres, inertia, iterations, counts, single: isSingle(training) };
    return { state };
  },
  program: (state: KMeansState, params: KMeansOptions, input) => {
    const distances = (exact: boolean): Program =>
      distanceProgram({ ...state, single: state.single && !exact }, params, input);
    return outputProgram(params.output, distances, state.counts.length, input);
  },
  predictor: (state: KMeansState, params: KMeansOptions, input) => [
    ...distanceProgram({ ...state, single: false }, params, input),
    { op: "argmin", name: "cluster" },
  ],
  validate({ centres, counts }: KMeansState, _params, input: InputSchema) {
    if (centres.length === counts.length * input.plan.length) return;
    throw new KindredError({
      code: "BAD_DOCUMENT",
      where: "load",
      problem: "the sizes of a KMeans' state do not fit its columns",
    });
  },
});

/**
 * K-means: rows to the nearest of k centres, each of which is the mean of its rows. The best of several starts is kept whole.
 * Also a transformer, to the distance from each centre, or to its cluster: features for a classifier behind it.
 *
 * Where rows, columns and clusters are many, all starts run for a few iterations and the best quarter of them to the end; with more than 50,000
 * rows they do so on a seeded sample, and the best goes on over all rows.
 *
 * @example
 * ```ts
 * import { KMeans } from "kindred";
 *
 * const fitted = await new KMeans({ clusters: 2, seed: 1 }).fit([[0, 0], [0, 1], [9, 9], [9, 8], [8, 9]]);
 * fitted.predict([[1, 1], [8, 8]]); // Int32Array [1, 0]: cluster 0 is the largest
 * fitted.centroids.toRows();
 * ```
 */
export class KMeans extends KMeansBase {}

function distanceProgram(
  { centres, counts, single }: KMeansState,
  { distance }: KMeansOptions,
  input: InputSchema,
): Program {
  const names = Array.from(counts, (_, c) => `distance${c}`);
  if (distance === undefined) return [{ op: "distances", centres, names, single, step: "KMeans" }];
  return distancesUnder(
    distance,
    centres,
    names,
    input.plan.map((column) => column.name),
  );
}

async function cluster(training: Training, params: KMeansOptions): Promise<Clustering> {
  const { clusters, maxIterations, algorithm } = params;
  const sums = await completeMoments(training);
  const weighted = sums.weight![0]!;
  if (training.source.rows < clusters || weighted === 0) throw tooFew(training, clusters);
  const { mean, variance } = await columnVariances(training, sums);
  const total = variance.reduce((sum, value) => sum + value, 0);
  const stop: Stop = { maxIterations, tolerance: (params.tolerance * total) / mean.length };
  const width = training.source.plan.length;
  const random = new Random(params.seed);
  const bounded =
    algorithm === "elkan" || (algorithm === "auto" && width >= BOUNDED_COLUMNS && clusters <= BOUNDED_CLUSTERS);
  const everything: Passes = {
    rows: training.source.rows,
    columns: width,
    shift: mean.map((value, j) => (value * value > variance[j]! ? value : 0)),
    fold: (fold, given, rowState) => training.fold(fold, given, rowState),
    rowState: (bytes) => training.rowState(bytes),
    breathe: breather(training.signal),
  };
  if (typeof params.init !== "string") {
    const start = givenCentres(params.init, clusters, width);
    if (params.distance !== undefined)
      return clusterUnder(training, params.distance, [start], clusters, maxIterations, params.tolerance);
    return lloyd(everything, start, clusters, stop, bounded);
  }
  const restarts = params.restarts ?? 10;
  const { sample, whole } = await drawSample(training, params.seed);
  const overSample = passesOver(sample, everything.shift, training);
  const first = async (): Promise<Float64Array> =>
    params.init === "random" ? randomRows(sample, clusters, random) : plusPlus(sample, overSample, clusters, random);
  if (params.distance !== undefined) {
    const starts: Float64Array[] = [];
    while (starts.length < restarts) starts.push(await first());
    return clusterUnder(training, params.distance, starts, clusters, maxIterations, params.tolerance);
  }
  const onSample = whole ? everything : overSample;
  const ahead = (done: number): void => {
    training.signal?.throwIfAborted();
    training.progress(done, restarts);
  };
  const best =
    algorithm === "miniBatch"
      ? await bestOf(restarts, async () => afterMiniBatches(onSample, sample, await first(), params, random), ahead)
      : await race(
          restarts,
          first,
          (start, limit) =>
            lloyd(onSample, start, clusters, { ...stop, maxIterations: Math.min(limit, maxIterations) }, bounded),
          sample.rows * width * clusters > RACE_WORK,
          ahead,
        );
  if (whole) return best;
  if (algorithm === "miniBatch") return asItStands(everything, best.centres, best.iterations, clusters);
  return lloyd(everything, best.centres, clusters, stop, bounded);
}

/** Squares that are nearly all mean leave too few digits for what is left: then they are taken about the mean, by another pass. */
const FEW_DIGITS = 1e-6;

async function columnVariances(
  training: Training,
  sums: Parts,
): Promise<{ mean: Float64Array; variance: Float64Array }> {
  const mean = Float64Array.from(sums.sum!, (sum, j) => sum / sums.weight![j]!);
  const spread = mean.map((value, j) => sums.squares![j]! - value * sums.sum![j]!);
  const clear = spread.every((value, j) => value > FEW_DIGITS * sums.squares![j]!);
  const squares = clear ? spread : (await training.fold(moments, { shift: mean })).squares!;
  return { mean, variance: mean.map((_, j) => squares[j]! / sums.weight![j]!) };
}

function givenCentres(init: MatrixLike, clusters: number, width: number): Float64Array {
  const matrix = isFeatureMatrix(init) ? init : FeatureMatrix.from(init);
  if (matrix.rows === clusters && matrix.columns.length === width) return matrix.toDense();
  throw new KindredError({
    code: "WRONG_WIDTH",
    where: "KMeans.fit",
    problem: `the given centres are ${matrix.rows} x ${matrix.columns.length}`,
    fix: `Give ${clusters} centres of ${width} columns`,
    expected: [clusters, width],
    got: [matrix.rows, matrix.columns.length],
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

function passesOver({ rows, columns, values, weights }: Sample, shift: Float64Array, training: Training): Passes {
  const names = training.source.plan.map((column) => column.name);
  const x = FeatureMatrix.dense(rows, names, values);
  const source = memorySource({ x, row: 0, w: weights });
  const { signal, threads } = training;
  return {
    rows,
    columns,
    shift,
    fold: (fold, given, rowState) =>
      runFold(source, fold, given, {
        ...(rowState === undefined ? {} : { rowState }),
        ...(signal === undefined ? {} : { signal }),
        ...(threads === undefined ? {} : { threads }),
      }),
    rowState: (bytesPerRow) => newRowState(rows, bytesPerRow),
    breathe: breather(signal),
  };
}

async function afterMiniBatches(
  passes: Passes,
  sample: Sample,
  start: Float64Array,
  { clusters, maxIterations }: KMeansOptions,
  random: Random,
): Promise<Clustering> {
  const iterations = await miniBatches(sample, start, clusters, maxIterations, random, passes.breathe);
  return asItStands(passes, start, iterations, clusters);
}

/** What the centres amount to, without moving them. */
async function asItStands(
  passes: Passes,
  centres: Float64Array,
  iterations: number,
  clusters: number,
): Promise<Clustering> {
  const { counts, inertia } = await lloyd(passes, centres, clusters, { maxIterations: 0, tolerance: 0 }, false);
  return { centres, inertia, iterations, counts };
}

/** Clusters numbered by size, those of equal size by their centres. */
function bySize(found: Clustering): Clustering {
  const { centres, counts } = found;
  const width = centres.length / counts.length;
  const order = Array.from(counts, (_, c) => c).sort((a, b) => {
    if (counts[a] !== counts[b]) return counts[b]! - counts[a]!;
    for (let j = 0; j < width; j++) {
      const difference = centres[a * width + j]! - centres[b * width + j]!;
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const sorted = new Float64Array(centres.length);
  order.forEach((c, to) => {
    sorted.set(centres.subarray(c * width, (c + 1) * width), to * width);
  });
  return { ...found, centres: sorted, counts: Float64Array.from(order, (c) => counts[c]!) };
}
