import type { Program } from "../../engine/program/index.js";
import { mapRows } from "../../engine/rows/index.js";
import { defineClusterer, type EstimatorClass, type InputSchema } from "../../estimator/index.js";
import { clusterIds, formWithIds } from "../cluster-ids.js";
import { outputProgram } from "../cluster-output.js";
import { encodingProgram, learnEncoding, nominalRanges } from "./encode-mixed.js";
import { FittedKPrototypes } from "./fitted.js";
import { type KPrototypesOptions, kPrototypesParams, type MixedToMatrix } from "./options.js";
import { type KPrototypesState, kPrototypesState } from "./state.js";

const KPrototypesBase: EstimatorClass<
  KPrototypesOptions,
  FittedKPrototypes,
  MixedToMatrix,
  "clusterer",
  Partial<KPrototypesOptions>
> = defineClusterer({
  kind: "KPrototypes",
  version: 1,
  params: kPrototypesParams,
  accepts: "either",
  traits: { missing: "refused", ordered: true, checkParams: { clusters: 2, starts: 3 } },
  fitted: FittedKPrototypes,
  async learn(training, params: KPrototypesOptions) {
    const { bySize, cluster, KMEANS } = await import("../kmeans/learn.js");
    const encoding = await learnEncoding(training, params);
    const source = mapRows(training.source, encodingProgram(encoding, training.source));
    const { clusters, starts, maxIterations, seed } = params;
    const options = { ...KMEANS, clusters, starts, maxIterations, seed, tolerance: 0 };
    const snap = (centroids: Float64Array): void => toModes(centroids, encoding, clusters);
    const found = await cluster(training.over({ source, schema: training.schema }), options, snap);
    const { centroids, inertia: cost, iterations, counts } = params.order === "size" ? bySize(found) : found;
    return { state: { ...encoding, centroids, cost, iterations, counts } };
  },
  program: (state: KPrototypesState, { output }: KPrototypesOptions, input) =>
    outputProgram(output, () => distanceProgram(state, input), state.counts.length, input, "KPrototypes"),
  predictor: (state: KPrototypesState, _params, input) => [
    ...distanceProgram(state, input),
    { op: "argmin", name: "cluster" },
  ],
  state: (facts) => formWithIds(kPrototypesState, ({ counts }) => counts.length, facts),
});

/**
 * K-prototypes (Z. Huang, "Extensions to the k-means algorithm for clustering large data sets with categorical values", 1998): clusters of rows with amounts
 * and names. A prototype is the mean of its rows in numeric columns and their most frequent value in nominal ones; the squared distance of a row from it is
 * that of the numeric columns plus `gamma` for each nominal column in which they differ. With nominal columns alone that is k-modes.
 *
 * It learns as KMeans does: the best of several starts, in blocks, on any number of threads. Numeric columns are standardized unless `scale` is false;
 * put an Imputer before where they miss values. A category that was not there at fit differs from all prototypes.
 *
 * **Formula.** The squared distance is Σ (x − μ)² over numeric columns + `gamma` times the number of nominal columns that differ; its weighted sum
 * over rows, each with the nearest prototype, is minimized.
 *
 * **Limits.** Refused are missing values in numeric columns, infinite values, dates, and fewer rows than clusters. Each
 * nominal column becomes as many columns as it has values while learning, so one of very many values costs time. Rows
 * pass block by block and need not fit into memory. A prototype's value in a nominal column is one that training rows
 * hold.
 *
 * @example
 * ```ts
 * import { KPrototypes } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const people = parseCsv("AGE,ZONE\n20,north\n22,north\n21,north\n60,south\n63,south\n");
 * const fitted = await new KPrototypes({ clusters: 2, seed: 1 }).fit(people);
 * fitted.predict(people); // Int32Array [0, 0, 0, 1, 1]
 * fitted.prototypes.get(0)!.toJSON(); // { AGE: 21, ZONE: "north" }
 * fitted.gamma; // 2
 * ```
 */
export class KPrototypes extends KPrototypesBase {}

function distanceProgram(state: KPrototypesState, input: InputSchema): Program {
  const names = clusterIds(input, state.counts.length).map((id) => `distance${id}`);
  const { centroids } = state;
  return [...encodingProgram(state, input), { op: "distances", centroids, names, single: false, step: "KPrototypes" }];
}

/** Shares that differ by rounding alone are the same: the first category counts. */
const ROUNDING = 1e-9;

/** In place of the shares of a cluster's categories the most frequent one, the first of ties. */
function toModes(
  centroids: Float64Array,
  { codes, scale }: Pick<KPrototypesState, "codes" | "scale">,
  clusters: number,
): void {
  const width = scale.length;
  for (const [from, to] of nominalRanges(codes))
    for (let c = 0; c < clusters; c++) {
      const block = centroids.subarray(c * width + from, c * width + to);
      const most = Math.max(...block) * (1 - ROUNDING);
      const mode = block.findIndex((share) => share >= most);
      block.fill(0);
      block[mode] = scale[from]!;
    }
}
