import { FeatureMatrix, readValues } from "../../matrix/index.js";
import { squaredDistance, squaredDistances } from "../numeric/distances/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/** The Euclidean distance of every row to each of some centroids. */
export interface DistancesOperation {
  readonly op: "distances";
  /** Centroids x columns, row by row. */
  readonly centroids: Float64Array;
  readonly names: readonly string[];
  /** Are results rounded to float32? */
  readonly single: boolean;
  readonly step?: string;
}

export const distances: Executor<DistancesOperation> = {
  block(operation, { x }) {
    const { names, centroids, single } = operation;
    const width = x.columns.length;
    const clusters = names.length;
    const out = single ? new Float32Array(x.rows * clusters) : new Float64Array(x.rows * clusters);
    const rows = new Float64Array(TILE_ROWS * width);
    const found = new Float64Array(TILE_ROWS * clusters);
    for (let from = 0; from < x.rows; from += TILE_ROWS) {
      const tile = Math.min(TILE_ROWS, x.rows - from);
      x.stores.forEach((store, j) => {
        readValues(store, tile, rows, j, width, from);
      });
      squaredDistances(rows.subarray(0, tile * width), width, centroids, found);
      for (let k = 0; k < tile * clusters; k++) out[from * clusters + k] = Math.sqrt(found[k]!);
    }
    return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, clusters, operation.step));
  },
  row({ centroids, names, single }) {
    const found = new Float64Array(names.length);
    return (values) => {
      for (let c = 0; c < found.length; c++) {
        const distance = Math.sqrt(squaredDistance(values, 0, centroids, c * values.length, values.length));
        found[c] = single ? Math.fround(distance) : distance;
      }
      return found;
    };
  },
};

const TILE_ROWS = 1024;
