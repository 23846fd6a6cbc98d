import type { Program } from "../../engine/program/index.js";
import {
  type ClustererClass,
  defineClusterer,
  type InputSchema,
  isSingle,
  type Migrated,
} from "../../estimator/index.js";
import { clusterIds, formWithIds } from "../cluster-ids.js";
import { outputProgram } from "../cluster-output.js";
import { clusterWarnings, emptyClusters } from "../cluster-warnings.js";
import { distancesUnder } from "./custom-distance.js";
import { FittedKMeans } from "./fitted.js";
import { type KMeansOptions, kmeansParams } from "./options.js";
import { type KMeansState, kmeansState } from "./state.js";

const KMeansBase: ClustererClass<KMeansOptions, FittedKMeans> = defineClusterer({
  kind: "KMeans",
  version: 2,
  params: kmeansParams,
  inMemory: ({ distance }: KMeansOptions) => distance !== undefined,
  traits: { missing: "refused", ordered: true, checkParams: { clusters: 2 } },
  fitted: FittedKMeans,
  formerOptions: { restarts: "starts" },
  migrations: { 1: renamed },
  async learn(training, params: KMeansOptions) {
    const { bySize, cluster } = await import("./learn.js");
    const found = await cluster(training, params);
    const ordered = params.order === "size" ? bySize(found) : found;
    const { centroids, inertia, iterations, counts } = ordered;
    const doubts = clusterWarnings(ordered, training.source);
    // Many fits at once, as for a choice of clusters, describe none, and warn of none.
    if (training.options.describeSegments !== false) {
      for (const doubt of doubts) training.warn("COLUMNS", doubt);
      for (const doubt of emptyClusters(counts)) training.warn("CLUSTERS", doubt);
    }
    const warnings = doubts.length === 0 ? {} : { warnings: doubts };
    const state: KMeansState = { centroids, inertia, iterations, counts, single: isSingle(training), ...warnings };
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
  state: (facts) => formWithIds(kmeansState, ({ counts }) => counts.length, facts),
});

/**
 * K-means: rows to the nearest of k centroids, each of which is the mean of its rows. The best of several starts is kept whole.
 * Also a transformer, to the distance from each centroid, or to its cluster: features for a classifier behind it.
 *
 * Where rows, columns and clusters are many, all starts run for a few iterations and the best quarter of them to the end; with more than 50,000
 * rows they do so on a seeded sample, and the best goes on over all rows.
 *
 * **Formula.** Minimized is the inertia Σ w min ‖x − μ‖² over rows of weight w, the minimum being over centroids. Each iteration assigns rows to the
 * nearest centroid and moves each centroid to the weighted mean of its rows, `"miniBatch"` on drawn rows only; `distance` takes the place of the norm (S. Lloyd, "Least squares quantization in PCM", 1982).
 *
 * **Limits.** Refused are missing and infinite values, rows so far apart that a squared distance is too large for a
 * number, fewer rows than clusters, and given centroids of another shape. Rows pass block by block and need not fit
 * into memory: kept are at most 50,000 of them, from which starts are drawn, 8 bytes for each row, and with `"elkan"`
 * about 4 more for each of its distances to the centroids. `"auto"` takes `"elkan"` from 16 columns up to 64 clusters.
 * A `distance` takes all rows into memory, and no weights.
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

/** Version 1 said "centres" and "restarts". */
function renamed({ params, state }: Migrated): Migrated {
  const { restarts, ...options } = params as Readonly<Record<string, unknown>>;
  const { centres, ...learned } = (state ?? {}) as Readonly<Record<string, unknown>>;
  return {
    params: restarts === undefined ? options : { ...options, starts: restarts },
    state: state === undefined ? state : { ...learned, centroids: centres },
  };
}

function distanceProgram(
  { centroids, counts, single }: KMeansState,
  { distance }: KMeansOptions,
  input: InputSchema,
): Program {
  const names = clusterIds(input, counts.length).map((id) => `distance${id}`);
  if (distance === undefined) return [{ op: "distances", centroids, names, single, step: "KMeans" }];
  return distancesUnder(
    distance,
    centroids,
    names,
    input.plan.map((column) => column.name),
  );
}
