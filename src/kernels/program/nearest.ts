import { FeatureMatrix, valueAt } from "../../matrix/index.js";
import {
  comparer,
  comparerWords,
  nearestCentre,
  packingOf,
  squaredDistance,
  TILE,
  tileBytes,
} from "../distances/index.js";
import type { Block } from "../source/block.js";
import { kernels } from "../wasm/index.js";
import type { ArgminOperation } from "./argmin.js";
import type { DistancesOperation } from "./distances.js";
import { allSources } from "./provenance.js";

/**
 * `distances` and `argmin` in one, without the distances between them: kernels compare rows with centres in float32, and what rounding could
 * decide is looked at in float64, so that the answer is that of the two. Undefined where there are no kernels, or distances are rounded.
 */
export function nearest(measure: DistancesOperation, choose: ArgminOperation, { x }: Block): FeatureMatrix | undefined {
  const wasm = kernels();
  const clusters = measure.names.length;
  if (wasm === undefined || measure.single || x.rows === 0 || clusters === 0) return undefined;
  const { scratch } = wasm;
  const width = x.stores.length;
  const tile = tileBytes(x);
  scratch.open(tile.bytes + 4 * (comparerWords(clusters, width) + 2 * TILE + 4), tile.arrays + 10);
  const packing = packingOf(x, middle(measure.centres, width), wasm);
  const norms = scratch.float32(TILE + 1);
  const positions = scratch.int32(TILE + 3);
  const none = new Float32Array(0);
  const compare = comparer(wasm, packing, measure.centres, clusters, { norms, upper: none, lower: none });
  const out = new Float64Array(x.rows);
  const values = new Float64Array(width);
  const rows = Int32Array.from({ length: Math.min(TILE, x.rows) }, (_, i) => i);
  for (let from = 0; from < x.rows; from += TILE) {
    const size = Math.min(TILE, x.rows - from);
    packing.pack(
      rows.map((i) => from + i),
      0,
      size,
    );
    positions.set(rows);
    norms.fill(-1);
    const labels = compare(positions, 0, size);
    for (let i = 0; i < size; i++) {
      if (labels[i]! > 0) out[from + i] = labels[i]! - 1;
      else {
        for (let j = 0; j < width; j++) values[j] = valueAt(x.stores[j]!, from + i);
        out[from + i] = exactly(values, measure.centres, clusters);
      }
    }
  }
  return FeatureMatrix.dense(x.rows, [choose.name], out, allSources(choose, x.provenance, 1));
}

/** The nearest centre of one row; NaN where a value is. */
function exactly(values: Float64Array, centres: Float64Array, clusters: number): number {
  if (Number.isNaN(squaredDistance(values, 0, centres, 0, values.length))) return Number.NaN;
  return nearestCentre(values, 0, centres, clusters, values.length);
}

/** The middle of the centres: rows lie around it. */
function middle(centres: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  centres.forEach((value, at) => {
    sums[at % width]! += value;
  });
  return sums.map((sum) => (sum * width) / centres.length);
}
