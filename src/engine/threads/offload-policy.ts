/** Values from which on work goes to workers at once. */
const MANY = 1 << 21;
/** How long other work is done on the calling thread before what is left of it goes to workers, in milliseconds. */
const PATIENCE = 30;

let patience = PATIENCE;

/** Makes work of any size go to workers (0), or back to the usual: for tests. */
export function handOverAfter(milliseconds: number = PATIENCE): void {
  patience = milliseconds;
}

/**
 * When work should go to workers: at once where it looks at many values, else when it has taken a while. Nothing has to be estimated,
 * and small work never waits for a worker to start. Workers that load more take so many times as long to start.
 */
export function pace(movable: boolean, values: number, times = 1): () => boolean {
  if (!movable) return () => false;
  const until = performance.now() + (values >= MANY ? 0 : times * patience);
  return () => performance.now() >= until;
}
