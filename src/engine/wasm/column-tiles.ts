import { learningKernels } from "./learning-kernels.js";
import { ReferenceTiles } from "./reference/reference-tiles.js";
import type { ColumnTiles, Sweep } from "./tiles.js";
import { WasmTiles } from "./wasm-tiles.js";

/** Tiles by the kernels where there are any, else by the reference: with the same bits. */
export function columnTiles(sweep: Sweep): ColumnTiles {
  const found = learningKernels();
  return found === undefined ? new ReferenceTiles(sweep) : new WasmTiles(found, sweep);
}
