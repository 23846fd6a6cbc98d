import { exp, log, log1p } from "../numeric/math/index.js";
import { type ColumnTiles, columnTiles, TILE_ROWS } from "../wasm/index.js";
import { addArrays, listed, type NamedArrays, type Reducer } from "./reducer.js";

/** What a pass of `logistic` is to sum beside loss and gradient, where it is not to look at every n-th row. */
export const CURVATURE = { none: 0, diagonal: -1 } as const;

/** The weight of the rows of each class (`given.settings` holds the number of classes). */
export const classTotals: Reducer = /* @__PURE__ */ listed({
  name: "classTotals",
  blockRows: 4096,
  init: (_shape, params) => ({ weight: new Float64Array(params.settings![0]!) }),
  merge: addArrays,
  add(parts, { x, y, w }) {
    const weight = parts.weight!;
    for (let i = 0; i < x.rows; i++) weight[y![i]!]! += w === undefined ? 1 : w[i]!;
  },
});

/**
 * Weighted logistic loss and its derivatives at `given.coefficients`: outputs x (columns + 1), row by row, the last the intercept; one
 * output for two classes, else one a class (softmax). Columns are seen as (value - given.center) * given.scale. `given.settings`
 * holds the number of outputs and which second derivatives are wanted: {@link CURVATURE}, or n for the whole matrix from every
 * n-th row and its diagonal from all. Of the matrix, and in it of the square of any two outputs, the lower triangle.
 */
export const logistic: Reducer = /* @__PURE__ */ listed({
  name: "logistic",
  blockRows: 4096,
  init({ columns }, params) {
    const [outputs, curvature] = params.settings!;
    const size = outputs! * (columns + 1);
    return {
      loss: new Float64Array(1),
      gradient: new Float64Array(size),
      diagonal: new Float64Array(curvature === CURVATURE.none ? 0 : size),
      hessian: new Float64Array(curvature! > 0 ? size * size : 0),
    };
  },
  merge: addArrays,
  add(parts, { x, y, w, row }, params) {
    const outputs = params.settings![0]!;
    const curvature = params.settings![1]!;
    const weights = y!.map((label, i) => params.classWeights![label]! * (w === undefined ? 1 : w[i]!));
    const tiles = columnTiles({
      x,
      center: params.center!,
      // Rows without weight may hold anything, also no number.
      ...(weights.includes(0) ? { mask: weights.map((weight) => (weight === 0 ? 0 : 1)) } : {}),
      outputs,
      squares: curvature > 0 ? (outputs * (outputs + 1)) / 2 : 0,
    });
    setCoefficients(tiles, params, outputs);
    for (let from = 0; from < x.rows; from += TILE_ROWS) {
      const rows = Math.min(TILE_ROWS, x.rows - from);
      tiles.load(from, rows);
      for (let k = 0; k < outputs; k++) tiles.score(k);
      const part = { labels: y!.subarray(from, from + rows), weights: weights.subarray(from, from + rows) };
      const sampled = curvature > 0 ? chooseRows(tiles, part.weights, row + from, curvature) : 0;
      parts.loss![0]! += (outputs === 1 ? addBinary : addSoftmax)(tiles, part, curvature !== CURVATURE.none, sampled);
    }
    addScaled(parts, tiles, params.scale!, outputs);
  },
});

/** Labels and weights of a tile's rows. */
interface TileRows {
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

/** Coefficients of scaled columns, as those of columns that are only moved. */
function setCoefficients(tiles: ColumnTiles, { coefficients, scale }: NamedArrays, outputs: number): void {
  const width = scale!.length + 1;
  for (let k = 0; k < outputs; k++)
    for (let j = 0; j < width; j++)
      tiles.coefficients[k * tiles.width + j] = coefficients![k * width + j]! * (scale![j] ?? 1);
}

/** Every n-th row, where it has weight: how many there are. */
function chooseRows({ chosen }: ColumnTiles, weights: Float64Array, first: number, n: number): number {
  let used = 0;
  for (let i = (n - (first % n)) % n; i < weights.length; i += n) if (weights[i] !== 0) chosen[used++] = i;
  return used;
}

/** Loss and derivatives of two classes. */
function addBinary(tiles: ColumnTiles, { labels, weights }: TileRows, curved: boolean, sampled: number): number {
  const scores = tiles.scores[0]!;
  const bends = new Float64Array(labels.length);
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights[i]!;
    tiles.weights[i] = 0;
    if (weight === 0) continue;
    const z = scores[i]!;
    const small = exp(z < 0 ? z : -z);
    const p = (z < 0 ? small : 1) / (1 + small);
    const margin = labels[i] === 1 ? z : -z;
    loss += weight * (log1p(small) + (margin < 0 ? -margin : 0));
    tiles.weights[i] = weight * (p - labels[i]!);
    bends[i] = (weight * small) / ((1 + small) * (1 + small));
  }
  tiles.addSums(0);
  if (!curved) return loss;
  tiles.weights.set(bends);
  tiles.addSquareSums(0);
  for (let r = 0; r < sampled; r++) tiles.chosenWeights[r] = bends[tiles.chosen[r]!]!;
  if (sampled > 0) tiles.addSquare(0, sampled);
  return loss;
}

/** Loss and derivatives of more classes: scores become probabilities first. */
function addSoftmax(tiles: ColumnTiles, { labels, weights }: TileRows, curved: boolean, sampled: number): number {
  const { scores, chosen, chosenWeights } = tiles;
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (const score of scores) largest = Math.max(largest, score[i]!);
    const own = scores[labels[i]!]![i]! - largest;
    let total = 0;
    for (const score of scores) {
      score[i] = exp(score[i]! - largest);
      total += score[i]!;
    }
    for (const score of scores) score[i]! /= total;
    if (weights[i] !== 0) loss += weights[i]! * (log(total) - own);
  }
  scores.forEach((p, k) => {
    for (let i = 0; i < labels.length; i++) tiles.weights[i] = weights[i]! * (labels[i] === k ? p[i]! - 1 : p[i]!);
    tiles.addSums(k);
    if (!curved) return;
    for (let i = 0; i < labels.length; i++) tiles.weights[i] = weights[i]! * p[i]! * (1 - p[i]!);
    tiles.addSquareSums(k);
    for (let l = 0; l <= k && sampled > 0; l++) {
      const q = scores[l]!;
      for (let r = 0; r < sampled; r++) {
        const i = chosen[r]!;
        chosenWeights[r] = weights[i]! * p[i]! * (l === k ? 1 - q[i]! : -q[i]!);
      }
      tiles.addSquare((k * (k + 1)) / 2 + l, sampled);
    }
  });
  return loss;
}

/** What the tiles have summed, as derivatives by coefficients of scaled columns. */
function addScaled(parts: NamedArrays, tiles: ColumnTiles, scale: NamedArrays[string], outputs: number): void {
  const width = scale.length + 1;
  const size = outputs * width;
  const by = Float64Array.from({ length: width }, (_, j) => scale[j] ?? 1);
  for (let k = 0; k < outputs; k++)
    for (let j = 0; j < width; j++) {
      const at = k * tiles.width + j;
      parts.gradient![k * width + j]! += tiles.sums[at]! * by[j]!;
      if (parts.diagonal!.length > 0) parts.diagonal![k * width + j]! += tiles.squareSums[at]! * by[j]! * by[j]!;
    }
  if (parts.hessian!.length === 0) return;
  const square = tiles.squares.length / ((outputs * (outputs + 1)) / 2);
  for (let k = 0, pair = 0; k < outputs; k++)
    for (let l = 0; l <= k; l++, pair++)
      for (let i = 0; i < width; i++)
        for (let j = 0; j <= i; j++)
          parts.hessian![(k * width + i) * size + l * width + j]! +=
            tiles.squares[pair * square + i * tiles.width + j]! * by[i]! * by[j]!;
}
