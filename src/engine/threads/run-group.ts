import { allocate } from "../../matrix/index.js";
import { isReference } from "../wasm/index.js";
import { hire } from "./pool.js";
import { JobFailed, type Member } from "./pool-worker.js";
import type { TeamTask } from "./task.js";
import { CONTROL_BYTES, Team } from "./worker-group.js";
import { breather, inTurns } from "./yield-to-event-loop.js";

/** What is said about a team's work beside the task. */
export interface TeamOptions {
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
const LOOK = 50;

/** Runs a task on a team and gives what each member gave. Where there are no workers the calling thread is the only member. */
export async function runTeam<Args, Result>(
  task: TeamTask<Args, Result>,
  args: Args,
  options: TeamOptions,
): Promise<Result[]> {
  const { threads, pieces, first = 0, signal } = options;
  signal?.throwIfAborted();
  const members = await hire(Math.min(threads, pieces - first));
  signal?.throwIfAborted();
  const control = allocate(CONTROL_BYTES);
  const team = new Team(control, 0, 1).start(first, pieces);
  if (members.length === 0) return [await runAlone(task, args, team, options)];
  return runTogether(members, task.name, args, control, team, options) as Promise<Result[]>;
}

function runAlone<Args, Result>(
  task: TeamTask<Args, Result>,
  args: Args,
  team: Team,
  { signal, onDone }: TeamOptions,
): Promise<Result> {
  const breathe = breather(signal);
  return inTurns(task.run(args, team), () => {
    onDone?.(team.done);
    return breathe();
  });
}

async function runTogether(
  members: readonly Member[],
  name: string,
  args: unknown,
  control: ArrayBufferLike,
  team: Team,
  { signal, onDone }: TeamOptions,
): Promise<unknown[]> {
  const reference = isReference();
  // All orders go out at once: every worker sees teams in the same order, so that no two teams wait for each other.
  const jobs = members.map((worker, member) =>
    worker.do({ kind: "team", name, args, control, member, members: members.length, reference }),
  );
  for (const job of jobs) job.catch(() => team.stop());
  const looking = onDone === undefined ? undefined : setInterval(() => onDone(team.done), LOOK);
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      team.stop();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", abort);
  });
  try {
    const settled = await Promise.race([Promise.allSettled(jobs), aborted]);
    const failed = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    if (failed.length > 0) throw firstOf(failed);
    onDone?.(team.done);
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
