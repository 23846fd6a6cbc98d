import { allocate } from "../../matrix/index.js";
import { isReference } from "../wasm/index.js";
import { acquireWorkers } from "./pool.js";
import { JobFailed, type PoolWorker } from "./pool-worker.js";
import type { GroupTask } from "./task.js";
import { CONTROL_BYTES, WorkerGroup } from "./worker-group.js";
import { runWithYields, yieldToEventLoop } from "./yield-to-event-loop.js";

/** Options of a group. */
export interface GroupOptions {
  /** How many members at most. */
  readonly threads: number;
  /** The pieces [first, pieces) are to be taken. */
  readonly pieces: number;
  readonly first?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with what members counted as done. */
  readonly onDone?: ((done: number) => void) | undefined;
}

/** How often progress is looked at, in milliseconds. */
const PROGRESS_MS = 50;

/** Runs a task on a group and gives what each member gave. Where there are no workers the calling thread is the only member. */
export async function runGroup<Args, Result>(
  task: GroupTask<Args, Result>,
  args: Args,
  options: GroupOptions,
): Promise<Result[]> {
  const { threads, pieces, first = 0, signal } = options;
  signal?.throwIfAborted();
  const members = await acquireWorkers(Math.min(threads, pieces - first));
  signal?.throwIfAborted();
  const control = allocate(CONTROL_BYTES);
  const group = new WorkerGroup(control, 0, 1).start(first, pieces);
  if (members.length === 0) return [await runAlone(task, args, group, options)];
  return runTogether(members, task.name, args, control, group, options) as Promise<Result[]>;
}

function runAlone<Args, Result>(
  task: GroupTask<Args, Result>,
  args: Args,
  group: WorkerGroup,
  { signal, onDone }: GroupOptions,
): Promise<Result> {
  const yieldNow = yieldToEventLoop(signal);
  return runWithYields(task.run(args, group), () => {
    onDone?.(group.done);
    return yieldNow();
  });
}

async function runTogether(
  members: readonly PoolWorker[],
  name: string,
  args: unknown,
  control: ArrayBufferLike,
  group: WorkerGroup,
  { signal, onDone }: GroupOptions,
): Promise<unknown[]> {
  const reference = isReference();
  // All orders go out at once: every worker sees groups in the same order, so that no two groups wait for each other.
  const jobs = members.map((worker, member) =>
    worker.run({ kind: "group", name, args, control, index: member, size: members.length, reference }),
  );
  for (const job of jobs) job.catch(() => group.stop());
  const looking = onDone === undefined ? undefined : setInterval(() => onDone(group.done), PROGRESS_MS);
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      group.stop();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", abort);
  });
  try {
    const settled = await Promise.race([Promise.allSettled(jobs), aborted]);
    const failed = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    if (failed.length > 0) throw firstOf(failed);
    onDone?.(group.done);
    return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value);
  } finally {
    clearInterval(looking);
    signal?.removeEventListener("abort", abort);
  }
}

/** The failure of the first piece: what one thread would have met. */
function firstOf(failed: readonly unknown[]): unknown {
  let first: JobFailed | undefined;
  for (const error of failed) {
    if (!(error instanceof JobFailed)) return error;
    if (error.piece >= 0 && (first === undefined || error.piece < first.piece)) first = error;
  }
  return first?.error ?? failed[0];
}
