import { symmetricEigen } from "../../engine/numeric/eigen/index.js";
import { runWithYields, yieldToEventLoop } from "../../engine/rows/index.js";
import type { Training } from "../../estimator/index.js";
import { type Centered, combined, type Directions, productsOfRows } from "./eigen.js";

/** Steps for all directions together, and at least for each. */
const MAX_STEPS = 20_000;
const MIN_STEPS = 50;
/** A direction that a step turns by less than this (1 less the cosine) has settled. */
const SETTLED = 2 ** -50;
/** Of the largest product, what is left of rows once their directions are taken off is rounding below this. */
const ROUNDING = 2 ** -52;

/**
 * One direction after the other (H. Wold, "Nonlinear estimation by iterative least squares procedures", 1966): rows are multiplied with a
 * direction and back until it settles, and the next is looked for in what is at right angles to it. Both products in one are a product with
 * the columns' products, or with those of the rows where these are fewer. Steps are limited, since directions of like variances settle
 * slowly; what has been found is then turned within the space that it spans until it is uncorrelated.
 */
export async function nipals(
  training: Training,
  rows: Float64Array,
  { mean, divisor }: Centered,
  most: number,
): Promise<Directions> {
  const width = mean.length;
  const count = rows.length / width;
  const yieldNow = yieldToEventLoop(training.signal);
  const isWide = width > count;
  const items = isWide ? rows : transposed(rows, width);
  const length = isWide ? width : count;
  const products = await runWithYields(productsOfRows(items, items, length), yieldNow);
  const size = items.length / length;
  const basis = await runWithYields(settledDirections(products.slice(), size, most), yieldNow);
  const found = basis.length / size;
  const image = await runWithYields(combined(basis, products, size), yieldNow);
  const small = await runWithYields(productsOfRows(basis, image, size), yieldNow);
  const { values, vectors } = await symmetricEigen(small, found, found, training);
  const turned = await runWithYields(combined(vectors, basis, size), yieldNow);
  const components = new Float64Array(most * width);
  const spread = isWide ? await runWithYields(combined(turned, rows, width), yieldNow) : turned;
  const variance = new Float64Array(most);
  for (let c = 0; c < found; c++) {
    const value = Math.max(values[c]!, 0);
    const direction = spread.subarray(c * width, (c + 1) * width);
    const scale = isWide && value > 0 ? 1 / Math.sqrt(value) : isWide ? 0 : 1;
    components.set(
      direction.map((entry) => entry * scale),
      c * width,
    );
    variance[c] = value / divisor;
  }
  return { components, variance };
}

/** Up to `most` directions of length 1 at right angles, from a symmetric matrix, which is used up. */
function* settledDirections(products: Float64Array, size: number, most: number): Generator<void, Float64Array> {
  const steps = Math.max(MIN_STEPS, Math.floor(MAX_STEPS / most));
  const found = new Float64Array(most * size);
  const reflections: Mirror[] = [];
  let left: Float64Array = products;
  let first = 0;
  for (let c = 0; c < most; c++) {
    const rest = size - c;
    let start = 0;
    for (let k = 1; k < rest; k++) if (left[k * rest + k]! > left[start * rest + start]!) start = k;
    const largest = left[start * rest + start]!;
    if (c === 0) first = largest;
    if (!(largest > size * ROUNDING * first)) return found.subarray(0, c * size);
    let direction: Float64Array = left.slice(start * rest, (start + 1) * rest);
    if (!normalize(direction)) return found.subarray(0, c * size);
    for (let step = 0; step < steps; step++) {
      const next = times(left, direction);
      if (!normalize(next)) break;
      const cosine = dot(next, 0, direction, rest);
      direction = next;
      if (1 - Math.abs(cosine) < SETTLED) break;
      if (step % 10 === 9) yield;
    }
    const whole = found.subarray(c * size, (c + 1) * size);
    whole.set(direction, c);
    for (let k = c - 1; k >= 0; k--) reflect(whole, k, reflections[k]!);
    const mirror = mirrorOf(direction);
    reflections.push(mirror);
    left = withoutAxis(left, mirror);
    yield;
  }
  return found;
}

/** A plane that a direction is reflected in to lie on an axis. */
interface Mirror {
  /** At right angles to the plane. */
  readonly normal: Float64Array;
  /** The one nearest to the direction: small products keep their digits beside large ones. */
  readonly axis: number;
}

function mirrorOf(direction: Float64Array): Mirror {
  let axis = 0;
  for (let k = 1; k < direction.length; k++) if (Math.abs(direction[k]!) > Math.abs(direction[axis]!)) axis = k;
  const normal = direction.slice();
  normal[axis]! += direction[axis]! < 0 ? -1 : 1;
  return { normal, axis };
}

/** A vector within what is at right angles to an axis, which begins behind `from`, as one of the space with that axis. */
function reflect(vector: Float64Array, from: number, { normal, axis }: Mirror): void {
  vector.copyWithin(from, from + 1, from + 1 + axis);
  vector[from + axis] = 0;
  const size = normal.length;
  const along = (2 * dot(vector, from, normal, size)) / dot(normal, 0, normal, size);
  for (let k = 0; k < size; k++) vector[from + k]! -= along * normal[k]!;
}

/** A symmetric matrix, reflected on both sides (A. S. Householder, 1958), without the axis that a direction came to lie on. */
function withoutAxis(products: Float64Array, { normal, axis }: Mirror): Float64Array {
  const size = normal.length;
  const scale = 2 / dot(normal, 0, normal, size);
  const image = times(products, normal);
  const half = (scale * scale * dot(image, 0, normal, size)) / 2;
  for (let k = 0; k < size; k++) image[k] = scale * image[k]! - half * normal[k]!;
  const out = new Float64Array((size - 1) * (size - 1));
  for (let j = 0, to = 0; j < size; j++) {
    if (j === axis) continue;
    for (let k = 0; k < size; k++) {
      if (k === axis) continue;
      out[to++] = products[j * size + k]! - normal[j]! * image[k]! - image[j]! * normal[k]!;
    }
  }
  return out;
}

/** Makes the length of a vector 1; false where it has none. */
function normalize(vector: Float64Array): boolean {
  const length = Math.sqrt(dot(vector, 0, vector, vector.length));
  if (!(length > 0)) return false;
  for (let k = 0; k < vector.length; k++) vector[k]! /= length;
  return true;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const out = new Float64Array(size);
  for (let j = 0; j < size; j++) out[j] = dot(matrix, j * size, vector, size);
  return out;
}

/** Four sums side by side: one alone would wait for each addition. */
function dot(a: Float64Array, from: number, b: Float64Array, size: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < size; k += 4) {
    s0 += a[from + k]! * b[k]!;
    s1 += a[from + k + 1]! * b[k + 1]!;
    s2 += a[from + k + 2]! * b[k + 2]!;
    s3 += a[from + k + 3]! * b[k + 3]!;
  }
  for (; k < size; k++) s0 += a[from + k]! * b[k]!;
  return s0 + s1 + (s2 + s3);
}

function transposed(rows: Float64Array, width: number): Float64Array {
  const count = rows.length / width;
  const out = new Float64Array(rows.length);
  for (let i = 0; i < count; i++) for (let j = 0; j < width; j++) out[j * count + i] = rows[i * width + j]!;
  return out;
}
