import { type FeatureMatrix, readValues } from "../../matrix/index.js";
import { exp, log, log1p } from "../math/index.js";
import { addParts, type Fold, type Parts } from "./fold.js";
import { addProducts } from "./products.js";

/** What a pass of `logistic` is to sum beside loss and gradient, where it is not told to look at every n-th row. */
export const CURVATURE = { none: 0, diagonal: -1 } as const;

/** The weight of the rows of each class (`given.settings` holds the number of classes). */
export const classTotals: Fold = {
  name: "classTotals",
  blockRows: 4096,
  start: (_shape, given) => ({ weight: new Float64Array(given.settings![0]!) }),
  merge: addParts,
  add(parts, { x, y, w }) {
    const weight = parts.weight!;
    for (let i = 0; i < x.rows; i++) weight[y![i]!]! += w === undefined ? 1 : w[i]!;
  },
};

/**
 * Weighted logistic loss and its derivatives at `given.coefficients`: outputs x (columns + 1), row by row, the last the intercept; one
 * output for two classes, else one a class (softmax). Columns are seen as (value - given.center) * given.scale. `given.settings`
 * holds the number of outputs and which second derivatives are wanted: {@link CURVATURE}, or n for the whole matrix from every
 * n-th row and its diagonal from all. Of the matrix, and in it of the square of any two outputs, the lower triangle.
 */
export const logistic: Fold = {
  name: "logistic",
  blockRows: 4096,
  start({ columns }, given) {
    const [outputs, curvature] = given.settings!;
    const size = outputs! * (columns + 1);
    return {
      loss: new Float64Array(1),
      gradient: new Float64Array(size),
      diagonal: new Float64Array(curvature === CURVATURE.none ? 0 : size),
      hessian: new Float64Array(curvature! > 0 ? size * size : 0),
    };
  },
  merge: addParts,
  add(parts, { x, y, w, row }, given) {
    const width = x.stores.length + 1;
    const [outputs, curvature] = given.settings!;
    const rows = tileRows(width);
    const tile = tileOf(rows, width, outputs!, curvature! > 0);
    for (let from = 0; from < x.rows; from += rows) {
      const count = Math.min(rows, x.rows - from);
      fillTile(tile.values, x, from, count, given.center!, given.scale!);
      tile.used = 0;
      for (let i = 0; i < count; i++) {
        const label = y![from + i]!;
        const weight = given.classWeights![label]! * (w === undefined ? 1 : w[from + i]!);
        // Rows without weight may hold anything, also no number.
        if (weight === 0) continue;
        const sampled = curvature! > 0 && (row + from + i) % curvature! === 0;
        if (outputs === 1) binaryRow(parts, tile, i * width, label, weight, given.coefficients!, sampled);
        else softmaxRow(parts, tile, i * width, label, weight, given.coefficients!, sampled);
      }
      if (curvature! > 0) addCurvature(parts.hessian as Float64Array, tile, outputs!);
    }
  },
};

/** A piece of a block that stays in the cache, and what its rows weigh in the second derivatives. */
interface Tile {
  readonly width: number;
  readonly rows: number;
  readonly values: Float64Array;
  readonly scores: Float64Array;
  /** Where the rows used for second derivatives start. */
  readonly starts: Int32Array;
  /** One weight for each of them and each pair of outputs, pair by pair. */
  readonly weights: Float64Array;
  used: number;
}

const TILE_VALUES = 32_768;
let shared: Tile | undefined;

function tileRows(width: number): number {
  return Math.max(4, Math.floor(TILE_VALUES / width));
}

function tileOf(rows: number, width: number, outputs: number, curved: boolean): Tile {
  const weights = curved ? (rows * outputs * (outputs + 1)) / 2 : 0;
  if (shared?.width !== width || shared.scores.length !== outputs || shared.weights.length < weights)
    shared = {
      width,
      rows,
      values: new Float64Array(rows * width),
      scores: new Float64Array(outputs),
      starts: new Int32Array(rows),
      weights: new Float64Array(weights),
      used: 0,
    };
  return shared;
}

/** The columns, moved and scaled, and a last one of ones. */
function fillTile(
  values: Float64Array,
  x: FeatureMatrix,
  first: number,
  rows: number,
  center: Parts[string],
  scale: Parts[string],
): void {
  const columns = x.stores.length;
  const width = columns + 1;
  x.stores.forEach((store, j) => {
    readValues(store, rows, values, j, width, first);
  });
  for (let i = 0, at = 0; i < rows; i++, at++) {
    for (let j = 0; j < columns; j++, at++) values[at] = (values[at]! - center[j]!) * scale[j]!;
    values[at] = 1;
  }
}

/** A row's sum of products with coefficients, in four strands that do not wait for each other. */
function score(values: Float64Array, at: number, width: number, coefficients: Parts[string], from: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j + 3 < width; j += 4) {
    a += values[at + j]! * coefficients[from + j]!;
    b += values[at + j + 1]! * coefficients[from + j + 1]!;
    c += values[at + j + 2]! * coefficients[from + j + 2]!;
    d += values[at + j + 3]! * coefficients[from + j + 3]!;
  }
  for (; j < width; j++) a += values[at + j]! * coefficients[from + j]!;
  return a + b + (c + d);
}

function binaryRow(
  parts: Parts,
  tile: Tile,
  at: number,
  label: number,
  weight: number,
  coefficients: Parts[string],
  sampled: boolean,
): void {
  const { values, width } = tile;
  const z = score(values, at, width, coefficients, 0);
  const small = exp(z < 0 ? z : -z);
  const p = (z < 0 ? small : 1) / (1 + small);
  const margin = label === 1 ? z : -z;
  parts.loss![0]! += weight * (log1p(small) + (margin < 0 ? -margin : 0));
  addScaled(parts.gradient!, 0, values, at, width, weight * (p - label));
  const bend = (weight * small) / ((1 + small) * (1 + small));
  addDiagonal(parts.diagonal!, 0, values, at, width, bend);
  if (sampled) {
    tile.weights[tile.used] = bend;
    tile.starts[tile.used++] = at;
  }
}

function softmaxRow(
  parts: Parts,
  tile: Tile,
  at: number,
  label: number,
  weight: number,
  coefficients: Parts[string],
  sampled: boolean,
): void {
  const { values, width, scores } = tile;
  const outputs = scores.length;
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < outputs; k++) {
    scores[k] = score(values, at, width, coefficients, k * width);
    if (scores[k]! > largest) largest = scores[k]!;
  }
  const own = scores[label]! - largest;
  let total = 0;
  for (let k = 0; k < outputs; k++) {
    scores[k] = exp(scores[k]! - largest);
    total += scores[k]!;
  }
  parts.loss![0]! += weight * (log(total) - own);
  for (let k = 0; k < outputs; k++) {
    const p = scores[k]! / total;
    scores[k] = p;
    addScaled(parts.gradient!, k * width, values, at, width, weight * (k === label ? p - 1 : p));
    addDiagonal(parts.diagonal!, k * width, values, at, width, weight * p * (1 - p));
  }
  if (!sampled) return;
  for (let k = 0, pair = 0; k < outputs; k++)
    for (let l = 0; l <= k; l++, pair++)
      tile.weights[pair * tile.rows + tile.used] = weight * scores[k]! * (k === l ? 1 - scores[k]! : -scores[l]!);
  tile.starts[tile.used++] = at;
}

function addScaled(
  out: Parts[string],
  from: number,
  values: Float64Array,
  at: number,
  width: number,
  by: number,
): void {
  for (let j = 0; j < width; j++) out[from + j]! += by * values[at + j]!;
}

function addDiagonal(
  out: Parts[string],
  from: number,
  values: Float64Array,
  at: number,
  width: number,
  by: number,
): void {
  if (out.length === 0) return;
  for (let j = 0; j < width; j++) {
    const value = values[at + j]!;
    out[from + j]! += by * value * value;
  }
}

function addCurvature(hessian: Float64Array, tile: Tile, outputs: number): void {
  const { width, rows } = tile;
  const size = outputs * width;
  for (let k = 0, pair = 0; k < outputs; k++)
    for (let l = 0; l <= k; l++, pair++) addProducts(hessian, k * width * size + l * width, size, tile, pair * rows);
}
