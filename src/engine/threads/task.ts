import type { WorkerGroup } from "./worker-group.js";

/**
 * Work in pieces that any thread may do, each by itself: blocks of rows, trees of a forest. Named and listed in `tasks.ts`, since a
 * worker finds it by its name. What goes to a worker is cloned, so large arrays lie in shared memory (`shared` of `matrix/`); arrays in
 * a result that own their memory are handed over and not copied.
 */
export interface Task<Context, Args, Result> {
  readonly name: string;
  /**
   * Called once on every thread that takes part, with what all pieces have in common; gives what does one piece, at once or (where it lets
   * the worker hear in between) later. The signal fires when the caller no longer waits.
   */
  open(context: Context, signal: AbortSignal): (args: Args) => Result | Promise<Result>;
}

/**
 * Work that several threads do together on shared memory, all of them in the same function: passes of a reducer, the growing of a tree
 * whose columns they divide. Named and listed in `tasks.ts` too.
 */
export interface GroupTask<Args, Result> {
  readonly name: string;
  /**
   * What each member does. Yields where it may be stopped, and where the calling thread, which is the only member where there are no
   * workers, may do something else in between: every few milliseconds.
   */
  run(args: Args, group: WorkerGroup): Generator<void, Result>;
}
