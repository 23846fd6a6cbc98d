import { type SymmetricEigen, symmetricEigen } from "../../engine/numeric/eigen/index.js";
import { aboutMeans, gram, gramTimes } from "../../engine/reducers/index.js";
import { runWithYields, yieldToEventLoop } from "../../engine/rows/index.js";
import type { Training } from "../../estimator/index.js";
import { orthonormalize } from "./orthonormalize.js";

/** Directions in order of the variance along them. */
export interface Directions {
  /** Directions x columns, row by row. */
  readonly components: Float64Array;
  /** Variance along each, at least 0. */
  readonly variance: Float64Array;
  /** The variance of each column, where it was seen on the way. */
  readonly columnVariances?: Float64Array;
}

/** What both ways start from. */
export interface Centered {
  readonly mean: Float64Array;
  /** What sums of products are divided by for a variance. */
  readonly divisor: number;
}

/** Widths from which on flat arrays are faster than a matrix of rows. */
const FLAT_WIDTH = 100;

/** Eigenvectors of a covariance matrix (its lower triangle), the largest first. */
async function eigenvectors(
  training: Training,
  covariance: Float64Array,
  width: number,
  most: number,
): Promise<Directions> {
  const { values, vectors } =
    width < FLAT_WIDTH
      ? await fromMatrix(covariance, width, most)
      : await symmetricEigen(covariance, width, most, training);
  const variance = Float64Array.from({ length: most }, (_, c) => Math.max(values[c]!, 0));
  return { components: oriented(vectors, width), variance };
}

/** Entries so much smaller than the largest, and matrices so small, that their squares would be no numbers any more. */
const NEGLIGIBLE = 2 ** -200;
const SMALL_MATRIX = 2 ** -500;

/** By ml-pca, loaded when it is needed: programs that fit no PCA load none of it. */
async function fromMatrix(covariance: Float64Array, width: number, most: number): Promise<SymmetricEigen> {
  const [{ Matrix }, { PCA: CovariancePCA }] = await Promise.all([import("ml-matrix"), import("ml-pca")]);
  const matrix = new Matrix(width, width);
  const largest = covariance.reduce((found, value) => Math.max(found, Math.abs(value)), 0);
  const scale = largest < SMALL_MATRIX ? 2 ** 1000 : 1;
  for (let j = 0; j < width; j++)
    for (let k = 0; k <= j; k++) {
      const value = covariance[j * width + k]!;
      const entry = Math.abs(value) < NEGLIGIBLE * largest ? 0 : value * scale;
      matrix.set(j, k, entry);
      matrix.set(k, j, entry);
    }
  const eigen = new CovariancePCA(matrix, { isCovarianceMatrix: true, center: false });
  const values = eigen.getEigenvalues();
  const found = eigen.getEigenvectors();
  const order = values.map((_, c) => c).sort((a, b) => values[b]! - values[a]!);
  const vectors = new Float64Array(most * width);
  for (let c = 0; c < most; c++) for (let j = 0; j < width; j++) vectors[c * width + j] = found.get(j, order[c]!);
  return { values: Float64Array.from(order, (c) => values[c]! / scale), vectors };
}

/** From the whole covariance matrix, summed in one pass. */
export async function fromCovariance(
  training: Training,
  { mean, divisor }: Centered,
  most: number,
): Promise<Directions> {
  const width = mean.length;
  const covariance = aboutMeans(await training.reduce(gram, { center: mean })).map((product) => product / divisor);
  const columnVariances = Float64Array.from(mean, (_, j) => covariance[j * width + j]!);
  return { ...(await eigenvectors(training, covariance, width, most)), columnVariances };
}

/** Passes over the rows after which leading variances stand to far below a percent, also where they fall slowly. */
const POWER_PASSES = 6;

/**
 * From the covariance applied to a few random directions, again and again (N. Halko, P.-G. Martinsson, J. A. Tropp, "Finding structure with
 * randomness", 2011): for tables so wide that the covariance itself is out of reach.
 */
export async function fromRandomDirections(
  training: Training,
  { mean, divisor }: Centered,
  most: number,
  normal: () => number,
): Promise<Directions> {
  const width = mean.length;
  const outputs = Math.min(width, most + Math.max(10, Math.ceil(most / 2)));
  const yieldNow = yieldToEventLoop(training.signal);
  let basis = Float64Array.from({ length: outputs * width }, normal);
  for (let pass = 1; ; pass++) {
    await runWithYields(orthonormalize(basis, width), yieldNow);
    const params = { center: mean, directions: basis, outputs: Int32Array.of(outputs) };
    const { products } = await training.reduce(gramTimes, params);
    const image = Float64Array.from(products!, (value) => value / divisor);
    if (pass < POWER_PASSES) {
      basis = image;
      continue;
    }
    const small = await runWithYields(productsOfRows(basis, image, width), yieldNow);
    const ritz = await eigenvectors(training, small, outputs, most);
    const components = await runWithYields(combined(ritz.components, basis, width), yieldNow);
    return { components: oriented(components, width), variance: ritz.variance };
  }
}

/** Products of the rows of two arrays, a square, made symmetric. */
export function* productsOfRows(a: Float64Array, b: Float64Array, width: number): Generator<void, Float64Array> {
  const count = a.length / width;
  const out = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += a[i * width + j]! * b[k * width + j]!;
      out[i * count + k]! += sum / 2;
      out[k * count + i]! += sum / 2;
    }
    yield;
  }
  return out;
}

/** Sums of rows by weights: each row of weights gives one. */
export function* combined(weights: Float64Array, rows: Float64Array, width: number): Generator<void, Float64Array> {
  const count = rows.length / width;
  const out = new Float64Array((weights.length / count) * width);
  for (let c = 0; c * count < weights.length; c++) {
    for (let i = 0; i < count; i++) {
      const weight = weights[c * count + i]!;
      for (let j = 0; j < width; j++) out[c * width + j]! += weight * rows[i * width + j]!;
    }
    yield;
  }
  return out;
}

/** The sign of each direction is free: its entry of largest size is made positive. */
export function oriented(components: Float64Array, width: number): Float64Array {
  for (let at = 0; at < components.length; at += width) {
    let largest = 0;
    for (let j = 0; j < width; j++)
      if (Math.abs(components[at + j]!) > Math.abs(largest)) largest = components[at + j]!;
    if (largest < 0) for (let j = 0; j < width; j++) components[at + j] = -components[at + j]!;
  }
  return components;
}
