import type { FeatureMatrix } from "../../matrix/index.js";
import {
  comparer,
  comparerWords,
  lanesOf,
  nearestCentroid,
  type RowPacking,
  rowPacking,
  scoresOf,
  TILE,
  tileBytes,
} from "../numeric/distances/index.js";
import type { Block } from "../rows/index.js";
import type { LearningKernels, Scratch } from "../wasm/index.js";
import { type AssignState, countMove, stateIn } from "./assign-state.js";
import type { NamedArrays } from "./reducer.js";

/** Bounds given to kernels in float32 are rounded away from zero, and towards it. */
const UP = 1 + 1e-6;
const DOWN = 1 - 1e-6;

/** The step of `assign` by kernels: labels and sums are those of the reference. */
export function assignByKernel(
  wasm: LearningKernels,
  parts: NamedArrays,
  block: Block,
  params: NamedArrays,
  rowState: Uint8Array,
): void {
  const { rows, stores } = block.x;
  const width = stores.length;
  const clusters = params.clusters![0]!;
  const lanes = lanesOf(clusters);
  const kept = stateIn(rowState, rows);
  const tile = tileBytes(block.x);
  const words = rows * (4 + lanes) + 3 * lanes + 8 + comparerWords(clusters, width) + 2 * TILE;
  wasm.scratch.open(tile.bytes + 4 * words + 8 * (TILE + clusters * width), tile.arrays + 17);
  const state = copyOf(kept, wasm.scratch, rows, lanes);
  const { positions, count } = doubtful(wasm, state, rows, params);
  if (count > 0) {
    const packing = rowPacking(block.x, params.shift, wasm);
    const compare = comparer(wasm, packing, scoresOf(packing, params.centroids as Float64Array), state);
    const move = mover(wasm, packing, clusters);
    const { from, to, weights } = move;
    const { labels: before } = kept;
    const { x, w } = block;
    for (let first = 0; first < count; first += TILE) {
      const size = Math.min(TILE, count - first);
      packing.pack(positions, first, size);
      const labels = compare(positions, first, size);
      for (let t = 0; t < size; t++) {
        const i = positions[first + t]!;
        const had = before[i]!;
        let label = labels[t]!;
        if (label === 0) label = 1 + exactly(x, i, params);
        from[t] = had;
        to[t] = label;
        if (label === had) continue;
        const weight = w === undefined ? 1 : w[i]!;
        weights[t] = weight;
        countMove(parts, had, label, weight);
        before[i] = label;
      }
      move.run(size);
    }
    addPackedSums(parts, move.sums, packing);
  }
  kept.norms.set(state.norms.subarray(0, rows));
  kept.upper.set(state.upper.subarray(0, kept.upper.length));
  kept.lower.set(state.lower.subarray(0, kept.lower.length));
}

/** The state in the kernels' memory, with room for one row more: where rows stand that only fill the last group of four. */
function copyOf(kept: AssignState, scratch: Scratch, rows: number, lanes: number): AssignState {
  const bounded = kept.upper.length > 0 ? rows + 1 : 0;
  const state = {
    labels: scratch.int32(rows),
    norms: scratch.float32(rows + 1),
    upper: scratch.float32(bounded),
    lower: scratch.float32(bounded * lanes),
  };
  state.labels.set(kept.labels);
  state.norms.set(kept.norms);
  for (let i = 0; i < rows; i++) if (kept.labels[i] === 0) state.norms[i] = -1;
  state.upper.set(kept.upper);
  state.lower.set(kept.lower);
  return state;
}

/** Rows whose nearest centroid may have changed: all of them where there are no bounds. */
function doubtful(
  { run, scratch }: LearningKernels,
  { labels, upper, lower }: AssignState,
  rows: number,
  params: NamedArrays,
): { positions: Int32Array; count: number } {
  const positions = scratch.int32(rows + 3);
  if (upper.length === 0 || params.moved === undefined) {
    for (let i = 0; i < rows; i++) positions[i] = i;
    return { positions, count: rows };
  }
  const lanes = lanesOf(params.clusters![0]!);
  const moved = scratch.float32(lanes).fill(0);
  const half = scratch.float32(lanes).fill(0);
  params.moved.forEach((move, c) => {
    moved[c] = move * UP;
    half[c] = params.half![c]! * DOWN;
  });
  const count = run.doubtfulRows(
    rows,
    lanes,
    labels.byteOffset,
    upper.byteOffset,
    lower.byteOffset,
    moved.byteOffset,
    half.byteOffset,
    positions.byteOffset,
  );
  return { positions, count };
}

/** Moves packed rows between sums by cluster. */
function mover({ run, scratch }: LearningKernels, { q, wide, isWide, scale }: RowPacking, clusters: number) {
  const width = scale.length;
  const from = scratch.int32(TILE);
  const to = scratch.int32(TILE);
  const weights = scratch.float64(TILE);
  const sums = scratch.float64(clusters * width).fill(0);
  const move = isWide ? run.moveRows64 : run.moveRows32;
  const rows = isWide ? wide : q;
  return {
    from,
    to,
    weights,
    sums,
    run: (size: number): void =>
      move(rows.byteOffset, size, width, from.byteOffset, to.byteOffset, weights.byteOffset, sums.byteOffset),
  };
}

/** Adds sums of packed rows by cluster as sums of values. */
export function addPackedSums(
  parts: NamedArrays,
  sums: Float64Array,
  { isWide, scale, offset }: Pick<RowPacking, "isWide" | "scale" | "offset">,
): void {
  const width = scale.length;
  const clusters = sums.length / width;
  for (let c = 0; c < clusters; c++)
    for (let j = 0; j < width; j++) {
      const at = c * width + j;
      parts.sums![at]! += isWide ? sums[at]! : sums[at]! * scale[j]! + offset[j]! * parts.weights![c]!;
    }
}

let values = new Float64Array(0);

/** The nearest centroid of one row, from its values in float64. */
function exactly({ stores }: FeatureMatrix, row: number, params: NamedArrays): number {
  const width = stores.length;
  if (values.length < width) values = new Float64Array(width);
  stores.forEach(({ data, start, stride, center, scale }, j) => {
    values[j] = (data[start + row * stride]! - center) * scale;
  });
  return nearestCentroid(values, 0, params.centroids as Float64Array, params.clusters![0]!, width);
}
