import { isShared, shared } from "../../matrix/index.js";
import { isPortable, type Program } from "../program/index.js";
import {
  type Block,
  baseOf,
  columnsOf,
  type RemoteRows,
  type RowSource,
  sharedTransfer,
  sliceBlock,
  type TransferBlock,
  TransferBuffer,
  yieldToEventLoop,
} from "../rows/index.js";
import {
  canUseWorkers,
  defaultThreads,
  InFlight,
  offloadAfter,
  openTaskQueue,
  runGroup,
  type TaskQueue,
} from "../threads/index.js";
import { reduceBlock } from "./block-task.js";
import { reduceRows } from "./memory-task.js";
import { isListed, type NamedArrays, type Reducer, type RowShape, type RowState } from "./reducer.js";
import { addBlock, type ReducerContext } from "./reducer-context.js";
import { mergePart, type SectionSums, sectionSums } from "./section-sums.js";

/** Options of a pass over a source, beside its reducer. */
export interface PassOptions {
  readonly rowState?: RowState;
  readonly signal?: AbortSignal;
  /** How many threads at most; the machine's cores by default. */
  readonly threads?: number;
  /** Called now and then with the rows done so far. */
  readonly onRows?: (done: number) => void;
}

/**
 * One pass: a part for every block, merged in the order of the rows, section by section. Blocks go to workers where there is enough to do and everything
 * that has to be done is known there; wherever they are added up, the sums are the same to the bit.
 */
export async function runReducer(
  source: RowSource,
  reducer: Reducer,
  params: NamedArrays,
  options: PassOptions = {},
): Promise<NamedArrays> {
  const { source: base, program } = baseOf(source);
  const shape: RowShape = { columns: source.plan.length };
  const init = (): NamedArrays => reducer.init(shape, params);
  const pass: Pass = {
    reducer: reducer,
    params: params,
    program,
    base,
    shape,
    init,
    sums: sectionSums(reducer, Math.ceil(base.rows / reducer.blockRows), init),
    rowState: options.rowState,
    options,
    threads: options.threads ?? defaultThreads(),
  };
  const isNamed = isListed(reducer) && isPortable(program);
  if (base.remote !== undefined && isNamed) return overRemote(pass, base.remote);
  const movable =
    canUseWorkers(pass.threads) && isNamed && (pass.rowState === undefined || isShared(pass.rowState.bytes));
  const isTime = offloadAfter(movable, base.rows * base.plan.length);
  return base.memory === undefined ? overStream(pass, isTime) : overMemory(pass, base.memory.block, isTime);
}

interface Pass {
  readonly reducer: Reducer;
  readonly params: NamedArrays;
  readonly program: Program;
  /** The rows before the program. */
  readonly base: RowSource;
  readonly shape: RowShape;
  readonly init: () => NamedArrays;
  readonly sums: SectionSums;
  readonly rowState: RowState | undefined;
  readonly options: PassOptions;
  readonly threads: number;
}

async function overRemote(pass: Pass, remote: RemoteRows): Promise<NamedArrays> {
  const { reducer, shape, params, program, rowState, options } = pass;
  const { total } = pass.sums;
  const { blockRows, name } = reducer;
  const { signal, onRows } = options;
  await remote.reduce({ reducer: name, blockRows, shape, params, program, rowState, signal, onRows }, (part) =>
    reducer.merge(total, part),
  );
  return total;
}

async function overMemory(pass: Pass, block: Block, isTime: () => boolean): Promise<NamedArrays> {
  const { reducer, sums, options, threads } = pass;
  const { signal, onRows } = options;
  const size = reducer.blockRows;
  const pieces = Math.ceil(block.x.rows / size);
  const yieldNow = yieldToEventLoop(signal);
  let piece = 0;
  for (; piece < pieces && !isTime(); piece++) {
    const to = Math.min(block.x.rows, (piece + 1) * size);
    addHere(pass, sliceBlock(block, piece * size, to));
    onRows?.(to);
    await yieldNow();
  }
  if (piece === pieces) return sums.total;
  const there: SectionSums = {
    ...sums,
    total: sharedArrays(sums.total),
    ...(sums.section === undefined ? {} : { section: sharedArrays(sums.section) }),
  };
  const done = piece * size;
  await runGroup(
    reduceRows(() => reducer),
    { ...workOf(pass), rows: await sharedTransfer(block, columnsOf(pass.base.plan)), sums: there },
    { threads, first: piece, pieces, signal, onDone: onRows && ((rows) => onRows(done + rows)) },
  );
  for (const [key, part] of Object.entries(there.total)) sums.total[key]!.set(part);
  return sums.total;
}

function sharedArrays(arrays: NamedArrays): NamedArrays {
  return Object.fromEntries(Object.entries(arrays).map(([key, part]) => [key, shared(part)]));
}

/** Reads on while workers add up what was read before; as much waits as keeps them busy. */
async function overStream(pass: Pass, isTime: () => boolean): Promise<NamedArrays> {
  const { reducer, base, options, threads } = pass;
  const { signal, onRows } = options;
  const columns = columnsOf(base.plan);
  const yieldNow = yieldToEventLoop(signal);
  const free: TransferBuffer[] = [];
  const flight = new InFlight<
    { readonly slot: TransferBuffer; readonly row: number; readonly done: number },
    NamedArrays
  >();
  let queue: TaskQueue<TransferBlock, NamedArrays> | undefined;
  const take = async (): Promise<void> => {
    const { about, result } = await flight.next();
    const { slot, row, done } = about;
    mergeBlock(pass, row, result);
    free.push(slot);
    onRows?.(done);
  };
  try {
    for await (const block of base.blocks(reducer.blockRows)) {
      const done = block.row + block.x.rows;
      if (isTime())
        queue ??= await openTaskQueue(
          reduceBlock(() => reducer),
          workOf(pass),
          { threads, signal },
        );
      if (queue === undefined) {
        addHere(pass, block);
        onRows?.(done);
      } else {
        const slot = free.pop() ?? new TransferBuffer();
        flight.add({ slot, row: block.row, done }, queue.run(slot.fill(block, columns)));
        if (flight.count >= queue.maxPending) await take();
      }
      await yieldNow();
    }
    while (flight.count > 0) await take();
    return pass.sums.total;
  } finally {
    queue?.close();
  }
}

function addHere(pass: Pass, block: Block): void {
  const part = pass.init();
  addBlock(pass.reducer, part, block, pass);
  mergeBlock(pass, block.row, part);
}

function mergeBlock({ reducer, sums, init }: Pass, row: number, part: NamedArrays): void {
  mergePart(reducer, sums, row / reducer.blockRows, part, init);
}

function workOf({ reducer, shape, params, program, base, rowState }: Pass): ReducerContext {
  return { reducer: reducer.name, shape, params: params, program, columns: columnsOf(base.plan), rowState };
}
