import type { FeatureMatrix } from "../../matrix/index.js";
import { type Kernels, PackedColumns } from "../wasm/index.js";
import type { ProjectOperation } from "./project-operation.js";

/** Rows that go through the kernels at once, and about how many values of theirs: what they take stays in the cache. */
const TILE_ROWS = 256;
const TILE_VALUES = 1 << 18;

/** Weights and biases as the kernels read them: panels of outputs, filled up with 0. */
interface Panels {
  readonly weights: Float32Array | Float64Array;
  readonly bias: Float32Array | Float64Array;
  readonly center: Float64Array;
}

const known = new WeakMap<ProjectOperation, Panels>();

function panelsOf(operation: ProjectOperation): Panels {
  const found = known.get(operation);
  if (found !== undefined) return found;
  const { weights, bias, singleSums, center } = operation;
  const outputs = bias.length;
  const width = weights.length / outputs;
  const lanes = singleSums === true ? 8 : 4;
  const padded = Math.ceil(outputs / lanes) * lanes;
  const make = (length: number): Panels["weights"] =>
    singleSums === true ? new Float32Array(length) : new Float64Array(length);
  const panels = { weights: make(width * padded), bias: make(padded), center: center ?? new Float64Array(width) };
  panels.bias.set(bias);
  for (let c = 0; c < outputs; c++)
    for (let j = 0; j < width; j++)
      panels.weights[(c - (c % lanes)) * width + j * lanes + (c % lanes)] = weights[j * outputs + c]!;
  known.set(operation, panels);
  return panels;
}

/** Writes the outputs of the rows from `from` on, as many as `out` has room for, by the kernels. */
export function projectTile(
  { run, scratch }: Kernels,
  operation: ProjectOperation,
  x: FeatureMatrix,
  from: number,
  out: Float64Array | Float32Array,
): void {
  const panels = panelsOf(operation);
  const outputs = operation.names.length;
  const single = operation.singleSums === true;
  const rows = out.length / outputs;
  const width = x.stores.length;
  const most = Math.max(4, Math.min(TILE_ROWS, 4 * Math.floor(TILE_VALUES / 4 / width)));
  const needed = PackedColumns.bytesNeeded(x.stores, rows);
  const held =
    8 * (panels.weights.length + panels.bias.length + rows * outputs + most * width + TILE_ROWS + width + 16);
  scratch.open(needed.bytes + held, needed.arrays + 7);
  const columns = new PackedColumns(scratch, x.stores, rows, "values");
  columns.fill(from, rows);
  const place = (length: number): Panels["weights"] => (single ? scratch.float32(length) : scratch.float64(length));
  const weights = place(panels.weights.length);
  weights.set(panels.weights);
  const bias = place(panels.bias.length);
  bias.set(panels.bias);
  const centers = scratch.float64(width);
  centers.set(panels.center);
  const values = scratch.float64(TILE_ROWS).byteOffset;
  const spare = scratch.float64(16).byteOffset;
  const packed = place(most * width).byteOffset;
  const results = place(rows * outputs);
  const kernel = single ? run.projectSingles : run.projectDoubles;
  for (let at = 0; at < rows; at += most) {
    const piece = Math.min(most, rows - at);
    run.packRows(columns.pointer, centers.byteOffset, width, at, piece, single ? 1 : 0, values, packed);
    const to = results.byteOffset + at * outputs * results.BYTES_PER_ELEMENT;
    kernel(packed, weights.byteOffset, bias.byteOffset, piece, width, outputs, spare, to);
  }
  out.set(results);
}
