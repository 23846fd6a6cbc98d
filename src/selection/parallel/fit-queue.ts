import { defaultThreads, offloadAfter, openTaskQueue, type TaskQueue } from "../../engine/threads/index.js";
import type { FitResult, FoldPiece, FoldRows } from "../evaluate/fold-rows.js";
import { type FoldRequest, foldTask } from "../evaluate/fold-task.js";
import { type FoldWorkers, foldWorkersFor } from "./fold-workers.js";

/** One fit that waits for a thread. */
export interface QueuedFit<E, M> {
  readonly estimator: E;
  readonly piece: FoldPiece;
  /** What becomes of the result, and of a failure: throws where no other fit is to be done. */
  settle(result: Promise<FitResult<M>>): Promise<void>;
}

/** Where a queue gets its fits from. */
export interface FitSource<E, M> {
  /** How many fits are waiting. */
  readonly left: number;
  /** The next fit for one of several threads; nothing where none is left. */
  next(thread: number, threads: number): QueuedFit<E, M> | undefined;
}

/** Options of a queue. */
export interface FitQueueOptions {
  /** How many threads at most; all cores by default. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Workers that fit load every estimator, and take this many times as long to start as those of the pool. */
const START_TIMES = 10;

/**
 * Fits in folds on the calling thread, each of them on all threads, or on workers, each of them on one. Many small fits are faster on workers, a
 * few large ones are not; what is learned is the same to the bit. They begin on the calling thread, and go to workers after a while.
 */
export class FitQueue<E, M> {
  readonly #rows: FoldRows<E, M>;
  readonly #threads: number;
  readonly #signal: AbortSignal | undefined;
  readonly #isTime: () => boolean;
  #queue: TaskQueue<FoldRequest, FitResult<string>> | undefined;

  constructor(rows: FoldRows<E, M>, { threads = defaultThreads(), signal }: FitQueueOptions) {
    this.#rows = rows;
    this.#threads = threads;
    this.#signal = signal;
    this.#isTime = offloadAfter(rows.transferable, rows.values, START_TIMES);
  }

  /** Does all fits of a source. `estimators` are those that workers would have to know. */
  async run(source: FitSource<E, M>, estimators: readonly E[]): Promise<void> {
    const workers = foldWorkersFor(estimators, this.#rows.values, this.#threads);
    const job = { threads: this.#threads, signal: this.#signal };
    const onCaller = ({ estimator, piece }: QueuedFit<E, M>): Promise<FitResult<M>> =>
      this.#rows.run(estimator, piece, job);
    const isEnough = (): boolean => workers !== undefined && source.left > 1 && this.#isTime();
    await this.#runQueue(1, source, onCaller, isEnough);
    if (workers === undefined || source.left === 0) return;
    this.#queue ??= await openTaskQueue(foldTask(workers.readers), await this.#rows.transfer(), {
      threads: this.#threads,
      signal: this.#signal,
      address: workers.address,
    });
    const queue = this.#queue;
    const onWorker = async ({ estimator, piece }: QueuedFit<E, M>, thread: number): Promise<FitResult<M>> =>
      readBack(await queue.run({ document: JSON.stringify(estimator), ...piece }, thread), workers);
    if (queue.workers === 0) await this.#runQueue(1, source, onCaller);
    else await this.#runQueue(Math.min(queue.workers, source.left), source, onWorker);
  }

  /** No fit is waited for any longer. */
  close(): void {
    this.#queue?.close();
  }

  /**
   * Each thread does one fit after the other until none is left. Where one fails no other is begun; those at work are waited for, so that the
   * failure thrown is the first one's, as on one thread.
   */
  async #runQueue(
    threads: number,
    source: FitSource<E, M>,
    run: (fit: QueuedFit<E, M>, thread: number) => Promise<FitResult<M>>,
    isEnough: () => boolean = () => false,
  ): Promise<void> {
    let begun = 0;
    const failures: { readonly place: number; readonly error: unknown }[] = [];
    const work = async (thread: number): Promise<void> => {
      while (failures.length === 0 && !isEnough()) {
        this.#signal?.throwIfAborted();
        const fit = source.next(thread, threads);
        if (fit === undefined) return;
        const place = begun++;
        await fit.settle(run(fit, thread)).catch((error: unknown) => failures.push({ place, error }));
      }
    };
    await Promise.all(Array.from({ length: threads }, (_, thread) => work(thread)));
    const [first] = failures.sort((a, b) => a.place - b.place);
    if (first !== undefined) throw first.error;
  }
}

/** A result, whose model came as a document. */
function readBack<M>({ model, ...result }: FitResult<string>, { readers }: FoldWorkers): FitResult<M> {
  return model === undefined ? result : { ...result, model: readers.load(model) as M };
}
