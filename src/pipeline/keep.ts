import { behind, type LearnedModel, type TrainingContext } from "../estimator/index.js";
import { collect, memorySource, type RowSource } from "../kernels/source/index.js";
import type { StorageName } from "../matrix/index.js";

/** Results between two steps that take up to this many bytes are kept; larger ones are computed again in each pass. */
export const KEEP_BYTES: number = 1 << 30;

const WIDTH: { readonly [K in StorageName]: number } = {
  int8: 1,
  uint8: 1,
  int16: 2,
  int32: 4,
  float32: 4,
  float64: 8,
};

/** The same rows, in memory where they are small enough: later passes then do not run the steps before them again. */
export async function keep(source: RowSource, budget: number = KEEP_BYTES): Promise<RowSource> {
  const bytes = source.rows * source.plan.reduce((sum, column) => sum + WIDTH[column.storage], 0);
  if (bytes > budget || (source.memory !== undefined && source.memory.program.length === 0)) return source;
  return memorySource(await collect(source));
}

/** What the step behind a fitted one sees, with its rows in memory where they are small enough. */
export async function keepBehind(
  before: TrainingContext,
  { fitted, training }: LearnedModel,
): Promise<TrainingContext> {
  const { source, validation, ...rest } = behind(before, fitted.program, training);
  return {
    ...rest,
    schema: fitted.outputSchema,
    source: await keep(source),
    ...(validation === undefined ? {} : { validation: await keep(validation) }),
  };
}
