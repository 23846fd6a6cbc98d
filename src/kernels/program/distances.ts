import { FeatureMatrix, readValues } from "../../matrix/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/** The Euclidean distance of every row to each of some centres. */
export interface DistancesOperation {
  readonly op: "distances";
  /** Centres x columns, row by row. */
  readonly centres: Float64Array;
  readonly names: readonly string[];
  /** Are results rounded to float32? */
  readonly single: boolean;
  readonly step?: string;
}

export const distances: Executor<DistancesOperation> = {
  block(operation, { x }) {
    const { names, centres, single } = operation;
    const width = x.columns.length;
    const clusters = names.length;
    const out = single ? new Float32Array(x.rows * clusters) : new Float64Array(x.rows * clusters);
    const rows = new Float64Array(TILE * width);
    const found = new Float64Array(clusters);
    for (let from = 0; from < x.rows; from += TILE) {
      const tile = Math.min(TILE, x.rows - from);
      x.slice(from, from + tile).stores.forEach((store, j) => {
        readValues(store, tile, rows, j, width);
      });
      for (let i = 0; i < tile; i++) {
        distancesOfRow(rows, i * width, width, centres, found);
        out.set(found, (from + i) * clusters);
      }
    }
    return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, clusters, operation.step));
  },
  row({ centres, names, single }) {
    const found = new Float64Array(names.length);
    return (values) => {
      distancesOfRow(values, 0, values.length, centres, found);
      if (single) for (let c = 0; c < found.length; c++) found[c] = Math.fround(found[c]!);
      return found;
    };
  },
};

const TILE = 256;

function distancesOfRow(
  rows: Float64Array,
  at: number,
  width: number,
  centres: Float64Array,
  found: Float64Array,
): void {
  for (let c = 0; c < found.length; c++) {
    let sum = 0;
    for (let j = 0; j < width; j++) {
      const d = rows[at + j]! - centres[c * width + j]!;
      sum += d * d;
    }
    found[c] = Math.sqrt(sum);
  }
}
