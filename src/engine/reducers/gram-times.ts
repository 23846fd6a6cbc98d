import { type ProjectOperation, runProgram } from "../program/index.js";
import type { Block } from "../rows/index.js";
import { addProducts, type LearningKernels, learningKernels, PackedColumns } from "../wasm/index.js";
import { type Seen, seenAs, valuesOf } from "./gram-columns.js";
import { addArrays, listed, type NamedArrays, type Reducer } from "./reducer.js";

/** Rows a tile: float32 sums of a tile are then added in float64. */
const TILE_ROWS = 256;

/**
 * The covariance times some directions (`given.directions`, outputs x columns) about a center, without the covariance itself: `products`,
 * outputs x columns. Where no column needs more, single products are in float32.
 */
export const gramTimes: Reducer = /* @__PURE__ */ listed({
  name: "gramTimes",
  blockRows: 4096,
  init: ({ columns }, params) => ({ products: new Float64Array(columns * params.outputs![0]!) }),
  merge: addArrays,
  add(parts, block, params) {
    const seen = seenAs(block.x, params.center!);
    const scores = scoresOf(block, params, seen.single);
    const found = learningKernels();
    const { rows } = block.x;
    const sums = found === undefined ? reference(seen, scores, rows) : computed(found, seen, scores, rows);
    sums.forEach((sum, at) => {
      parts.products![at]! += sum;
    });
  },
});

/** The rows times the directions and times their weights: an array an output. */
function scoresOf({ x, w }: Block, params: NamedArrays, single: boolean): Float64Array[] {
  const outputs = params.outputs![0]!;
  const width = x.stores.length;
  const weights = new Float64Array(width * outputs);
  for (let c = 0; c < outputs; c++)
    for (let j = 0; j < width; j++) weights[j * outputs + c] = params.directions![c * width + j]!;
  const operation: ProjectOperation = {
    op: "project",
    weights,
    bias: new Float64Array(outputs),
    center: Float64Array.from(params.center!),
    names: Array.from({ length: outputs }, (_, c) => `direction${c}`),
    single,
    singleSums: single,
  };
  const { stores } = runProgram([operation], { x, row: 0 });
  return stores.map(({ data, start, stride }) =>
    Float64Array.from({ length: x.rows }, (_, i) => {
      const weight = w === undefined ? 1 : w[i]!;
      return weight === 0 ? 0 : weight * data[start + i * stride]!;
    }),
  );
}

function reference(seen: Seen, scores: readonly Float64Array[], rows: number): Float64Array {
  const sums = new Float64Array(scores.length * seen.stores.length);
  for (let from = 0; from < rows; from += TILE_ROWS) {
    const tile = Math.min(TILE_ROWS, rows - from);
    const left = valuesOf(seen, from, tile);
    const right = scores.map((values) => values.subarray(from, from + tile));
    addProducts(left, right, seen.single, sums);
  }
  return sums;
}

function computed(
  { run, scratch }: LearningKernels,
  { stores, shifts, single }: Seen,
  scores: readonly Float64Array[],
  rows: number,
): Float64Array {
  const width = stores.length;
  const outputs = scores.length;
  const most = Math.min(TILE_ROWS, rows);
  const padded = [width, outputs].map((count) => 4 * ((count + 3) >> 2)) as [number, number];
  const [left, right] = padded.map((count) => count * (TILE_ROWS + 4)) as [number, number];
  const needed = PackedColumns.bytesNeeded(stores, most);
  const held = left + right + padded[0] * padded[1] + width + TILE_ROWS + 4;
  scratch.open(needed.bytes + 8 * held, needed.arrays + 8);
  const packed = new PackedColumns(scratch, stores, most, "values");
  const moved = scratch.float64(width);
  moved.set(shifts);
  const values = scratch.float64(TILE_ROWS + 4).byteOffset;
  const panels = single ? scratch.float32(left) : scratch.float64(left);
  const factors = single ? scratch.float32(right) : scratch.float64(right);
  const sums = scratch.float64(padded[0] * padded[1]).fill(0);
  const lanes = single ? 4 : 2;
  for (let from = 0; from < rows; from += TILE_ROWS) {
    const tile = Math.min(TILE_ROWS, rows - from);
    const steps = Math.ceil(tile / lanes);
    packed.fill(from, tile);
    run.packValues(packed.pointer, moved.byteOffset, 0, width, 0, tile, single ? 1 : 0, values, panels.byteOffset);
    factors.fill(0);
    for (let c = 0; c < outputs; c++) {
      const at = (c >> 2) * steps * 4 * lanes + (c & 3) * lanes;
      for (let i = 0; i < tile; i++)
        factors[at + Math.floor(i / lanes) * 4 * lanes + (i % lanes)] = scores[c]![from + i]!;
    }
    const multiply = single ? run.timesSingles : run.timesDoubles;
    multiply(panels.byteOffset, width, factors.byteOffset, outputs, steps, sums.byteOffset, padded[0]);
  }
  const products = new Float64Array(outputs * width);
  for (let c = 0; c < outputs; c++) products.set(sums.subarray(c * padded[0], c * padded[0] + width), c * width);
  return products;
}
