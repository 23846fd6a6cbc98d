import { KindredError } from "../errors/index.js";
import { FeatureMatrix, type Label, type Labels, type MatrixLike } from "../matrix/index.js";
import { checkLengths, labelOf } from "./truth.js";

/** Rows with the position of each one's cluster. */
export interface ClusteredRows {
  readonly rows: number;
  readonly width: number;
  readonly values: Float64Array;
  readonly clusters: Int32Array;
  readonly sizes: Float64Array;
  /** Clusters x columns. */
  readonly means: Float64Array;
}

/** Reads rows and labels; there must be at least two clusters, and fewer than rows. */
export function clusteredRows(X: MatrixLike, labels: Labels, where: string): ClusteredRows {
  const matrix = FeatureMatrix.from(X);
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
  const width = matrix.columns.length;
  const values = matrix.toDense();
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0)
    throw new KindredError({
      code: Number.isNaN(values[at]!) ? "MISSING_VALUE" : "INFINITE_VALUE",
      where,
      problem: `column "${matrix.columns[at % width]}" is ${values[at]} in row ${Math.floor(at / width)}`,
      fix: "Impute before",
      column: matrix.columns[at % width]!,
    });
  const sizes = new Float64Array(count);
  const means = new Float64Array(count * width);
  for (let i = 0; i < matrix.rows; i++) {
    const c = clusters[i]!;
    sizes[c]! += 1;
    for (let j = 0; j < width; j++) means[c * width + j]! += values[i * width + j]!;
  }
  for (let c = 0; c < count; c++) for (let j = 0; j < width; j++) means[c * width + j]! /= sizes[c]!;
  return { rows: matrix.rows, width, values, clusters, sizes, means };
}

function squared(a: Float64Array, from: number, b: Float64Array, to: number, width: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) sum += (a[from + j]! - b[to + j]!) ** 2;
  return sum;
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
  const { rows, width, values, clusters, sizes, means } = clusteredRows(X, labels, "daviesBouldin");
  const spread = new Float64Array(sizes.length);
  for (let i = 0; i < rows; i++)
    spread[clusters[i]!]! +=
      Math.sqrt(squared(values, i * width, means, clusters[i]! * width, width)) / sizes[clusters[i]!]!;
  let total = 0;
  for (let a = 0; a < sizes.length; a++) {
    let worst = 0;
    for (let b = 0; b < sizes.length; b++) {
      const apart = Math.sqrt(squared(means, a * width, means, b * width, width));
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
  const { rows, width, values, clusters, sizes, means } = clusteredRows(X, labels, "calinskiHarabasz");
  const mean = new Float64Array(width);
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) mean[j]! += values[i * width + j]! / rows;
  let between = 0;
  let within = 0;
  for (let c = 0; c < sizes.length; c++) between += sizes[c]! * squared(means, c * width, mean, 0, width);
  for (let i = 0; i < rows; i++) within += squared(values, i * width, means, clusters[i]! * width, width);
  return within === 0 ? 1 : (between * (rows - sizes.length)) / (within * (sizes.length - 1));
}
