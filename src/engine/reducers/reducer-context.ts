import { type Program, runProgram } from "../program/index.js";
import type { Block, Columns } from "../rows/index.js";
import type { Fold, Parts, RowState, Shape } from "./reducer.js";
import { FOLDS } from "./registry.js";

/** What a worker has to know of a pass before its first block. */
export interface FoldWork {
  /** The fold's name. */
  readonly fold: string;
  readonly shape: Shape;
  readonly given: Parts;
  /** What blocks go through before the fold sees them. */
  readonly program: Program;
  readonly columns: Columns;
  readonly rowState: RowState | undefined;
}

/** A fold as a worker finds it. */
export function foldNamed(name: string): Fold {
  const fold = FOLDS.get(name);
  if (fold === undefined) throw new Error(`a worker knows no fold "${name}"`);
  return fold;
}

/** Adds a block to a part, after the program that comes before. */
export function addBlock(
  fold: Fold,
  part: Parts,
  block: Block,
  { program, given, rowState }: Pick<FoldWork, "program" | "given" | "rowState">,
): void {
  const { row } = block;
  const { rows } = block.x;
  const state = rowState && new Uint8Array(rowState.bytes, row * rowState.bytesPerRow, rows * rowState.bytesPerRow);
  fold.add(part, program.length === 0 ? block : { ...block, x: runProgram(program, block) }, given, state);
}
