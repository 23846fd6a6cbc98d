import { type Block, collect, memorySource, type RowSource, repeatRows, takeRows } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";
import type { Training } from "../training/training.js";
import type { FitContext, FittedDefinition } from "./definition.js";

/** Learns by a definition's in-memory form. */
export async function fitInMemory(definition: FittedDefinition, training: Training, params: object): Promise<unknown> {
  if (definition.fit === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where: training.where,
      problem: "its definition has neither fit nor learn",
    });
  const block = withoutWeightless(await training.collect());
  return definition.fit(block.x, params, fitContext(block, training));
}

/** The rows that a resampler makes of those of a training. */
export async function resampled(definition: FittedDefinition, training: Training, params: object): Promise<RowSource> {
  if (definition.resample !== undefined) return definition.resample(training, params);
  const block = await training.collect();
  const counts = await definition.counts!(block.x as FeatureMatrix, params, fitContext(block, training));
  if (counts.length !== block.x.rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where: training.where,
      problem: `gave ${counts.length} counts for ${block.x.rows} rows`,
      fix: "Give one count a row",
    });
  const rows = repeatRows(training.source, Int32Array.from(counts));
  return training.source.memory === undefined ? rows : memorySource(await collect(rows, training));
}

/** Rows of zero weight teach nothing, also where an estimator does not look at weights. */
function withoutWeightless(block: Block): Block {
  if (block.w === undefined || block.w.every((weight) => weight !== 0)) return block;
  const chosen: number[] = [];
  for (let i = 0; i < block.w.length; i++) if (block.w[i] !== 0) chosen.push(i);
  return takeRows(block, chosen);
}

function fitContext({ y, w, groups }: Pick<Block, "y" | "w" | "groups">, training: Training): FitContext {
  const { schema, classes, signal } = training;
  return {
    schema,
    ...(y === undefined ? {} : { y }),
    ...(classes === undefined ? {} : { classes }),
    ...(w === undefined ? {} : { sampleWeight: w }),
    ...(groups === undefined ? {} : { groups }),
    ...(signal === undefined ? {} : { signal }),
  };
}
