import { type Block, emptyMatrix, FeatureMatrix, planOf, sliceBlock } from "../../matrix/index.js";
import { isPortable, type Program, runProgram } from "../program/index.js";
import {
  canUseWorkers,
  defaultThreads,
  InFlight,
  offloadAfter,
  openTaskQueue,
  type TaskQueue,
  yieldToEventLoop,
} from "../threads/index.js";
import type { RowSource } from "./row-source.js";
import { columnsOf, fromTransfer, sharedTransfer, type TransferBlock, TransferBuffer } from "./transfer.js";
import { type RowsPiece, runRows } from "./transform-task.js";

/** Rows to transform: as they lie in memory, or as they are read. */
export interface RowsToTransform extends Pick<RowSource, "plan" | "provenance"> {
  readonly rows: Block | AsyncIterable<Block>;
}

/** Options of a transform. */
export interface TransformOptions {
  /** Rows a block, where they lie in memory. */
  readonly size: number;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A block and what became of it. */
export interface Transformed {
  readonly block: Block;
  readonly result: FeatureMatrix;
}

/**
 * Runs a program over rows, block by block, on workers where there is enough to do, and gives the results in the order of the rows. Only
 * as many blocks are in flight before the caller takes a result as keep the workers busy.
 */
export async function* transformRows(
  source: RowsToTransform,
  program: Program,
  { size, threads = defaultThreads(), signal }: TransformOptions,
): AsyncGenerator<Transformed, void> {
  const { plan, provenance, rows } = source;
  const whole = "x" in rows ? rows : undefined;
  const values = whole === undefined ? 0 : whole.x.rows * plan.length;
  const isTime = offloadAfter(canUseWorkers(threads) && isPortable(program), values);
  const empty = runProgram(program, { x: emptyMatrix(plan, provenance), row: 0 });
  const columns = columnsOf(plan);
  const outputs = columnsOf(planOf(empty));
  const finished = (transfer: TransferBlock): FeatureMatrix => {
    const { x } = fromTransfer(transfer, outputs);
    return new FeatureMatrix(x.rows, empty.columns, x.stores, empty.provenance);
  };
  const yieldNow = yieldToEventLoop(signal);
  const flight = new InFlight<Block, TransferBlock>();
  const next = async (): Promise<Transformed> => {
    signal?.throwIfAborted();
    const { about, result } = await flight.next();
    return { block: about, result: finished(result) };
  };
  let queue: TaskQueue<RowsPiece, TransferBlock> | undefined;
  try {
    for await (const block of whole === undefined ? (rows as AsyncIterable<Block>) : slices(whole, size)) {
      await yieldNow();
      if (queue === undefined && isTime()) {
        const memory = whole === undefined ? {} : { rows: await sharedTransfer(whole, columns) };
        queue = await openTaskQueue(runRows, { program, columns, outputs, ...memory }, { threads, signal });
      }
      if (queue === undefined) {
        yield { block, result: runProgram(program, block) };
        continue;
      }
      const piece =
        whole === undefined
          ? new TransferBuffer().fill(block, columns)
          : { from: block.row, to: block.row + block.x.rows };
      flight.add(block, queue.run(piece));
      if (flight.count >= queue.maxPending) yield await next();
    }
    while (flight.count > 0) yield await next();
  } finally {
    queue?.close();
  }
}

function* slices(block: Block, size: number): Iterable<Block> {
  for (let from = 0; from < block.x.rows; from += size)
    yield sliceBlock(block, from, Math.min(block.x.rows, from + size));
}
