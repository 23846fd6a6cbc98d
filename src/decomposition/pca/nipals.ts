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
 * direction and back until it settles, and it is taken off. Both products in one are a product with the columns' products, or with those of
 * the rows where these are fewer. Steps are limited, since directions of like variances settle slowly; what has been found is then turned
 * within the space that it spans until it is uncorrelated.
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

/** Up to `most` directions of length 1 at right angles; `products` is what is left of a symmetric matrix once they are taken off. */
function* settledDirections(products: Float64Array, size: number, most: number): Generator<void, Float64Array> {
  const steps = Math.max(MIN_STEPS, Math.floor(MAX_STEPS / most));
  const found = new Float64Array(most * size);
  let first = 0;
  for (let c = 0; c < most; c++) {
    let start = 0;
    for (let k = 1; k < size; k++) if (products[k * size + k]! > products[start * size + start]!) start = k;
    const largest = products[start * size + start]!;
    if (c === 0) first = largest;
    if (!(largest > size * ROUNDING * first)) return found.subarray(0, c * size);
    let direction: Float64Array = products.slice(start * size, (start + 1) * size);
    if (!straighten(direction, found, c)) return found.subarray(0, c * size);
    for (let step = 0; step < steps; step++) {
      const next = times(products, direction);
      if (!straighten(next, found, c)) break;
      let cosine = 0;
      for (let k = 0; k < size; k++) cosine += next[k]! * direction[k]!;
      direction = next;
      if (1 - Math.abs(cosine) < SETTLED) break;
      if (step % 10 === 9) yield;
    }
    found.set(direction, c * size);
    const image = times(products, direction);
    let value = 0;
    for (let k = 0; k < size; k++) value += image[k]! * direction[k]!;
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++)
        products[j * size + k]! +=
          value * direction[j]! * direction[k]! - image[j]! * direction[k]! - direction[j]! * image[k]!;
    yield;
  }
  return found;
}

/** Takes off a vector what lies along earlier directions, and makes its length 1: twice, since the first leaves rounding. */
function straighten(vector: Float64Array, found: Float64Array, count: number): boolean {
  const size = vector.length;
  for (let round = 0; round < 2; round++) {
    for (let c = 0; c < count; c++) {
      let along = 0;
      for (let k = 0; k < size; k++) along += vector[k]! * found[c * size + k]!;
      for (let k = 0; k < size; k++) vector[k]! -= along * found[c * size + k]!;
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (!(length > 0)) return false;
    for (let k = 0; k < size; k++) vector[k]! /= length;
  }
  return true;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const out = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += matrix[j * size + k]! * vector[k]!;
    out[j] = sum;
  }
  return out;
}

function transposed(rows: Float64Array, width: number): Float64Array {
  const count = rows.length / width;
  const out = new Float64Array(rows.length);
  for (let i = 0; i < count; i++) for (let j = 0; j < width; j++) out[j * count + i] = rows[i * width + j]!;
  return out;
}
