import { nearestCentroid, plainPackedRows } from "../numeric/distances/index.js";
import type { Block } from "../rows/index.js";
import { addRow, learningKernels } from "../wasm/index.js";
import { addPackedSums, assignByKernel } from "./assign-kernel.js";
import { countMove, stateIn } from "./assign-state.js";
import { denseRows } from "./dense.js";
import { addArrays, listed, type NamedArrays, type Reducer } from "./reducer.js";

const scratch: { rows?: Float64Array } = {};

/**
 * One Lloyd step: every row to the nearest of `given.centroids` (the first of ties). What changed since the pass before is summed: values by cluster
 * (`sums`), weights, rows of a weight above 0 (`members`), and how many rows changed their cluster. Labels are the row state.
 *
 * Kernels take distances in float32 about `given.shift`, and again in float64 wherever rounding could decide, so that labels are
 * those of the reference, whose sums take the same order. With `given.moved` (how far each centroid moved since the pass before) and `given.half` (half the distance of each to
 * the next one) they skip rows that bounds rule out (C. Elkan, "Using the triangle inequality to accelerate k-means", 2003).
 */
export const assign: Reducer = /* @__PURE__ */ listed({
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
    const wasm = learningKernels();
    if (wasm !== undefined) {
      assignByKernel(wasm, parts, block, params, rowState!);
      return;
    }
    addPlainly(parts, block, params, rowState!);
  },
});

/** The step in plain loops: sums are those of packed rows, in the order of the kernel's. */
function addPlainly(parts: NamedArrays, { x, w }: Block, params: NamedArrays, rowState: Uint8Array): void {
  const width = x.stores.length;
  const clusters = params.clusters![0]!;
  const values = denseRows(x, scratch);
  const packing = plainPackedRows(x, params.shift);
  const { labels } = stateIn(rowState, x.rows);
  const sums = new Float64Array(clusters * width);
  for (let i = 0; i < x.rows; i++) {
    const label = 1 + nearestCentroid(values, i * width, params.centroids as Float64Array, clusters, width);
    const before = labels[i]!;
    if (label === before) continue;
    const weight = w === undefined ? 1 : w[i]!;
    labels[i] = label;
    countMove(parts, before, label, weight);
    if (before > 0) addRow(packing.rows, i * width, width, -weight, sums, (before - 1) * width);
    addRow(packing.rows, i * width, width, weight, sums, (label - 1) * width);
  }
  addPackedSums(parts, sums, packing);
}
