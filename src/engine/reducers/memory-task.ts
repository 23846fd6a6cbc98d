import { type Block, fromWire, sliceBlock, type WireBlock } from "../rows/index.js";
import type { TeamTask } from "../threads/task.js";
import type { Team } from "../threads/worker-group.js";
import type { Fold, Parts } from "./reducer.js";
import { addBlock, type FoldWork, foldNamed } from "./reducer-context.js";

/** A pass over rows in memory: pieces are blocks, and `total` takes their parts. */
export interface MemoryPass extends FoldWork {
  readonly rows: WireBlock;
  /** In shared memory. */
  readonly total: Parts;
}

/** Parts that a member holds back at most until their turn comes: more when they are small. */
const MOST_PARTS = 8;
const MOST_BYTES = 1 << 23;

/** A pass by a team: each member adds blocks to parts of their own and merges them into the total in the order of the rows. */
export const addBlocks: TeamTask<MemoryPass, void> = {
  name: "addBlocks",
  *run(pass, team) {
    const fold = foldNamed(pass.fold);
    const whole = fromWire(pass.rows, pass.columns);
    const held: { readonly piece: number; readonly part: Parts }[] = [];
    const merge = (): void => {
      fold.merge(pass.total, held.shift()!.part);
      team.passTurn();
    };
    let most = 1;
    for (let piece = team.next(); piece >= 0; piece = team.next()) {
      const part = fold.start(pass.shape, pass.given);
      if (held.length === 0) most = Math.min(MOST_PARTS, Math.ceil(MOST_BYTES / bytesOf(part)));
      addPiece(fold, part, pass, whole, piece, team);
      held.push({ piece, part });
      if (held.length > most) team.awaitTurn(held[0]!.piece);
      while (held.length > 0 && team.isTurn(held[0]!.piece)) merge();
      yield;
    }
    while (held.length > 0) {
      team.awaitTurn(held[0]!.piece);
      merge();
    }
  },
};

function addPiece(fold: Fold, part: Parts, pass: MemoryPass, whole: Block, piece: number, team: Team): void {
  const from = piece * fold.blockRows;
  const to = Math.min(whole.x.rows, from + fold.blockRows);
  addBlock(fold, part, sliceBlock(whole, from, to), pass);
  team.addDone(to - from);
}

function bytesOf(part: Parts): number {
  return Object.values(part).reduce((sum, array) => sum + array.byteLength, 1);
}
