import { nearestCentroid } from "../numeric/distances/index.js";
import { kernels } from "../wasm/index.js";
import { assignByKernel } from "./assign-kernel.js";
import { countMove, stateIn } from "./assign-state.js";
import { denseRows } from "./dense.js";
import { addArrays, type NamedArrays, type Reducer } from "./reducer.js";

const scratch: { rows?: Float64Array } = {};

/**
 * One Lloyd step: every row to the nearest of `given.centroids` (the first of ties). What changed since the pass before is summed: values by cluster
 * (`sums`), weights, rows of a weight above 0 (`members`), and how many rows changed their cluster. Labels are the row state.
 *
 * Kernels take distances in float32 about `given.shift`, and again in float64 wherever rounding could decide, so that labels are
 * those of the reference. With `given.moved` (how far each centroid moved since the pass before) and `given.half` (half the distance of each to
 * the next one) they skip rows that bounds rule out (C. Elkan, "Using the triangle inequality to accelerate k-means", 2003).
 */
export const assign: Reducer = {
  name: "assign",
  blockRows: 4096,
  init({ columns }, params) {
    const clusters = params.clusters![0]!;
    return {
      sums: new Float64Array(clusters * columns),
      weights: new Float64Array(clusters),
      members: new Float64Array(clusters),
      changed: new Float64Array(1),
    };
  },
  merge: addArrays,
  add(parts, block, params, rowState) {
    const wasm = kernels();
    if (wasm !== undefined) {
      assignByKernel(wasm, parts, block, params, rowState!);
      return;
    }
    const { x, w } = block;
    const width = x.stores.length;
    const rows = denseRows(x, scratch);
    const { labels } = stateIn(rowState!, x.rows);
    for (let i = 0; i < x.rows; i++) {
      const label = 1 + nearestCentroid(rows, i * width, params.centroids as Float64Array, params.clusters![0]!, width);
      const before = labels[i]!;
      if (label === before) continue;
      const weight = w === undefined ? 1 : w[i]!;
      labels[i] = label;
      countMove(parts, before, label, weight);
      if (before > 0) addRow(parts, rows, i * width, width, before - 1, -weight);
      addRow(parts, rows, i * width, width, label - 1, weight);
    }
  },
};

function addRow(
  parts: NamedArrays,
  rows: Float64Array,
  at: number,
  width: number,
  cluster: number,
  weight: number,
): void {
  const sums = parts.sums!;
  const to = cluster * width;
  for (let j = 0; j < width; j++) sums[to + j]! += weight * rows[at + j]!;
}
