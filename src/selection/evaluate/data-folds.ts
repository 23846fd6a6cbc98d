import type { Warning } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import { type ColumnSchema, Schema } from "../../table/index.js";
import { receiveRows, type TransferredRows, transferRows } from "../parallel/row-transfer.js";
import type { Fold } from "../split/fold.js";
import { type SelectableRows, selectableOf, selectLabels, selectNumbers } from "../split/select-rows.js";
import type { FitResult, FoldJob, FoldPiece, FoldRows } from "./fold-rows.js";
import { answersOf, type FittedPredictor, fitted, type Predictor } from "./predictor.js";

/** A fold, and what belongs to its rows: one value for every row of the data. */
export interface DataFold extends Fold {
  readonly target: ArrayLike<Label>;
  readonly sampleWeight?: ArrayLike<number>;
  readonly groups?: ArrayLike<Label>;
}

/** Folds of data on their way to workers. */
export interface TransferredData {
  readonly kind: "data";
  readonly rows: TransferredRows;
  /** The Schema of the Table that the rows are; absent for a matrix. */
  readonly schema?: readonly (readonly [string, ColumnSchema])[];
  readonly folds: readonly DataFold[];
}

/** Folds of data as users have them: each model is fitted as if its training rows were all there is. */
export class DataFolds<F extends FittedPredictor> implements FoldRows<Predictor<F>, F> {
  readonly #data: SelectableRows;
  readonly #folds: readonly DataFold[];
  readonly transferable = true;

  constructor(data: SelectableRows, folds: readonly DataFold[]) {
    this.#data = data;
    this.#folds = folds;
  }

  get values(): number {
    return this.#data.rows * this.#data.x.stores.length;
  }

  get folds(): number {
    return this.#folds.length;
  }

  tests(fold: number): number {
    return this.#folds[fold]!.test.length;
  }

  async transfer(): Promise<TransferredData> {
    const { x, schema } = this.#data;
    return {
      kind: "data",
      rows: await transferRows({ x, row: 0 }),
      ...(schema === undefined ? {} : { schema: schema.toJSON() }),
      folds: this.#folds,
    };
  }

  async run(estimator: Predictor<F>, { fold, model: wanted = false }: FoldPiece, job: FoldJob): Promise<FitResult<F>> {
    const { train, test, target, sampleWeight, groups } = this.#folds[fold]!;
    const { select } = this.#data;
    const { threads, signal } = job;
    const warnings: Warning[] = [];
    const model = await fitted(estimator, select(train), selectLabels(target, train), {
      threads,
      // Which features say the label by themselves is said once, of all rows.
      onWarning: (warning) => {
        if (test.length === 0 || warning.code !== "NEARLY_DETERMINES") warnings.push(warning);
      },
      ...(signal === undefined ? {} : { signal }),
      ...(sampleWeight === undefined ? {} : { sampleWeight: selectNumbers(sampleWeight, train) }),
      ...(groups === undefined ? {} : { groups: selectLabels(groups, train) }),
    });
    const found = {
      classes: model.classes,
      ...(wanted ? { model } : {}),
      ...(warnings.length === 0 ? {} : { warnings }),
    };
    if (test.length === 0) return { ...found, names: [], columns: [] };
    const { probabilities, predicted } = answersOf(model, select(test));
    return {
      ...found,
      names: probabilities.columns,
      columns: probabilities.columns.map((_, k) => Float64Array.from(probabilities.column(k))),
      predicted,
    };
  }
}

/** The folds that were transferred. */
export function receiveData({ rows, schema, folds }: TransferredData): DataFolds<FittedPredictor> {
  return new DataFolds(selectableOf(receiveRows(rows).x, schema && Schema.fromJSON(schema)), folds);
}
