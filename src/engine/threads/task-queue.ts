import { isReference } from "../wasm/index.js";
import { acquireWorkers } from "./pool.js";
import { JobFailed, type PoolWorker } from "./pool-worker.js";
import type { Task } from "./task.js";
import { yieldToEventLoop } from "./yield-to-event-loop.js";

/** Options of a task queue. */
export interface TaskQueueOptions {
  /** How many threads at most. */
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Where the code of workers lies that know more than those of the pool. */
  readonly address?: URL | undefined;
}

/** Threads that do pieces of a task as they come. */
export interface TaskQueue<Args, Result> {
  /** Pieces that may wait for each thread without one of them idling: ask for no more at once, and memory stays bounded. */
  readonly maxPending: number;
  /** How many workers there are; none where the calling thread does the pieces. */
  readonly workers: number;
  /** Does a piece on the worker asked for, or on whichever has least to do. */
  run(args: Args, worker?: number): Promise<Result>;
  /** Nothing more comes, and the caller does not wait for what is not done. */
  close(): void;
}

/** Pieces that each thread has at a time: the next one lies ready when one is done. */
const MAX_PENDING_PER_WORKER = 2;
let queues = 0;

/**
 * Gathers threads for the pieces of a task. Where there are no workers the calling thread does them, and lets timers run in between.
 * Close it when the last piece is done.
 */
export async function openTaskQueue<Context, Args, Result>(
  task: Task<Context, Args, Result>,
  context: Context,
  { threads, signal, address }: TaskQueueOptions,
): Promise<TaskQueue<Args, Result>> {
  signal?.throwIfAborted();
  const members = await acquireWorkers(threads, address);
  signal?.throwIfAborted();
  if (members.length > 0) return together(members, task.name, context, signal);
  return alone(task.open(context, signal ?? new AbortController().signal), signal);
}

function alone<Args, Result>(
  piece: (args: Args) => Result | Promise<Result>,
  signal: AbortSignal | undefined,
): TaskQueue<Args, Result> {
  const yieldNow = yieldToEventLoop(signal);
  return {
    maxPending: 1,
    workers: 0,
    run: async (args) => {
      await yieldNow();
      return piece(args);
    },
    close: () => undefined,
  };
}

function together<Args, Result>(
  members: readonly PoolWorker[],
  name: string,
  context: unknown,
  signal: AbortSignal | undefined,
): TaskQueue<Args, Result> {
  const queue = queues++;
  const reference = isReference();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort);
  });
  aborted.catch(() => undefined);
  for (const member of members) member.open(queue, { name, context });
  return {
    maxPending: MAX_PENDING_PER_WORKER * members.length,
    workers: members.length,
    async run(args, worker) {
      const member =
        worker === undefined ? members.reduce((least, one) => (one.load < least.load ? one : least)) : members[worker]!;
      const job = member.run({ kind: "piece", queue, args, reference });
      try {
        return (await Promise.race([job, aborted])) as Result;
      } catch (error) {
        throw error instanceof JobFailed ? error.error : error;
      }
    },
    close() {
      signal?.removeEventListener("abort", abort);
      for (const member of members) member.close(queue);
    },
  };
}
