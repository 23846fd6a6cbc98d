import { isLazy } from "../engine/program/index.js";
import { collect, memorySource, type RowSource } from "../engine/rows/index.js";
import { behind, type LearnedModel, type TrainingContext } from "../estimator/index.js";
import type { StorageName } from "../matrix/index.js";

/** Results between two steps that take up to this many bytes are kept unless told otherwise. */
export const KEEP_BYTES: number = 1 << 30;

const WIDTH: { readonly [K in StorageName]: number } = {
  int8: 1,
  uint8: 1,
  int16: 2,
  int32: 4,
  float32: 4,
  float64: 8,
};

/**
 * The same rows, in memory where they are small enough: passes to come then do not run the steps before them again. Larger ones are
 * computed anew in each pass. `step` made the rows; progress says of it that its results are kept.
 */
export async function keep(context: TrainingContext, step: string): Promise<TrainingContext> {
  const { source, validation, options } = context;
  const { threads, signal, onProgress, keepBytes = KEEP_BYTES } = options;
  const kept = async (rows: RowSource): Promise<RowSource> => {
    if (bytesOf(rows) > keepBytes || (rows.memory !== undefined && isLazy(rows.memory.program))) return rows;
    const onRows = (done: number): void => onProgress?.({ step: `${step} (kept)`, done, total: rows.rows });
    return memorySource(await collect(rows, { threads, signal, onRows }));
  };
  return {
    ...context,
    source: await kept(source),
    ...(validation === undefined ? {} : { validation: await kept(validation) }),
  };
}

function bytesOf({ rows, plan }: RowSource): number {
  return rows * plan.reduce((sum, column) => sum + WIDTH[column.storage], 0);
}

/** What the steps behind a fitted one see, with its rows in memory where they are small enough. */
export function keepBehind(
  before: TrainingContext,
  { fitted, training }: LearnedModel,
  step: string,
): Promise<TrainingContext> {
  return keep({ ...behind(before, fitted.program, training), schema: fitted.outputSchema }, step);
}
