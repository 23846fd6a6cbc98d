/**
 * The pool of workers. They start on demand, stay for the next job and never keep the process alive; they load `engine/` alone. There
 * are two ways to use them, and both run on the calling thread where there are no workers (or one thread is asked for), with the
 * same results:
 *
 * - `openTaskQueue(task, context, { threads, signal })`, then `queue.run(args)` for each piece: independent pieces, each answered by a promise.
 *   For trees of a forest, batches of a file. Ask for `queue.maxPending` pieces at once, then await the oldest.
 * - `runGroup(task, args, { threads, pieces, signal, onDone })`: all workers of the group run one function together over shared memory. `group.next()`
 *   deals pieces, `waitForOrder`/`advanceOrder` hand results in by the order of the pieces, `barrier()` waits for all; a round trip takes about
 *   10 µs, where a message takes 60. For passes, and for loops with many small parallel parts, such as the histograms of a tree:
 *   write the whole loop in `run`, let member m take the columns m, m + members, …, and `yield` now and then.
 *
 * A task is a constant with a name, listed in `workers/reducer-tasks.ts`. Large arrays in `context` and `args` must lie in shared memory (`allocate` or
 * `shared` of `matrix/`), since everything else is cloned. A result must not depend on the number of members or on who was first.
 */

export { InFlight } from "./in-flight.js";
export { offloadAfter, setOffloadDelay } from "./offload-policy.js";
export { acquireWorkers, canUseWorkers, defaultThreads, endPool } from "./pool.js";
export { type GroupOptions, runGroup } from "./run-group.js";
export type { GroupTask, Task } from "./task.js";
export { openTaskQueue, type TaskQueue, type TaskQueueOptions } from "./task-queue.js";
export type { WorkerGroup } from "./worker-group.js";
export { listen, type TaskRegistry } from "./worker-main.js";
export { runWithYields, yieldToEventLoop } from "./yield-to-event-loop.js";
