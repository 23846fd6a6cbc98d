import { Random } from "../engine/numeric/random/index.js";
import { GROUP_ROWS, type NamedArrays, pairSums, runReducer } from "../engine/reducers/index.js";
import { memorySource } from "../engine/rows/index.js";
import { readGiven } from "../errors/index.js";
import { FeatureMatrix, type Labels, type MatrixLike } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { type ClusteredRows, clusteredRows, refuseNotFinite } from "./cluster-quality.js";
import { labelOf } from "./truth.js";

/** Options of `silhouette`. */
export interface SilhouetteOptions {
  /** How many rows to take part; all by default. The work grows with their square. */
  readonly sample?: number;
  /** Seed of the sample. */
  readonly seed?: number;
  /** How many threads at most; the machine's cores by default. */
  readonly threads?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

const checkSilhouette = optionsCheck<SilhouetteOptions>("silhouette", {
  sample: check.whole(2),
  seed: check.seed,
  threads: check.threads,
  signal: check.signal,
});

/**
 * How much nearer rows are to their own cluster than to the next one: from -1 to 1, the mean over rows (P. Rousseeuw, 1987). Lets the event
 * loop run.
 *
 * @throws KindredError where there are fewer than 2 clusters, or as many as rows.
 *
 * @example
 * ```ts
 * import { silhouette } from "kindred";
 *
 * await silhouette([[0], [1], [10], [11]], [0, 0, 1, 1]); // 0.9
 * ```
 */
export async function silhouette(X: MatrixLike, labels: Labels, options: SilhouetteOptions = {}): Promise<number> {
  checkArguments("silhouette", { X: [X, check.data], labels: [labels, check.labels] });
  checkSilhouette(options);
  const { sample, seed = 0, ...job } = options;
  const matrix = readGiven("silhouette", () => FeatureMatrix.from(X), "FeatureMatrix");
  const chosen =
    sample === undefined || sample >= matrix.rows
      ? undefined
      : new Random(seed, "silhouette").sample(matrix.rows, sample);
  const rows =
    chosen === undefined
      ? clusteredRows(matrix, labels, "silhouette")
      : clusteredRows(
          matrix.take(chosen),
          Array.from(chosen, (i) => labelOf(labels, i)),
          "silhouette",
        );
  const { given, places } = inGroups(rows);
  // A row for each group.
  const groups = FeatureMatrix.fromColumns({ cluster: given.clusters! });
  const { sums } = await runReducer(memorySource({ x: groups, row: 0 }), pairSums, given, job);
  return meanSilhouette(rows, places, sums as Float64Array);
}

/** Rows of one cluster after the other in groups that belong to one cluster each, as `pairSums` takes them, and where each row went. */
function inGroups({ matrix, clusters, sizes }: ClusteredRows): { given: NamedArrays; places: Int32Array } {
  const { rows, columns } = matrix;
  const width = columns.length;
  const values = matrix.toDense();
  refuseNotFinite(values, columns, 0, "silhouette");
  const starts = new Int32Array(sizes.length);
  let groups = 0;
  sizes.forEach((size, c) => {
    starts[c] = GROUP_ROWS * groups;
    groups += Math.ceil(size / GROUP_ROWS);
  });
  const owners = new Int32Array(groups);
  const present = new Float64Array(GROUP_ROWS * groups);
  const panels = new Float64Array(GROUP_ROWS * groups * width);
  const places = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const c = clusters[i]!;
    const place = starts[c]!;
    starts[c] = place + 1;
    places[i] = place;
    present[place] = 1;
    owners[Math.floor(place / GROUP_ROWS)] = c;
    const lane = place % GROUP_ROWS;
    for (let j = 0; j < width; j++) panels[(place - lane) * width + lane + GROUP_ROWS * j] = values[i * width + j]!;
  }
  return { given: { panels, present, clusters: owners, count: Int32Array.of(sizes.length) }, places };
}

/** The mean over rows; a cluster of one row counts 0. */
function meanSilhouette({ clusters, sizes }: ClusteredRows, places: Int32Array, sums: Float64Array): number {
  const all = sums.length / sizes.length;
  const rows = clusters.length;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const own = clusters[i]!;
    if (sizes[own] === 1) continue;
    const inside = sums[own * all + places[i]!]! / (sizes[own]! - 1);
    let next = Number.POSITIVE_INFINITY;
    for (let c = 0; c < sizes.length; c++)
      if (c !== own) next = Math.min(next, sums[c * all + places[i]!]! / sizes[c]!);
    const most = Math.max(inside, next);
    if (most > 0) total += (next - inside) / most;
  }
  return total / rows;
}
