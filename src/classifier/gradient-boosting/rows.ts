import { type Block, collect } from "../../engine/rows/index.js";
import type { BoostingRows } from "../../engine/trees/index.js";
import { KindredError } from "../../errors/index.js";
import type { Training } from "../../estimator/index.js";
import { heldOutRows } from "../../estimator/index.js";
import { type FeatureMatrix, shared } from "../../matrix/index.js";
import { type GradientBoostingOptions, STOPPING } from "./options.js";

/** The rows of a boosting, the validation rows behind the training rows, in memory that workers see. */
export interface CollectedRows extends BoostingRows {
  /** Their values, one matrix behind the other. */
  readonly parts: readonly FeatureMatrix[];
}

/** Collects rows, and holds some of them out where learning is to stop early and no validation rows are given. */
export async function boostingRows(
  training: Training,
  params: GradientBoostingOptions,
  classWeights: Float64Array,
): Promise<CollectedRows> {
  const main = await training.collect();
  const given = training.validation === undefined ? undefined : await collect(training.validation);
  const blocks = given === undefined ? [main] : [main, given];
  const count = blocks.reduce((sum, { x }) => sum + x.rows, 0);
  const y = joined(blocks, count, ({ y: labels }, i) => labels![i]!);
  const weights = joined(blocks, count, ({ y: labels, w }, i) => classWeights[labels![i]!]! * (w?.[i] ?? 1));
  const weighing = (from: number, to: number): Int32Array =>
    Int32Array.from({ length: to - from }, (_, i) => from + i).filter((i) => weights[i]! > 0);
  const all = weighing(0, main.x.rows);
  const held = given === undefined ? heldOut(main, all, params) : undefined;
  const learn = held === undefined ? all : all.filter((i) => !held.has(i));
  const watch = held === undefined ? weighing(main.x.rows, count) : Int32Array.from(held);
  if (learn.length === 0 || (params.earlyStopping !== false && watch.length === 0))
    throw new KindredError({
      code: "EMPTY_INPUT",
      where: training.where,
      problem: `${all.length} rows are too few to hold some of them out`,
      fix: "Pass { validation }, or leave earlyStopping off",
    });
  if (params.earlyStopping !== false && watch.every((i) => y[i] === y[watch[0]!]))
    throw new KindredError({
      code: "SINGLE_CLASS",
      where: training.where,
      problem: `every row that is held out has the label ${JSON.stringify(training.classes![y[watch[0]!]!])}, and says nothing of when to stop`,
      fix: "Pass { validation } with rows of at least two classes, or leave earlyStopping off",
    });
  return {
    parts: blocks.map(({ x }) => x),
    count,
    classes: classWeights.length,
    y: shared(y),
    weights: shared(weights),
    learn: shared(learn),
    watch: shared(watch),
    even: learn.every((i) => weights[i] === 1),
  };
}

function heldOut(block: Block, rows: Int32Array, params: GradientBoostingOptions): Set<number> | undefined {
  const { earlyStopping, seed } = params;
  if (earlyStopping === false) return undefined;
  return heldOutRows(block, rows, earlyStopping === true ? STOPPING.share : earlyStopping.share, seed);
}

function joined(blocks: readonly Block[], count: number, at: (block: Block, i: number) => number): Float64Array {
  const out = new Float64Array(count);
  let to = 0;
  for (const block of blocks) for (let i = 0; i < block.x.rows; i++) out[to++] = at(block, i);
  return out;
}
