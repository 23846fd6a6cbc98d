import { FeatureMatrix, readValues } from "../../matrix/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/**
 * Of some normal distributions what a row costs under each: half its squared distance from the mean, in standard deviations, plus a constant. With
 * the right constants that is minus the logarithm of weight times density.
 */
export interface GaussiansOperation {
  readonly op: "gaussians";
  /** One name a distribution. */
  readonly names: readonly string[];
  /** Distributions x columns, row by row. */
  readonly means: Float64Array;
  /**
   * What a distance from the mean is multiplied with: where columns are independent (`diagonal`) one number a distribution and column, else for
   * each distribution an upper triangular matrix, columns x columns, row by row.
   */
  readonly factors: Float64Array;
  readonly diagonal: boolean;
  /** One a distribution. */
  readonly constants: Float64Array;
  readonly step?: string;
}

const TILE_ROWS = 256;

export const gaussians: Executor<GaussiansOperation> = {
  block(operation, { x }) {
    const { names } = operation;
    const width = x.columns.length;
    const count = names.length;
    const costs = costsOf(operation, width);
    const out = new Float64Array(x.rows * count);
    const rows = new Float64Array(TILE_ROWS * width);
    for (let from = 0; from < x.rows; from += TILE_ROWS) {
      const tile = Math.min(TILE_ROWS, x.rows - from);
      x.stores.forEach((store, j) => {
        readValues(store, tile, rows, j, width, from);
      });
      for (let i = 0; i < tile; i++) costs(rows, i * width, out, (from + i) * count);
    }
    return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, count, operation.step));
  },
  row(operation) {
    const width = operation.means.length / operation.names.length;
    const costs = costsOf(operation, width);
    const out = new Float64Array(operation.names.length);
    return (values) => {
      costs(values, 0, out, 0);
      return out;
    };
  },
};

/** A function of a row's values that writes its cost under each distribution. */
export function costsOf(
  { means, factors, diagonal, constants }: Pick<GaussiansOperation, "means" | "factors" | "diagonal" | "constants">,
  width: number,
): (rows: Float64Array, at: number, out: Float64Array, to: number) => void {
  const apart = new Float64Array(width);
  return (rows, at, out, to) => {
    for (let k = 0; k < constants.length; k++) {
      for (let j = 0; j < width; j++) apart[j] = rows[at + j]! - means[k * width + j]!;
      const distance = diagonal
        ? scaled(apart, factors, k * width)
        : whitened(apart, factors, k * width * width, width);
      out[to + k] = constants[k]! + 0.5 * distance;
    }
  };
}

function scaled(apart: Float64Array, factors: Float64Array, from: number): number {
  let sum = 0;
  for (let j = 0; j < apart.length; j++) {
    const y = apart[j]! * factors[from + j]!;
    sum += y * y;
  }
  return sum;
}

/** The squared length of `apart` times the matrix. */
function whitened(apart: Float64Array, factors: Float64Array, from: number, width: number): number {
  let sum = 0;
  for (let c = 0; c < width; c++) {
    let y = 0;
    for (let j = 0; j <= c; j++) y += apart[j]! * factors[from + j * width + c]!;
    sum += y * y;
  }
  return sum;
}
