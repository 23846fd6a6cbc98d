import { sliceBlock } from "../../matrix/index.js";
import { type Program, runProgram } from "../program/index.js";
import type { Task } from "../threads/index.js";
import { type Columns, fromTransfer, type TransferBlock, toTransfer } from "./transfer.js";

/** What runs over rows: a program, and the rows where all of them are in memory. */
export interface RowsContext {
  readonly program: Program;
  readonly columns: Columns;
  /** The columns that come out. */
  readonly outputs: Columns;
  readonly rows?: TransferBlock;
}

/** Rows of those in memory, or rows that come along. */
export type RowsPiece = { readonly from: number; readonly to: number } | TransferBlock;

/** A program over blocks of rows: the result of each. */
export const runRows: Task<RowsContext, RowsPiece, TransferBlock> = {
  name: "runRows",
  open({ program, columns, outputs, rows }) {
    const whole = rows && fromTransfer(rows, columns);
    return (piece) => {
      const block = "from" in piece ? sliceBlock(whole!, piece.from, piece.to) : fromTransfer(piece, columns);
      return toTransfer({ x: runProgram(program, block), row: block.row }, outputs, (array) => array);
    };
  },
};
