import { memorySource } from "../../engine/rows/index.js";
import type { Warning } from "../../errors/index.js";
import { type BaseEstimator, type Fitted, type Training, trainingOf } from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import { type ColumnSchema, Schema } from "../../table/index.js";
import { receiveRows, type TransferredRows, transferRows } from "../parallel/row-transfer.js";
import { type Fold, sampled } from "../split/fold.js";
import { type FoldedData, trainingOn } from "../split/split.js";
import type { FitResult, FoldJob, FoldPiece, FoldRows } from "./fold-rows.js";
import { predictRows } from "./predict-rows.js";
import { SharedSteps } from "./shared-steps.js";

/** Folds of a training on their way to workers. */
export interface TransferredTraining {
  readonly kind: "training";
  readonly rows: TransferredRows;
  readonly classes: readonly Label[];
  readonly schema: readonly (readonly [string, ColumnSchema])[];
  readonly cacheBytes?: number;
  readonly folds: readonly Fold[];
  readonly where: string;
}

/** Folds of the rows that an estimator made of others learns from. */
export class TrainingFolds implements FoldRows<BaseEstimator, Fitted> {
  readonly #data: FoldedData;
  readonly #where: string;
  /** What fits have warned of since the last result. */
  readonly #warnings: Warning[] = [];
  #share = 1;
  #shared: (SharedSteps | undefined)[] = [];

  /** @param where - Who divides the rows: its name stands in errors and in progress. */
  constructor(data: FoldedData, where: string) {
    this.#data = data;
    this.#where = where;
  }

  get values(): number {
    const { x } = this.#data.block;
    return x.rows * x.stores.length;
  }

  get folds(): number {
    return this.#data.folds.length;
  }

  tests(fold: number): number {
    return this.#data.folds[fold]!.test.length;
  }

  // Validation rows stay here.
  get transferable(): boolean {
    return this.#data.training.validation === undefined;
  }

  async transfer(): Promise<TransferredTraining> {
    const { training, block, folds } = this.#data;
    const { classes, schema, options } = training;
    return {
      kind: "training",
      rows: await transferRows(block),
      classes: classes!,
      schema: schema.toJSON(),
      folds,
      where: this.#where,
      ...(options.cacheBytes === undefined ? {} : { cacheBytes: options.cacheBytes }),
    };
  }

  /** The fitted model is wanted whole; else steps are shared with the candidate before. */
  async run(estimator: BaseEstimator, piece: FoldPiece, job: FoldJob): Promise<FitResult<Fitted>> {
    const { fold, share = 1, ask, model = false } = piece;
    const { block, folds, training } = this.#data;
    const classes = training.classes!;
    const { test } = folds[fold]!;
    this.#warnings.length = 0;
    if (!model) {
      const { fitted, test: x } = await this.#sharedSteps(fold, share, job).fit(estimator);
      return this.#warned(predictRows(fitted, x, ask, classes, this.#where));
    }
    const { fitted } = await this.#trainingOn(sampled(folds[fold]!, share, block.y!).train, job).fit(estimator);
    return this.#warned({ ...predictRows(fitted, block.x.take(test), ask, classes, this.#where), model: fitted });
  }

  #warned(result: FitResult<Fitted>): FitResult<Fitted> {
    const warnings = this.#warnings.splice(0);
    return warnings.length === 0 ? result : { ...result, warnings };
  }

  #sharedSteps(fold: number, share: number, job: FoldJob): SharedSteps {
    if (share !== this.#share) this.#shared = [];
    this.#share = share;
    const { block, folds } = this.#data;
    const { train, test } = sampled(folds[fold]!, share, block.y!);
    this.#shared[fold] ??= new SharedSteps(this.#trainingOn(train, job), block.x.take(test));
    return this.#shared[fold];
  }

  /** The training on chosen rows, without the progress of its passes: what counts is folds. */
  #trainingOn(rows: Int32Array, { threads, signal }: FoldJob): Training {
    const { cacheBytes } = this.#data.training.options;
    const options = {
      threads,
      onWarning: (warning: Warning) => void this.#warnings.push(warning),
      ...(signal === undefined ? {} : { signal }),
      ...(cacheBytes === undefined ? {} : { cacheBytes }),
    };
    return trainingOf(trainingOn(this.#data, rows), options, this.#where);
  }
}

/** The folds that were transferred. */
export function receiveTraining({
  rows,
  classes,
  schema,
  cacheBytes,
  folds,
  where,
}: TransferredTraining): TrainingFolds {
  const block = receiveRows(rows);
  const data = { source: memorySource(block), classes, schema: Schema.fromJSON(schema) };
  const training = trainingOf(data, cacheBytes === undefined ? {} : { cacheBytes }, where);
  return new TrainingFolds({ training, block, folds }, where);
}
