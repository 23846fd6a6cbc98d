/** How long work may hold the calling thread before timers and input get their turn, in milliseconds. */
const YIELD_MS = 16;

/** When they last had it. One time for the whole thread: many short passes, one after the other, hold it as a long one does. */
let last = 0;

/** Lets timers and input run now and then while long work goes on. Call it between blocks. */
export function yieldToEventLoop(signal?: AbortSignal): () => Promise<void> {
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - last < YIELD_MS) return;
    await nextTurn();
    last = performance.now();
    signal?.throwIfAborted();
  };
}

/** The next turn of the event loop, after timers and input. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

/** Takes all steps of some work, and lets timers and input run between them. */
export async function runWithYields<Result>(
  steps: Iterator<unknown, Result>,
  yieldNow: () => Promise<void>,
): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await yieldNow();
  }
}
