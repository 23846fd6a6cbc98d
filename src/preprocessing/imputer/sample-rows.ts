import { lowestDraws, summarize } from "../../engine/reducers/index.js";
import { type Block, batchSource, collect, pickRows } from "../../engine/rows/index.js";
import type { Training } from "../../estimator/index.js";

/** At most a number of rows of a weight above zero, in memory: those whose ids hash lowest, whatever blocks they come in. */
export async function sampleRows(training: Training, most: number, seed: number): Promise<Block> {
  const { source, signal } = training;
  const { plan, provenance } = source;
  const { chosen } = await summarize(source, lowestDraws, { settings: Float64Array.of(most, seed) }, { signal });
  return collect(batchSource(plan, provenance, chosen.length, () => pickRows(source, chosen, signal)));
}
