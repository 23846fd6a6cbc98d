import { KindredError } from "../../errors/index.js";
import { FeatureMatrix, readValues } from "../../matrix/index.js";
import { kernels } from "../wasm/index.js";
import type { Executor } from "./operation.js";
import type { ProjectOperation } from "./project-operation.js";
import { projectTile } from "./project-tile.js";
import { allSources } from "./provenance.js";

export const project: Executor<ProjectOperation> = {
  block(operation, { x }) {
    const { names, single, weights } = operation;
    if (x.stores.length * names.length !== weights.length)
      throw new KindredError({
        code: "WRONG_WIDTH",
        where: operation.step ?? "project",
        problem: `got ${x.stores.length} columns and was fitted on ${weights.length / names.length}`,
        fix: "Check that the steps of the model belong together",
        expected: weights.length / names.length,
        got: x.stores.length,
      });
    const out = single ? new Float32Array(x.rows * names.length) : new Float64Array(x.rows * names.length);
    const found = x.rows < MIN_KERNEL_ROWS ? undefined : kernels();
    const most = Math.max(MIN_KERNEL_ROWS, Math.min(TILE_ROWS, Math.floor(TILE_VALUES / x.stores.length)));
    for (let from = 0; from < x.rows; from += most) {
      const rows = Math.min(most, x.rows - from);
      const tile = out.subarray(from * names.length, (from + rows) * names.length);
      if (found === undefined) plainTile(operation, x, from, tile);
      else projectTile(found, operation, x, from, tile);
    }
    return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, names.length, operation.step));
  },
  row(operation) {
    const { bias, single, singleSums } = operation;
    const result = new Float64Array(bias.length);
    const run = rowFunction(operation);
    return (values) => {
      run(values, 0, result);
      if (single && singleSums !== true) for (let c = 0; c < result.length; c++) result[c] = Math.fround(result[c]!);
      return result;
    };
  },
};

/** Rows packed for the kernels at once, and about how many values of theirs. */
const TILE_ROWS = 2048;
const TILE_VALUES = 1 << 20;
/** Fewer rows than this are faster without the kernels. */
const MIN_KERNEL_ROWS = 8;

type RowProduct = (values: Float64Array, at: number, out: Float64Array | Float32Array) => void;

/** Writes the outputs of one row of values: what the kernels do for many, to the bit. */
function rowFunction(operation: ProjectOperation): RowProduct {
  const { weights, bias, singleSums } = operation;
  const width = weights.length / bias.length;
  const center = operation.center ?? new Float64Array(width);
  if (singleSums !== true) {
    const sums = bias.slice();
    return (values, at, out) => {
      sums.set(bias);
      for (let j = 0; j < width; j++) addDouble(sums, values[at + j]! - center[j]!, weights, j * bias.length);
      out.set(sums);
    };
  }
  const start = Float32Array.from(bias);
  const by = Float32Array.from(weights);
  const sums = start.slice();
  return (values, at, out) => {
    sums.set(start);
    for (let j = 0; j < width; j++) addSingle(sums, values[at + j]! - center[j]!, by, j * bias.length);
    out.set(sums);
  };
}

function addDouble(sums: Float64Array, value: number, weights: Float64Array, from: number): void {
  for (let c = 0; c < sums.length; c++) sums[c]! += value * weights[from + c]!;
}

function addSingle(sums: Float32Array, value: number, weights: Float32Array, from: number): void {
  const single = Math.fround(value);
  for (let c = 0; c < sums.length; c++) sums[c] = Math.fround(sums[c]! + Math.fround(single * weights[from + c]!));
}

function plainTile(
  operation: ProjectOperation,
  x: FeatureMatrix,
  from: number,
  out: Float64Array | Float32Array,
): void {
  const outputs = operation.names.length;
  const width = x.stores.length;
  const rows = out.length / outputs;
  const values = new Float64Array(rows * width);
  x.stores.forEach((store, j) => {
    readValues(store, rows, values, j, width, from);
  });
  const run = rowFunction(operation);
  for (let i = 0; i < rows; i++) run(values, i * width, out.subarray(i * outputs, (i + 1) * outputs));
}
