import { type FeatureMatrix, readValues } from "../../matrix/index.js";
import { squaredDistance } from "../numeric/distances/index.js";
import { exp, log } from "../numeric/math/index.js";
import { costsOf } from "../program/index.js";
import { addArrays, listed, type NamedArrays, type Reducer } from "./reducer.js";

/** What a pass of `mixture` does: rows belong to the nearest mean alone; to each distribution by its probability; or only what they cost is summed. */
export const MIXTURE = { nearest: 0, soft: 1, costs: 2 } as const;

/** Rows whose values lie side by side in memory at once. */
const TILE_ROWS = 256;

/**
 * A step of expectation and maximization for normal distributions. `params`: their means, factors and constants (see GaussiansOperation), and `settings`, which
 * holds their number, 1 where columns are independent, and which of `MIXTURE` the pass is.
 *
 * It sums the logarithm of each row's density and the weight of the rows; by distribution the rows that are likeliest its own, and the weight that it
 * has of all rows; and, about its present mean, the sum and the products (squares where columns are independent, else the upper triangle) of their values.
 */
export const mixture: Reducer = /* @__PURE__ */ listed({
  name: "mixture",
  blockRows: 4096,
  init({ columns }, params) {
    const [count, diagonal, pass] = settingsOf(params);
    const size = pass === MIXTURE.costs ? 0 : count * columns;
    return {
      likelihood: new Float64Array(1),
      weight: new Float64Array(1),
      rows: new Float64Array(count),
      share: new Float64Array(count),
      sums: new Float64Array(size),
      products: new Float64Array(diagonal === 1 ? size : size * columns),
    };
  },
  merge: addArrays,
  add(parts, { x, w }, params) {
    const width = x.stores.length;
    const [count, diagonal, pass] = settingsOf(params);
    const means = params["means"] as Float64Array;
    const belongs =
      pass === MIXTURE.nearest
        ? nearest(means, width, count)
        : byProbability(params, diagonal === 1, width, parts["likelihood"] as Float64Array);
    const shares = new Float64Array(count);
    const apart = new Float64Array(width);
    const rows = new Float64Array(TILE_ROWS * width);
    for (let from = 0; from < x.rows; from += TILE_ROWS) {
      const tile = Math.min(TILE_ROWS, x.rows - from);
      fill(rows, x, from, tile);
      for (let i = 0; i < tile; i++) {
        const weight = w === undefined ? 1 : w[from + i]!;
        const likeliest = belongs(rows, i * width, weight, shares);
        parts["rows"]![likeliest]! += 1;
        parts["weight"]![0]! += weight;
        if (pass === MIXTURE.costs || weight === 0) continue;
        for (let k = 0; k < count; k++) {
          const share = weight * shares[k]!;
          if (share === 0) continue;
          parts["share"]![k]! += share;
          for (let j = 0; j < width; j++) apart[j] = rows[i * width + j]! - means[k * width + j]!;
          addRow(parts, apart, share, k, diagonal === 1);
        }
      }
    }
  },
});

function fill(rows: Float64Array, x: FeatureMatrix, from: number, tile: number): void {
  x.stores.forEach((store, j) => {
    readValues(store, tile, rows, j, x.stores.length, from);
  });
}

/** Writes what share a row has in each distribution, and gives the position of the one that it is likeliest of. */
type Belongs = (rows: Float64Array, at: number, weight: number, shares: Float64Array) => number;

function nearest(means: Float64Array, width: number, count: number): Belongs {
  return (rows, at, _weight, shares) => {
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (let k = 0; k < count; k++) {
      const distance = squaredDistance(rows, at, means, k * width, width);
      if (distance < least) [best, least] = [k, distance];
    }
    shares.fill(0);
    shares[best] = 1;
    return best;
  };
}

function byProbability(params: NamedArrays, diagonal: boolean, width: number, likelihood: Float64Array): Belongs {
  const { means, factors, constants } = params as Record<string, Float64Array>;
  const costs = costsOf({ means: means!, factors: factors!, diagonal, constants: constants! }, width);
  return (rows, at, weight, shares) => {
    costs(rows, at, shares, 0);
    let best = 0;
    for (let k = 1; k < shares.length; k++) if (shares[k]! < shares[best]!) best = k;
    const least = shares[best]!;
    let total = 0;
    for (let k = 0; k < shares.length; k++) {
      shares[k] = exp(least - shares[k]!);
      total += shares[k]!;
    }
    for (let k = 0; k < shares.length; k++) shares[k]! /= total;
    likelihood[0]! += weight * (log(total) - least);
    return best;
  };
}

function addRow(parts: NamedArrays, apart: Float64Array, share: number, k: number, diagonal: boolean): void {
  const width = apart.length;
  const sums = parts["sums"]!;
  const products = parts["products"]!;
  for (let j = 0; j < width; j++) sums[k * width + j]! += share * apart[j]!;
  if (diagonal) {
    for (let j = 0; j < width; j++) products[k * width + j]! += share * apart[j]! * apart[j]!;
    return;
  }
  for (let a = 0; a < width; a++) {
    const scaled = share * apart[a]!;
    const at = (k * width + a) * width;
    for (let b = a; b < width; b++) products[at + b]! += scaled * apart[b]!;
  }
}

/** The number of distributions, whether columns are independent, and which pass it is. */
function settingsOf(params: NamedArrays): [count: number, diagonal: number, pass: number] {
  const settings = params["settings"]!;
  return [settings[0]!, settings[1]!, settings[2]!];
}
