import { type Block, fromTransfer, sliceBlock, type TransferBlock } from "../rows/index.js";
import type { GroupTask, WorkerGroup } from "../threads/index.js";
import type { NamedArrays, Reducer } from "./reducer.js";
import { addBlock, type ReducerContext } from "./reducer-context.js";
import { mergePart, type SectionSums } from "./section-sums.js";

/** A pass over rows in memory: pieces are blocks, and `sums` take their parts. */
export interface MemoryPass extends ReducerContext {
  readonly rows: TransferBlock;
  /** In shared memory. */
  readonly sums: SectionSums;
}

/** Parts that a member holds back at most until their turn comes: more when they are small. */
const MAX_HELD = 8;
const MAX_HELD_BYTES = 1 << 23;

/**
 * A pass by a group: each member adds blocks to parts of their own and merges them into the sums in the order of the rows.
 *
 * @param find - The reducer of a name: workers look it up, the calling thread has it.
 */
export function reduceRows(find: (name: string) => Reducer): GroupTask<MemoryPass, void> {
  return { name: "reduceRows", run: (pass, group) => reduceOn(find(pass.reducer), pass, group) };
}

function* reduceOn(reducer: Reducer, pass: MemoryPass, group: WorkerGroup): Generator<void> {
  const whole = fromTransfer(pass.rows, pass.columns);
  const held: { readonly piece: number; readonly part: NamedArrays }[] = [];
  const init = (): NamedArrays => reducer.init(pass.shape, pass.params);
  const merge = (): void => {
    const { piece, part } = held.shift()!;
    mergePart(reducer, pass.sums, piece, part, init);
    group.advanceOrder();
  };
  let most = 1;
  for (let piece = group.next(); piece >= 0; piece = group.next()) {
    const part = init();
    if (held.length === 0) most = Math.min(MAX_HELD, Math.ceil(MAX_HELD_BYTES / bytesOf(part)));
    addPiece(reducer, part, pass, whole, piece, group);
    held.push({ piece, part });
    if (held.length > most) group.waitForOrder(held[0]!.piece);
    while (held.length > 0 && group.isNext(held[0]!.piece)) merge();
    yield;
  }
  while (held.length > 0) {
    group.waitForOrder(held[0]!.piece);
    merge();
  }
}

function addPiece(
  reducer: Reducer,
  part: NamedArrays,
  pass: MemoryPass,
  whole: Block,
  piece: number,
  group: WorkerGroup,
): void {
  const from = piece * reducer.blockRows;
  const to = Math.min(whole.x.rows, from + reducer.blockRows);
  addBlock(reducer, part, sliceBlock(whole, from, to), pass);
  group.addDone(to - from);
}

function bytesOf(part: NamedArrays): number {
  return Object.values(part).reduce((sum, array) => sum + array.byteLength, 1);
}
