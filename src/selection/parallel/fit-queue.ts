import { offloadAfter, openTaskQueue, type Task, type TaskQueue } from "../../engine/threads/index.js";
import type { DocumentReaders } from "../../estimator/index.js";
import { foldWorkersFor } from "./fold-workers.js";

/** Fits that are done one after the other, or several at a time. */
export interface FitSource<Args, Result> {
  /** How many fits are not taken. */
  readonly left: number;
  /** The next fit for one of some lanes; nothing where there is none. */
  take(lane: number, lanes: number): Piece<Args, Result> | undefined;
}

/** One fit. */
export interface Piece<Args, Result> {
  /** What a worker is told. */
  args(): Args;
  /** The same on the calling thread. */
  here(): Promise<Result>;
  /** What becomes of the result, and of a failure: throws where the others are not to be done. */
  done(result: Promise<Result>): Promise<void>;
}

/** What all fits have in common. */
export interface FitQueueOptions<Context, Args, Result> {
  readonly task: (readers: DocumentReaders) => Task<Context, Args, Result>;
  readonly context: () => Promise<Context>;
  /** How many values the rows have. */
  readonly values: number;
  /** Can everything that belongs to the rows be sent? */
  readonly movable: boolean;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
}

/** Workers that fit load every estimator, and take so many times as long to start as those of the pool. */
const START_TIMES = 10;

/**
 * Fits on the calling thread, each of them on all threads, or on workers, each of them on one. Many small fits are faster so, a few large
 * ones are not; what is learned is the same to the bit. They begin on the calling thread, and go to workers after a while.
 */
export class FitQueue<Context, Args, Result> {
  readonly #options: FitQueueOptions<Context, Args, Result>;
  readonly #isTime: () => boolean;
  #queue: TaskQueue<Args, Result> | undefined;

  constructor(options: FitQueueOptions<Context, Args, Result>) {
    this.#options = options;
    this.#isTime = offloadAfter(options.movable, options.values, START_TIMES);
  }

  /** Does all that is dealt. `estimators` are those that workers would have to know. */
  async run(source: FitSource<Args, Result>, estimators: readonly unknown[]): Promise<void> {
    const { values, threads, signal, task, context } = this.#options;
    const workers = foldWorkersFor(estimators, values, threads);
    await runQueue(
      1,
      source,
      (piece) => piece.here(),
      () => workers !== undefined && source.left > 1 && this.#isTime(),
    );
    if (workers === undefined || source.left === 0) return;
    this.#queue ??= await openTaskQueue(task(workers.readers), await context(), {
      threads,
      signal,
      address: workers.address,
    });
    const queue = this.#queue;
    const there = (piece: Piece<Args, Result>, lane: number): Promise<Result> => queue.run(piece.args(), false, lane);
    if (queue.workers === 0) await runQueue(1, source, (piece) => piece.here());
    else await runQueue(Math.min(queue.workers, source.left), source, there);
  }

  /** The caller no longer waits for fits. */
  close(): void {
    this.#queue?.close();
  }
}

/**
 * FitQueue that do one fit after the other until there is none. Where one fails no lane takes another; what the others are at is waited for, so
 * that the failure thrown is that of the first, as where they are done one after the other.
 */
async function runQueue<Args, Result>(
  lanes: number,
  source: FitSource<Args, Result>,
  run: (piece: Piece<Args, Result>, lane: number) => Promise<Result>,
  isEnough: () => boolean = () => false,
): Promise<void> {
  let dealt = 0;
  const failures: { readonly place: number; readonly error: unknown }[] = [];
  const lane = async (number: number): Promise<void> => {
    while (failures.length === 0 && !isEnough()) {
      const piece = source.take(number, lanes);
      if (piece === undefined) return;
      const place = dealt++;
      await piece.done(run(piece, number)).catch((error: unknown) => failures.push({ place, error }));
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  const [first] = failures.sort((a, b) => a.place - b.place);
  if (first !== undefined) throw first.error;
}
