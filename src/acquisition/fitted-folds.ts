import type { Table } from "apache-arrow";
import type { JobOptions } from "../estimator/index.js";
import type { FeatureMatrix } from "../matrix/index.js";
import type { FittedPredictor, Fold, Predictor } from "../selection/index.js";
import { fitted } from "../selection/index.js";

/** Rows to learn from, fold by fold. */
export interface FoldedRows {
  /** Takes rows of the whole. */
  readonly take: (rows: ArrayLike<number>) => Table | FeatureMatrix;
  /** The rows that may be learned from. */
  readonly rows: Int32Array;
  /** 0 or 1 for each row of the whole. */
  readonly labels: Uint8Array;
  /** One weight for each of `rows`. */
  readonly weights?: Float64Array;
  /** Rows that nothing learns from, each with the row of the same person that something may: both are scored by the same model. */
  readonly twins: ReadonlyMap<number, number>;
  /** Positions in `rows`. */
  readonly folds: readonly Fold[];
}

/** What came of it. */
export interface FittedFolds<F> {
  /** The probability of 1 for each row of the whole, by a model that had not seen the person. */
  readonly scores: Float64Array;
  /** Learned from all `rows`. */
  readonly model: F;
}

/** Scores every row by a model of the other folds, and learns once more from all. */
export async function fittedFolds<F extends FittedPredictor>(
  estimator: Predictor<F>,
  { take, rows, labels, weights, twins, folds }: FoldedRows,
  { step, onProgress, ...job }: JobOptions & { readonly step: string },
): Promise<FittedFolds<F>> {
  const scores = new Float64Array(labels.length);
  const twinsOf = new Map<number, number[]>();
  for (const [twin, row] of twins) twinsOf.set(row, [...(twinsOf.get(row) ?? []), twin]);
  const learn = (positions: Int32Array): Promise<F> => {
    job.signal?.throwIfAborted();
    const chosen = positions.map((at) => rows[at]!);
    const y = Uint8Array.from(chosen, (row) => labels[row]!);
    const some = weights === undefined ? {} : { sampleWeight: Float64Array.from(positions, (at) => weights[at]!) };
    return fitted(estimator, take(chosen), y, { ...job, ...some });
  };
  for (const [k, { train, test }] of folds.entries()) {
    const model = await learn(train);
    const held = Int32Array.from(
      Array.from(test, (at) => rows[at]!).flatMap((row) => [row, ...(twinsOf.get(row) ?? [])]),
    );
    const found = model.predictProbabilities(take(held) as never).column(model.classes.indexOf(1));
    held.forEach((row, i) => {
      scores[row] = found[i]!;
    });
    onProgress?.({ step, done: k + 1, total: folds.length + 1 });
  }
  const model = await learn(rows.map((_, at) => at));
  onProgress?.({ step, done: folds.length + 1, total: folds.length + 1 });
  return { scores, model };
}
