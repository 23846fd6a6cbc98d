/** Values from which on work goes to workers at once. */
const OFFLOAD_VALUES = 1 << 21;
/** How long other work is done on the calling thread before what is left of it goes to workers, in milliseconds. */
const OFFLOAD_MS = 30;

let patience = OFFLOAD_MS;

/** Makes work of any size go to workers (0), or back to the usual: for tests. */
export function setOffloadDelay(milliseconds: number = OFFLOAD_MS): void {
  patience = milliseconds;
}

/**
 * When work should go to workers: at once where it looks at many values, else when it has taken a while. Nothing has to be estimated,
 * and small work never waits for a worker to start. Workers that load more take a multiple of that to start.
 */
export function offloadAfter(movable: boolean, values: number, times = 1): () => boolean {
  if (!movable) return () => false;
  const until = performance.now() + (values >= OFFLOAD_VALUES ? 0 : times * patience);
  return () => performance.now() >= until;
}
