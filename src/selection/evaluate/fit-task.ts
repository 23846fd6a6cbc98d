import type { Task } from "../../engine/threads/index.js";
import type { DocumentReaders } from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import { type ColumnSchema, Schema } from "../../table/index.js";
import { receiveRows, type TransferredRows } from "../parallel/row-transfer.js";
import type { Fold } from "../split/fold.js";
import { type SelectableRows, selectableOf, selectLabels, selectNumbers } from "../split/select-rows.js";
import { answersOf, type FittedPredictor, fitted, type Predictor } from "./predictor.js";

/** What belongs to the rows that folds divide. */
export interface RowParts {
  readonly target: ArrayLike<Label>;
  readonly sampleWeight?: ArrayLike<number>;
  readonly groups?: ArrayLike<Label>;
}

/** What all folds of a cross-validation have in common. */
export interface FitContext extends RowParts {
  /** The document of the estimator. */
  readonly document: string;
  readonly rows: TransferredRows;
  /** The Schema of the Table that the rows are; absent for a matrix. */
  readonly schema?: readonly (readonly [string, ColumnSchema])[];
  readonly folds: readonly Fold[];
  /** Are the documents of the fitted models asked for? */
  readonly models: boolean;
}

/** What came of one fold. */
export interface FoldAnswer<M> {
  readonly classes: readonly Label[];
  readonly probabilities: readonly Float64Array[];
  readonly predicted: readonly Label[];
  /** The fitted model or its document, where asked for. */
  readonly model?: M;
}

/** Fits in one fold after the other, on a worker that reads the estimator's document. */
export function fitTask({ loadEstimator }: DocumentReaders): Task<FitContext, number, FoldAnswer<string>> {
  return {
    name: "fit",
    open({ document, rows, schema, folds, models, ...parts }, signal) {
      const selectable = selectableOf(receiveRows(rows).x, schema && Schema.fromJSON(schema));
      const estimator = loadEstimator(document) as unknown as Predictor;
      return async (k) => {
        // The threads are the folds.
        const { model, ...answer } = await fitFold(estimator, selectable, parts, folds[k]!, { signal, threads: 1 });
        return { ...answer, ...(models ? { model: JSON.stringify(model) } : {}) };
      };
    },
  };
}

/** Fits on the training rows of a fold, and asks the model about the others. */
export async function fitFold<F extends FittedPredictor>(
  estimator: Predictor<F>,
  { select }: SelectableRows,
  { target, sampleWeight, groups }: RowParts,
  { train, test }: Fold,
  options: { readonly signal?: AbortSignal; readonly threads?: number },
): Promise<FoldAnswer<F> & { readonly model: F }> {
  const model = await fitted(estimator, select(train), selectLabels(target, train), {
    ...options,
    ...(sampleWeight === undefined ? {} : { sampleWeight: selectNumbers(sampleWeight, train) }),
    ...(groups === undefined ? {} : { groups: selectLabels(groups, train) }),
  });
  const { probabilities, predicted } = answersOf(model, select(test));
  return {
    model,
    classes: model.classes,
    probabilities: probabilities.columns.map((_, k) => Float64Array.from(probabilities.column(k))),
    predicted,
  };
}
