import type { TaskCounts } from "./connect/session.js";

/** How far a cluster is with the job at hand: one of several of a fit. */
export interface SparkProgress {
  /** Tasks that have ended. */
  readonly done: number;
  /** Tasks that are known so far. */
  readonly total: number;
  /** Bytes that they have read. */
  readonly bytes: number;
  /** Tasks that ended in a second, on average. */
  readonly tasksPerSecond: number;
  /** Seconds that the tasks known so far will take; undefined where none has ended yet. */
  readonly secondsLeft: number | undefined;
}

/** Rate and time to go, from what the server counts. */
export function progressOf({ done, total, bytes, seconds }: TaskCounts): SparkProgress {
  const tasksPerSecond = seconds > 0 ? done / seconds : 0;
  return {
    done,
    total,
    bytes,
    tasksPerSecond,
    secondsLeft: done === 0 ? undefined : ((total - done) * seconds) / done,
  };
}
