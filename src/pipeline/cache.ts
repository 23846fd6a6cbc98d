import { isCheap, isLazy, isPortable } from "../engine/program/index.js";
import { baseOf, collect, memorySource, type RowSource } from "../engine/rows/index.js";
import { afterStep, type Fitted, type LearnedModel, type Training } from "../estimator/index.js";
import type { StorageName } from "../matrix/index.js";

/** Results between two steps of up to this many bytes are cached by default. */
export const CACHE_BYTES: number = 1 << 30;

const BYTES_PER_VALUE: { readonly [K in StorageName]: number } = {
  int8: 1,
  uint8: 1,
  int16: 2,
  int32: 4,
  float32: 4,
  float64: 8,
};

/**
 * The same rows, in memory where they are small enough: later passes then do not run the steps before them again. Larger ones are computed
 * again in each pass. On a cluster they are stored there, or cheap steps computed again. `step` made the rows; progress reports them as cached.
 */
export async function cached(training: Training, step: string): Promise<Training> {
  const { source, validation, options } = training;
  const { threads, signal, onProgress, cacheBytes = CACHE_BYTES } = options;
  const inMemory = async (rows: RowSource): Promise<RowSource> => {
    const { source: base, program } = baseOf(rows);
    if (base.remote !== undefined && isPortable(program)) {
      // A pass costs a cluster what it reads: cheap steps run again in each one, unless little is left of what they take.
      const isToRepeat = isCheap(program) && 2 * bytesOf(rows) >= bytesOf(base);
      return isToRepeat ? rows : base.remote.keep(program, signal);
    }
    if (bytesOf(rows) > cacheBytes || (rows.memory !== undefined && isLazy(rows.memory.program))) return rows;
    const onRows = (done: number): void => onProgress?.({ step: `${step} (cached)`, done, total: rows.rows });
    return memorySource(await collect(rows, { threads, signal, onRows }));
  };
  return training.over({
    ...training,
    source: await inMemory(source),
    ...(validation === undefined ? {} : { validation: await inMemory(validation) }),
  });
}

function bytesOf({ rows, plan }: RowSource): number {
  return rows * plan.reduce((sum, column) => sum + BYTES_PER_VALUE[column.storage], 0);
}

/** What the step after a fitted one sees, with its rows in memory where they are small enough. */
export function cachedAfter(before: Training, learned: LearnedModel<Fitted>, step: string): Promise<Training> {
  const { fitted, training } = learned;
  const after = afterStep(before, fitted.program, training);
  return cached(before.over({ ...after, schema: fitted.outputSchema }), step);
}
