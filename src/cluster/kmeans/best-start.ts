import type { Clustering } from "./lloyd.js";

/** Iterations after which starts are compared, and the share of them that goes on. */
const FIRST_ITERATIONS = 16;
const KEPT_SHARE = 0.25;

/** Runs from a start, for a number of iterations at most. */
export type Run = (start: Float64Array, iterations: number) => Promise<Clustering>;

/**
 * The best of several starts. Where `early`, all of them run for a few iterations, and the best quarter goes on to the end: which
 * start wins is nearly always decided by then, and most of the time would go into the others.
 *
 * @param onStart - Called with the starts that are done.
 */
export async function bestStart(
  starts: number,
  first: () => Promise<Float64Array>,
  run: Run,
  early: boolean,
  onStart: (done: number) => void,
): Promise<Clustering> {
  if (!early || starts < 4) return bestOf(starts, async () => run(await first(), Number.POSITIVE_INFINITY), onStart);
  const warm: Clustering[] = [];
  for (let start = 0; start < starts; start++) {
    warm.push(await run(await first(), FIRST_ITERATIONS));
    onStart(start + 1);
  }
  warm.sort((a, b) => (isBetter(a.inertia, b.inertia) ? -1 : Number(isBetter(b.inertia, a.inertia))));
  const finalists = warm.slice(0, Math.ceil(starts * KEPT_SHARE));
  return bestOf(
    finalists.length,
    async (k) => {
      const before = finalists[k]!;
      if (before.iterations < FIRST_ITERATIONS) return before;
      const after = await run(before.centroids, Number.POSITIVE_INFINITY);
      return { ...after, iterations: before.iterations + after.iterations };
    },
    () => onStart(starts),
  );
}

/** Less is better, and anything than NaN. */
export function isBetter(inertia: number, than: number): boolean {
  return inertia < than || (Number.isNaN(than) && !Number.isNaN(inertia));
}

/** The clustering of least inertia, whole; the first of ties. */
export async function bestOf(
  starts: number,
  clustering: (start: number) => Promise<Clustering>,
  onStart: (done: number) => void,
): Promise<Clustering> {
  let best: Clustering | undefined;
  for (let start = 0; start < starts; start++) {
    const found = await clustering(start);
    if (best === undefined || isBetter(found.inertia, best.inertia)) best = found;
    onStart(start + 1);
  }
  return best!;
}
