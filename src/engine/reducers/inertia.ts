import { plainPackedRows, type RowPacking, rowPacking, TILE, tileBytes } from "../numeric/distances/index.js";
import type { Block } from "../rows/index.js";
import { type LearningKernels, learningKernels, ownDistance } from "../wasm/index.js";
import { stateIn } from "./assign-state.js";
import { addArrays, listed, type NamedArrays, type Reducer } from "./reducer.js";

/** The weighted sum of squared distances of rows to the centroid of their label, and the rows of each. Labels are the row state of `assign`. */
export const inertia: Reducer = /* @__PURE__ */ listed({
  name: "inertia",
  blockRows: 4096,
  init: (_, params) => ({ inertia: new Float64Array(1), counts: new Float64Array(params.clusters![0]!) }),
  merge: addArrays,
  add(parts, block, params, rowState) {
    const { x, w } = block;
    const { labels } = stateIn(rowState!, x.rows);
    const wasm = learningKernels();
    const distances = wasm === undefined ? plainly(block, labels, params) : byKernel(wasm, block, labels, params);
    for (let i = 0; i < x.rows; i++) {
      parts.inertia![0]! += (w === undefined ? 1 : w[i]!) * distances[i]!;
      parts.counts![labels[i]! - 1]! += 1;
    }
  },
});

function plainly({ x }: Block, labels: Int32Array, params: NamedArrays): Float64Array {
  const { rows, scale, ...packing } = plainPackedRows(x);
  const centroids = packedCentroids(params.centroids!, packing);
  const width = scale.length;
  return Float64Array.from(labels, (label, i) => ownDistance(rows, i * width, scale, centroids, (label - 1) * width));
}

/** Centroids less what packing took from rows. */
function packedCentroids(
  centroids: ArrayLike<number>,
  { isWide, offset }: Pick<RowPacking, "isWide" | "offset">,
): Float64Array {
  return Float64Array.from(centroids, (value, k) => value - (isWide ? 0 : offset[k % offset.length]!));
}

function byKernel(wasm: LearningKernels, { x }: Block, labels: Int32Array, params: NamedArrays): Float64Array {
  const { run, scratch } = wasm;
  const { rows } = x;
  const width = x.stores.length;
  const tile = tileBytes(x);
  const size = params.centroids!.length;
  scratch.open(tile.bytes + 4 * rows + 4 * TILE + 8 * (size + width + TILE), tile.arrays + 5);
  // Nothing is taken from float32 values here, so that they lose nothing.
  const packing = rowPacking(x, undefined, wasm);
  const { q, wide, isWide, scale } = packing;
  const positions = scratch.int32(rows);
  const own = scratch.int32(TILE);
  const centroids = scratch.float64(size);
  const scales = scratch.float64(width);
  const found = scratch.float64(TILE);
  for (let i = 0; i < rows; i++) positions[i] = i;
  centroids.set(packedCentroids(params.centroids!, packing));
  scales.set(scale);
  const measure = isWide ? run.ownDistances64 : run.ownDistances32;
  const from = isWide ? wide : q;
  const out = new Float64Array(rows);
  for (let first = 0; first < rows; first += TILE) {
    const count = Math.min(TILE, rows - first);
    packing.pack(positions, first, count);
    own.set(labels.subarray(first, first + count));
    measure(from.byteOffset, count, width, scales.byteOffset, centroids.byteOffset, own.byteOffset, found.byteOffset);
    out.set(found.subarray(0, count), first);
  }
  return out;
}
