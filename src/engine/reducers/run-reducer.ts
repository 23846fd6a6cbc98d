import { isShared, shared } from "../../matrix/index.js";
import { isPortable, type Program } from "../program/index.js";
import {
  type Block,
  breather,
  columnsOf,
  type RowSource,
  Slot,
  sharedWire,
  sliceBlock,
  unprocessed,
  type WireBlock,
} from "../rows/index.js";
import { type Crew, defaultThreads, mayHire, openCrew, pace, runTeam } from "../threads/index.js";
import { foldBlock } from "./block-task.js";
import { addBlocks } from "./memory-task.js";
import type { Fold, Parts, RowState, Shape } from "./reducer.js";
import { addBlock, type FoldWork } from "./reducer-context.js";
import { FOLDS } from "./registry.js";

/** What a pass over a source is told beside its fold. */
export interface PassOptions {
  readonly rowState?: RowState;
  readonly signal?: AbortSignal;
  /** How many threads at most; the machine's cores by default. */
  readonly threads?: number;
  /** Called now and then with the rows done so far. */
  readonly onRows?: (done: number) => void;
}

/**
 * One pass: a part for every block, merged in the order of the rows. Blocks go to workers where there is enough to do and everything
 * that has to be done is known there; wherever they are added up, the sums are the same to the bit.
 */
export async function runFold(source: RowSource, fold: Fold, given: Parts, options: PassOptions = {}): Promise<Parts> {
  const { source: base, program } = unprocessed(source);
  const pass: Pass = {
    fold,
    given,
    program,
    base,
    shape: { columns: source.plan.length },
    total: fold.start({ columns: source.plan.length }, given),
    rowState: options.rowState,
    options,
    threads: options.threads ?? defaultThreads(),
  };
  const movable =
    mayHire(pass.threads) &&
    FOLDS.get(fold.name) === fold &&
    isPortable(program) &&
    (pass.rowState === undefined || isShared(pass.rowState.bytes));
  const isTime = pace(movable, base.rows * base.plan.length);
  return base.memory === undefined ? overStream(pass, isTime) : overMemory(pass, base.memory.block, isTime);
}

interface Pass {
  readonly fold: Fold;
  readonly given: Parts;
  readonly program: Program;
  /** The rows before the program. */
  readonly base: RowSource;
  readonly shape: Shape;
  readonly total: Parts;
  readonly rowState: RowState | undefined;
  readonly options: PassOptions;
  readonly threads: number;
}

async function overMemory(pass: Pass, block: Block, isTime: () => boolean): Promise<Parts> {
  const { fold, total, options, threads } = pass;
  const { signal, onRows } = options;
  const size = fold.blockRows;
  const pieces = Math.ceil(block.x.rows / size);
  const breathe = breather(signal);
  let piece = 0;
  for (; piece < pieces && !isTime(); piece++) {
    const to = Math.min(block.x.rows, (piece + 1) * size);
    addHere(pass, sliceBlock(block, piece * size, to));
    onRows?.(to);
    await breathe();
  }
  if (piece === pieces) return total;
  const there = Object.fromEntries(Object.entries(total).map(([key, part]) => [key, shared(part)]));
  const done = piece * size;
  await runTeam(
    addBlocks,
    { ...workOf(pass), rows: await sharedWire(block, columnsOf(pass.base.plan)), total: there },
    { threads, first: piece, pieces, signal, onDone: onRows && ((rows) => onRows(done + rows)) },
  );
  for (const [key, part] of Object.entries(there)) total[key]!.set(part);
  return total;
}

/** Reads on while workers add up what was read before; as much waits as keeps them busy. */
async function overStream(pass: Pass, isTime: () => boolean): Promise<Parts> {
  const { fold, base, total, options, threads } = pass;
  const { signal, onRows } = options;
  const columns = columnsOf(base.plan);
  const breathe = breather(signal);
  const free: Slot[] = [];
  const queue: { readonly part: Promise<Parts>; readonly slot: Slot; readonly done: number }[] = [];
  let crew: Crew<WireBlock, Parts> | undefined;
  const take = async (): Promise<void> => {
    const { part, slot, done } = queue.shift()!;
    fold.merge(total, await part);
    free.push(slot);
    onRows?.(done);
  };
  try {
    for await (const block of base.blocks(fold.blockRows)) {
      const done = block.row + block.x.rows;
      if (isTime()) crew ??= await openCrew(foldBlock, workOf(pass), { threads, signal });
      if (crew === undefined) {
        addHere(pass, block);
        onRows?.(done);
      } else {
        const slot = free.pop() ?? new Slot();
        const part = crew.do(slot.fill(block, columns));
        // Failures are met in the order of the blocks, when their turn comes.
        part.catch(() => undefined);
        queue.push({ part, slot, done });
        if (queue.length >= crew.ahead) await take();
      }
      await breathe();
    }
    while (queue.length > 0) await take();
    return total;
  } finally {
    crew?.close();
  }
}

function addHere(pass: Pass, block: Block): void {
  const part = pass.fold.start(pass.shape, pass.given);
  addBlock(pass.fold, part, block, pass);
  pass.fold.merge(pass.total, part);
}

function workOf({ fold, shape, given, program, base, rowState }: Pass): FoldWork {
  return { fold: fold.name, shape, given, program, columns: columnsOf(base.plan), rowState };
}
