import { type Program, runProgram } from "../program/index.js";
import type { Block, Columns } from "../rows/index.js";
import type { NamedArrays, Reducer, RowShape, RowState } from "./reducer.js";

/** What a worker has to know of a pass before its first block. */
export interface ReducerContext {
  /** The reducer's name. */
  readonly reducer: string;
  readonly shape: RowShape;
  readonly params: NamedArrays;
  /** What blocks go through before the reducer sees them. */
  readonly program: Program;
  readonly columns: Columns;
  readonly rowState: RowState | undefined;
}

/** Adds a block to a part, after the program that comes before. `firstRow` is the row that the state begins at. */
export function addBlock(
  reducer: Reducer,
  part: NamedArrays,
  block: Block,
  {
    program,
    params,
    rowState,
    firstRow = 0,
  }: Pick<ReducerContext, "program" | "params" | "rowState"> & { readonly firstRow?: number },
): void {
  const row = block.row - firstRow;
  const { rows } = block.x;
  const state = rowState && new Uint8Array(rowState.bytes, row * rowState.bytesPerRow, rows * rowState.bytesPerRow);
  reducer.add(part, program.length === 0 ? block : { ...block, x: runProgram(program, block) }, params, state);
}
