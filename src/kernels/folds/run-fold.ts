import { breather, type RowSource } from "../source/index.js";
import type { Fold, Parts, RowState } from "./fold.js";

/** What a pass over a source is told beside its fold. */
export interface PassOptions {
  readonly rowState?: RowState;
  readonly signal?: AbortSignal;
  /** Called after each block with the rows done so far. */
  readonly onRows?: (done: number) => void;
}

/** One pass: a part for every block, merged in the order of the rows. */
export async function runFold(source: RowSource, fold: Fold, given: Parts, options: PassOptions = {}): Promise<Parts> {
  const shape = { columns: source.plan.length };
  const total = fold.start(shape, given);
  const breathe = breather(options.signal);
  for await (const block of source.blocks(fold.blockRows)) {
    const part = fold.start(shape, given);
    fold.add(part, block, given, stateOf(options.rowState, block.row, block.x.rows));
    fold.merge(total, part);
    options.onRows?.(block.row + block.x.rows);
    await breathe();
  }
  return total;
}

function stateOf(state: RowState | undefined, row: number, rows: number): Uint8Array | undefined {
  if (state === undefined) return undefined;
  return new Uint8Array(state.bytes, row * state.bytesPerRow, rows * state.bytesPerRow);
}
