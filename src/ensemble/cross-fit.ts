import { type Program, runProgram } from "../engine/program/index.js";
import type { Block } from "../engine/rows/index.js";
import type { BaseEstimator, Fitted, TrainingContext } from "../estimator/index.js";
import type { FeatureMatrix } from "../matrix/index.js";
import { type FoldedData, partOf } from "../selection/index.js";

/** A model of one fold's training rows, and what it says of the others. */
export interface FoldModel {
  readonly fitted: Fitted;
  /** The rows that it did not see, by position. */
  readonly rows: Int32Array;
  /** What the program gives for them. */
  readonly said: FeatureMatrix;
}

/** Fits an estimator in each fold, and asks each model about the rows that it did not see. */
export async function crossFitted(
  estimator: BaseEstimator,
  data: FoldedData,
  asked: (fitted: Fitted) => Program,
  step: string,
): Promise<FoldModel[]> {
  const { block, folds, context } = data;
  const models: FoldModel[] = [];
  for (const { train, test } of folds) {
    context.options.signal?.throwIfAborted();
    const { fitted } = await estimator.learnOver(partOf(data, train), step);
    models.push({ fitted, rows: test, said: predictRows(fitted, asked(fitted), block, test, step) });
    context.options.onProgress?.({ step, done: models.length, total: folds.length });
  }
  return models;
}

/** What a program of a model gives for some rows. */
export function predictRows(
  fitted: Fitted,
  program: Program,
  block: Block,
  rows: ArrayLike<number>,
  where: string,
): FeatureMatrix {
  const x = block.x.take(rows);
  const said = runProgram(program, { x, row: 0 });
  fitted.checkResult(said, x, where);
  return said;
}

/** One column of what was said of all rows, each by a model that had not seen it; their mean where there were several; NaN where there was none. */
export function outOfFold(models: readonly FoldModel[], column: number, rows: number): Float64Array {
  const out = new Float64Array(rows).fill(Number.NaN);
  const times = new Int32Array(rows);
  for (const { rows: asked, said } of models) {
    const values = said.column(column);
    asked.forEach((row, i) => {
      times[row]! += 1;
      const before = times[row] === 1 ? 0 : out[row]!;
      out[row] = before + (values[i]! - before) / times[row]!;
    });
  }
  return out;
}

/** Weights of rows of a block; ones where none are given. */
export function weightsOf({ x, w }: Block): Float64Array {
  return w ?? new Float64Array(x.rows).fill(1);
}

/** The weight of each class. */
export function classWeights(block: Block, { classes }: TrainingContext): Float64Array {
  const weights = weightsOf(block);
  const totals = new Float64Array(classes!.length);
  block.y!.forEach((label, i) => {
    totals[label]! += weights[i]!;
  });
  return totals;
}
