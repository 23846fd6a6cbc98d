import type { Floats } from "../../../matrix/index.js";
import { type Kernels, kernels } from "../../wasm/index.js";

/** Rows that the kernel takes at once: few enough to stay in the cache. */
const TILE_ROWS = 256;
/** Points that it compares at once. */
const LANES = 4;

/**
 * The squared distances of rows (one after the other in `values`) to points, in float64: to `out`, row by row. Every distance is
 * summed in the order of the columns, by the kernel and by the reference, so that both give the same bits.
 */
export function squaredDistances(values: Floats, columns: number, points: Float64Array, out: Float64Array): void {
  const wasm = kernels();
  if (wasm === undefined) plainly(values, columns, points, out);
  else byKernel(wasm, values, columns, points, out);
}

function plainly(values: Floats, columns: number, points: Float64Array, out: Float64Array): void {
  const rows = values.length / columns;
  const count = points.length / columns;
  for (let i = 0; i < rows; i++)
    for (let p = 0; p < count; p++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        const d = values[i * columns + j]! - points[p * columns + j]!;
        sum += d * d;
      }
      out[i * count + p] = sum;
    }
}

function byKernel(
  { run, scratch }: Kernels,
  values: Floats,
  columns: number,
  points: Float64Array,
  out: Float64Array,
): void {
  const single = values instanceof Float32Array;
  const measure = single ? run.squaredDistances32 : run.squaredDistances64;
  const rows = values.length / columns;
  const count = points.length / columns;
  const lanes = LANES * Math.ceil(count / LANES);
  scratch.open(8 * (TILE_ROWS * columns + lanes * columns + TILE_ROWS * lanes), 3);
  const tile = single ? scratch.float32(TILE_ROWS * columns) : scratch.float64(TILE_ROWS * columns);
  const panels = scratch.float64(lanes * columns);
  const found = scratch.float64(TILE_ROWS * lanes);
  panels.fill(0);
  for (let p = 0; p < count; p++) {
    const panel = (p - (p % LANES)) * columns + (p % LANES);
    for (let j = 0; j < columns; j++) panels[panel + LANES * j] = points[p * columns + j]!;
  }
  for (let from = 0; from < rows; from += TILE_ROWS) {
    const size = Math.min(TILE_ROWS, rows - from);
    tile.set(values.subarray(from * columns, (from + size) * columns));
    const full = LANES * Math.ceil(size / LANES);
    for (let lane = 0; lane < lanes; lane += LANES)
      measure(
        tile.byteOffset,
        full,
        columns,
        panels.byteOffset + 8 * lane * columns,
        found.byteOffset + 8 * lane,
        8 * lanes,
      );
    if (lanes === count) out.set(found.subarray(0, size * count), from * count);
    else
      for (let i = 0; i < size; i++)
        for (let p = 0; p < count; p++) out[(from + i) * count + p] = found[i * lanes + p]!;
  }
}
