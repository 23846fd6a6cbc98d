import type { FitInput, FitOptions } from "../estimator/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../matrix/index.js";
import { answersOf, type FittedPredictor, fitted, type Predictor, positiveOf } from "./classify.js";
import { CrossValidation, type FoldResult } from "./cross-validation.js";
import { type Folds, splitterOf } from "./divide.js";
import type { Fold } from "./fold.js";
import { type Scoring, scorersOf } from "./scoring.js";
import { takeable, takeLabels, takeNumbers, targetOf } from "./take.js";

/** What `crossValidate` may be told. */
export interface CrossValidateOptions {
  /** How to divide: a number of stratified folds (5 by default; with groups they divide none), a splitter, or the folds themselves. */
  readonly folds?: Folds;
  /** One or several scores; the AUC by default. */
  readonly scoring?: Scoring;
  /** Which label is the positive one; 1, true or the last by default. */
  readonly positive?: Label;
  /** The group of each row: no fold of a given number divides one; given to a splitter, and to `fit`. */
  readonly groups?: Labels;
  /** When each row happened: given to the splitter. */
  readonly times?: Numbers;
  /** One weight a row: counts in learning and in scores. */
  readonly sampleWeight?: Numbers;
  /** Are the fitted models kept? */
  readonly models?: boolean;
  /** Seed of the folds, where their number is given. */
  readonly seed?: number;
  /** How many threads `fit` may use. */
  readonly threads?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Called after each fold. */
  readonly onProgress?: FitOptions["onProgress"];
}

const WHERE = "crossValidate";

/**
 * Fits on some rows and scores the others, fold by fold. Everything is learned anew in each fold from its training rows
 * alone, every step of a Pipeline included: nothing of a tested row reaches the model that is tested by it.
 *
 * @param estimator - A classifier, or a Pipeline that ends in one.
 * @param X - Rows in memory: a Table where the Pipeline takes one, else numbers.
 * @param y - The labels, or the name of their column in the Table.
 * @throws KindredError where rows cannot be divided, and whatever `fit` throws.
 *
 * @example
 * ```ts
 * import { crossValidate, LogisticRegression } from "kindred";
 *
 * const X = Array.from({ length: 40 }, (_, i) => [i % 10, (i * 7) % 5]);
 * const y = X.map(([a]) => (a! > 4 ? "yes" : "no"));
 * const result = await crossValidate(new LogisticRegression(), X, y, { folds: 4, scoring: ["rocAuc", "accuracy"] });
 * result.mean("rocAuc"); // 1
 * result.predictions.length; // 40
 * ```
 */
export async function crossValidate<F extends FittedPredictor>(
  estimator: Predictor<F>,
  X: FitInput,
  y: Labels | string,
  options: CrossValidateOptions = {},
): Promise<CrossValidation<F>> {
  const { scoring = "rocAuc", models = false, sampleWeight, groups, signal, onProgress, threads } = options;
  const { rows, take } = takeable(X, WHERE, y);
  const target = targetOf(X, y, rows, WHERE);
  const scorers = scorersOf(scoring, WHERE);
  const folds = dividedBy(options, rows, target);
  const predictions = new Float64Array(rows).fill(Number.NaN);
  const times = new Int32Array(rows);
  const results: FoldResult<F>[] = [];
  for (const { train, test } of folds) {
    signal?.throwIfAborted();
    const model = await fitted(estimator, take(train), takeLabels(target, train), {
      ...(sampleWeight === undefined ? {} : { sampleWeight: takeNumbers(sampleWeight, train) }),
      ...(groups === undefined ? {} : { groups: takeLabels(groups, train) }),
      ...(signal === undefined ? {} : { signal }),
      ...(threads === undefined ? {} : { threads }),
    });
    const positive = positiveOf(model.classes, options.positive, WHERE);
    const { probabilities, predicted } = answersOf(model, take(test));
    const scores = probabilities.column(model.classes.indexOf(positive));
    test.forEach((row, i) => {
      times[row]! += 1;
      const before = times[row] === 1 ? 0 : predictions[row]!;
      predictions[row] = before + (scores[i]! - before) / times[row]!;
    });
    const answers = {
      truth: takeLabels(target, test),
      predicted,
      scores,
      probabilities,
      classes: model.classes,
      positive,
      ...(sampleWeight === undefined ? {} : { sampleWeight: takeNumbers(sampleWeight, test) }),
    };
    const values = Object.fromEntries([...scorers].map(([name, score]) => [name, score(answers)]));
    results.push({ train, test, positive, predictions: scores, scores: values, ...(models ? { model } : {}) });
    onProgress?.({ step: WHERE, done: results.length, total: folds.length });
  }
  return new CrossValidation(results, predictions, [...scorers.keys()], target);
}

function dividedBy(
  { folds = 5, groups, times, seed = 0 }: CrossValidateOptions,
  rows: number,
  y: Labels,
): readonly Fold[] {
  const splitter = splitterOf(folds, seed, groups !== undefined, WHERE);
  if (!("split" in splitter)) return splitter.folds;
  const labels = Array.from({ length: rows }, (_, i) => labelAt(y, i) as Label);
  return splitter.split(rows, {
    y: labels,
    ...(groups === undefined ? {} : { groups }),
    ...(times === undefined ? {} : { times }),
  });
}
