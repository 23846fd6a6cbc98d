import { squaredDistance } from "../engine/numeric/distances/index.js";
import { KindredError, readGiven } from "../errors/index.js";
import {
  contiguousRows,
  FeatureMatrix,
  type Label,
  type Labels,
  type MatrixLike,
  readValues,
} from "../matrix/index.js";
import { check, checkArguments } from "../options/index.js";
import { checkLengths, labelOf } from "./truth.js";

/** Rows and which cluster each belongs to. */
export interface ClusteredRows {
  readonly matrix: FeatureMatrix;
  /** The position of each row's cluster. */
  readonly clusters: Int32Array;
  readonly sizes: Float64Array;
}

/** Reads labels; there must be at least two clusters, and fewer than rows. */
export function clusteredRows(X: MatrixLike, labels: Labels, where: string): ClusteredRows {
  const matrix = readGiven(where, () => FeatureMatrix.from(X), "FeatureMatrix");
  checkLengths(matrix.rows, labels.length, "labels", where);
  const positions = new Map<Label, number>();
  const clusters = new Int32Array(matrix.rows);
  for (let i = 0; i < matrix.rows; i++) {
    const label = labelOf(labels, i);
    if (!positions.has(label)) positions.set(label, positions.size);
    clusters[i] = positions.get(label)!;
  }
  const count = positions.size;
  if (count < 2 || count >= matrix.rows)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `there are ${count} clusters of ${matrix.rows} rows`,
      fix: "Use at least 2 clusters, and fewer than rows",
      got: count,
    });
  const sizes = new Float64Array(count);
  for (const c of clusters) sizes[c]! += 1;
  return { matrix, clusters, sizes };
}

/** Refuses rows that hold anything but finite numbers; `first` is the position of the first of them. */
export function refuseNotFinite(values: Float64Array, columns: readonly string[], first: number, where: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const column = columns[at % columns.length]!;
  throw new KindredError({
    code: Number.isNaN(values[at]!) ? "MISSING_VALUE" : "INFINITE_VALUE",
    where,
    problem: `column "${column}" is ${values[at]} in row ${first + Math.floor(at / columns.length)}`,
    fix: "Impute before",
    column,
  });
}

/** Rows that are in memory as float64 at once. */
const BLOCK_ROWS = 1024;

/** Blocks of rows in float64, one after the other in the same memory. */
function* blocksOf(matrix: FeatureMatrix): Generator<{ from: number; values: Float64Array }> {
  const { rows, columns, stores } = matrix;
  const width = columns.length;
  const lying = contiguousRows(matrix);
  const values = new Float64Array(Math.min(rows, BLOCK_ROWS) * width);
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, rows - from);
    if (lying !== undefined) values.set(lying.subarray(from * width, (from + size) * width));
    else
      stores.forEach((store, j) => {
        readValues(store, size, values, j, width, from);
      });
    yield { from, values: values.subarray(0, size * width) };
  }
}

/** The mean of each cluster: clusters x columns. */
function meansOf({ matrix, clusters, sizes }: ClusteredRows, where: string): Float64Array {
  const width = matrix.columns.length;
  const means = new Float64Array(sizes.length * width);
  for (const { from, values } of blocksOf(matrix)) {
    for (let at = 0, i = from; at < values.length; at += width, i++)
      addRow(means, clusters[i]! * width, values, at, width);
  }
  // A sum that holds no number may be one of values that do not.
  if (!means.every(Number.isFinite))
    for (const { from, values } of blocksOf(matrix)) refuseNotFinite(values, matrix.columns, from, where);
  return means.map((sum, at) => sum / sizes[Math.floor(at / width)]!);
}

function addRow(sums: Float64Array, to: number, values: Float64Array, at: number, width: number): void {
  for (let j = 0; j < width; j++) sums[to + j]! += values[at + j]!;
}

/** The squared distance of each row to the mean of its cluster. */
function fromOwnMean({ matrix, clusters }: ClusteredRows, means: Float64Array): Float64Array {
  const width = matrix.columns.length;
  const out = new Float64Array(matrix.rows);
  for (const { from, values } of blocksOf(matrix))
    for (let at = 0, i = from; at < values.length; at += width, i++)
      out[i] = squaredDistance(values, at, means, clusters[i]! * width, width);
  return out;
}

/**
 * The mean over clusters of the worst ratio of their widths to their distance: the lower the better (D. Davies, D. Bouldin, 1979).
 *
 * @throws KindredError where there are fewer than 2 clusters, or as many as rows.
 *
 * @example
 * ```ts
 * import { daviesBouldin } from "kindred";
 *
 * daviesBouldin([[0], [1], [10], [11]], [0, 0, 1, 1]); // 0.1
 * ```
 */
export function daviesBouldin(X: MatrixLike, labels: Labels): number {
  checkArguments("daviesBouldin", { X: [X, check.data], labels: [labels, check.labels] });
  const found = clusteredRows(X, labels, "daviesBouldin");
  const { clusters, sizes } = found;
  const means = meansOf(found, "daviesBouldin");
  const width = means.length / sizes.length;
  const spread = new Float64Array(sizes.length);
  fromOwnMean(found, means).forEach((distance, i) => {
    spread[clusters[i]!]! += Math.sqrt(distance) / sizes[clusters[i]!]!;
  });
  let total = 0;
  for (let a = 0; a < sizes.length; a++) {
    let worst = 0;
    for (let b = 0; b < sizes.length; b++) {
      const apart = Math.sqrt(squaredDistance(means, a * width, means, b * width, width));
      if (a !== b && apart > 0) worst = Math.max(worst, (spread[a]! + spread[b]!) / apart);
    }
    total += worst;
  }
  return total / sizes.length;
}

/**
 * The variance between clusters over the variance within: the higher the better (T. Calinski, J. Harabasz, 1974).
 *
 * @throws KindredError where there are fewer than 2 clusters, or as many as rows.
 *
 * @example
 * ```ts
 * import { calinskiHarabasz } from "kindred";
 *
 * calinskiHarabasz([[0], [1], [10], [11]], [0, 0, 1, 1]); // 200
 * ```
 */
export function calinskiHarabasz(X: MatrixLike, labels: Labels): number {
  checkArguments("calinskiHarabasz", { X: [X, check.data], labels: [labels, check.labels] });
  const found = clusteredRows(X, labels, "calinskiHarabasz");
  const { clusters, sizes } = found;
  const means = meansOf(found, "calinskiHarabasz");
  const rows = clusters.length;
  const width = means.length / sizes.length;
  const mean = new Float64Array(width);
  means.forEach((value, at) => {
    mean[at % width]! += (value * sizes[Math.floor(at / width)]!) / rows;
  });
  let between = 0;
  for (let c = 0; c < sizes.length; c++) between += sizes[c]! * squaredDistance(means, c * width, mean, 0, width);
  const within = fromOwnMean(found, means).reduce((sum, distance) => sum + distance, 0);
  return within === 0 ? 1 : (between * (rows - sizes.length)) / (within * (sizes.length - 1));
}
