import {
  type CrossFitJob,
  crossFit,
  type DataFold,
  DataFolds,
  type FittedPredictor,
  type Fold,
  type Predictor,
  type SelectableRows,
} from "../selection/index.js";

/** Rows to learn from, fold by fold. */
export interface FoldedRows {
  readonly data: SelectableRows;
  /** The rows that may be learned from. */
  readonly rows: Int32Array;
  /** 0 or 1 for each row of the data. */
  readonly labels: Uint8Array;
  /** One weight for each row of the data. */
  readonly weights?: Float64Array;
  /** Rows that no model learns from, each with the row of the same person that some do: both are scored by the same model. */
  readonly duplicates: ReadonlyMap<number, number>;
  /** Positions in `rows`. */
  readonly folds: readonly Fold[];
}

/** What came of it. */
export interface FittedFolds<F> {
  /** The probability of 1 for each row of the data, by a model that had not seen the person. */
  readonly scores: Float64Array;
  /** Learned from all `rows`. */
  readonly model: F;
}

/** Scores every row by a model of the other folds, and learns once more from all. */
export async function fittedFolds<F extends FittedPredictor>(
  estimator: Predictor<F>,
  { data, rows, labels, weights, duplicates, folds }: FoldedRows,
  job: CrossFitJob,
): Promise<FittedFolds<F>> {
  const duplicatesOf = new Map<number, number[]>();
  for (const [duplicate, row] of duplicates) duplicatesOf.set(row, [...(duplicatesOf.get(row) ?? []), duplicate]);
  const parts = { target: labels, ...(weights === undefined ? {} : { sampleWeight: weights }) };
  const fits = folds.map(
    ({ train, test }): DataFold => ({
      train: train.map((at) => rows[at]!),
      test: Int32Array.from(
        Array.from(test, (at) => rows[at]!).flatMap((row) => [row, ...(duplicatesOf.get(row) ?? [])]),
      ),
      ...parts,
    }),
  );
  const all: DataFold = { train: rows, test: new Int32Array(0), ...parts };
  const results = await crossFit<Predictor<F>, F>(
    new DataFolds(data, [...fits, all]),
    [...fits, all].map((_, fold) => ({ estimator, fold, ask: "probabilities", model: fold === fits.length })),
    job,
  );
  const scores = new Float64Array(labels.length);
  for (const [k, { test }] of fits.entries()) {
    const { classes, columns } = results[k]!;
    const found = columns[classes.indexOf(1)]!;
    test.forEach((row, i) => {
      scores[row] = found[i]!;
    });
  }
  return { scores, model: results.at(-1)!.model! };
}
