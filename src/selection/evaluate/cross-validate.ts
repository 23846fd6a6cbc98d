import { warn } from "../../errors/index.js";
import {
  checkedLabel,
  determiningColumns,
  determiningText,
  type FitInput,
  type FitOptions,
  isRemoteSource,
  type RemoteSource,
} from "../../estimator/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { inMemory, isSource } from "../../table/index.js";
import type { Fold } from "../split/fold.js";
import { type SelectableRows, selectable, selectLabels, selectNumbers, targetOf } from "../split/select-rows.js";
import { type Folds, splitterOf } from "../split/split.js";
import { crossFit, outOfFold } from "./cross-fit.js";
import { CrossValidation, type FoldResult } from "./cross-validation.js";
import { DataFolds } from "./data-folds.js";
import { foldsCheck } from "./estimator-option.js";
import { type FittedPredictor, type Predictor, scoredLabel } from "./predictor.js";
import { type RemoteCrossValidateOptions, remoteCrossValidate } from "./remote-cross-validate.js";
import type { RemoteCrossValidation } from "./remote-cross-validation.js";
import { matrixOf } from "./score-fold.js";
import { demandPositive, type Scoring, scoreFold, scorersOf, scoringCheck } from "./scoring.js";

/** Options of `crossValidate`. */
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
  /** How many threads: several folds at a time where the data are small, else all of them in each `fit`. The results are the same. */
  readonly threads?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Called after each fold. */
  readonly onProgress?: FitOptions["onProgress"];
  /** Takes what is doubtful of the folds instead of the library's `onWarning`; the result's `warnings` hold it as well. */
  readonly onWarning?: FitOptions["onWarning"];
}

const WHERE = "crossValidate";

const checks = {
  folds: foldsCheck,
  scoring: scoringCheck,
  positive: check.label,
  groups: check.labels,
  times: check.numbers,
  sampleWeight: check.numbers,
  models: check.flag,
  seed: check.seed,
  onWarning: check.callable,
  ...check.watched,
};
const checkOptions = optionsCheck<CrossValidateOptions>(WHERE, checks);
const checkRemoteOptions = optionsCheck<CrossValidateOptions | RemoteCrossValidateOptions>(WHERE, {
  ...checks,
  groups: check.either("the name of the column of groups", check.text, check.labels),
  sampleWeight: check.either("the name of the column of weights", check.text, check.numbers),
});

/**
 * Fits on some rows and scores the others, fold by fold. Everything is learned again in each fold from its training rows
 * alone, every step of a Pipeline included: nothing of a tested row reaches the model that is tested by it.
 *
 * @param estimator - A classifier, or a Pipeline that ends in one.
 * @param X - Rows: a Table (records, columns) where the Pipeline takes one, else numbers. Those of a Source are read into memory.
 *   Rows on a cluster stay there: a row is in the fold that a hash of what names it (or of its group) says, as `foldsById` has it, executors learn and count, and
 *   the AUC comes from scores in bins of log odds, with what it may be off at most (`aucError`). Groups and weights are named by their columns there.
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
export function crossValidate<F extends FittedPredictor>(
  estimator: Predictor<F>,
  X: RemoteSource,
  y: string,
  options?: RemoteCrossValidateOptions,
): Promise<RemoteCrossValidation<F>>;
/** The same in memory: every tested row has its prediction. */
export function crossValidate<F extends FittedPredictor>(
  estimator: Predictor<F>,
  X: FitInput,
  y: Labels | string,
  options?: CrossValidateOptions,
): Promise<CrossValidation<F>>;
export async function crossValidate<F extends FittedPredictor>(
  estimator: Predictor<F>,
  X: FitInput,
  y: Labels | string,
  options: CrossValidateOptions | RemoteCrossValidateOptions = {},
): Promise<CrossValidation<F> | RemoteCrossValidation<F>> {
  checkArguments("crossValidate", {
    estimator: [estimator, check.predictor],
    X: [X, check.data],
    y: [y, check.target],
  });
  if (isSource(X) && isRemoteSource(X)) {
    checkRemoteOptions(options);
    return remoteCrossValidate(estimator, X, y, options as RemoteCrossValidateOptions, WHERE);
  }
  return crossValidateHere(estimator, X, y, options as CrossValidateOptions);
}

async function crossValidateHere<F extends FittedPredictor>(
  estimator: Predictor<F>,
  X: FitInput,
  y: Labels | string,
  options: CrossValidateOptions,
): Promise<CrossValidation<F>> {
  checkOptions(options);
  const { scoring = "rocAuc", models = false, sampleWeight, groups } = options;
  const whole = await inMemory(X, WHERE);
  const data = selectable(whole, WHERE, y);
  const { rows } = data;
  const target = targetOf(whole, y, rows, WHERE);
  const scorers = scorersOf(scoring, WHERE);
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  const labels = selectLabels(target, all);
  const known = labels.filter((label) => label !== null && label !== undefined && !Number.isNaN(label));
  demandPositive(scorers, [...new Set(known)], options.positive, WHERE);
  const folds = dividedBy(options, rows, target);
  for (const { train, test } of folds)
    for (const side of [train, test]) for (const row of side) checkedLabel(labels[row], row, WHERE);
  const parts = {
    target: labels,
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
    ...(groups === undefined ? {} : { groups: selectLabels(groups, all) }),
  };
  const results = await crossFit<Predictor<F>, F>(
    new DataFolds(
      data,
      folds.map((fold) => ({ ...fold, ...parts })),
    ),
    folds.map((_, fold) => ({ estimator, fold, ask: "labels", model: models })),
    { ...options, step: WHERE },
  );
  const scored = folds.map(({ train, test }, k): FoldResult<F> => {
    const { classes, columns, predicted, model } = results[k]!;
    const positive = scoredLabel(classes, options.positive, WHERE);
    const scores = columns[classes.indexOf(positive)]!;
    const answers = {
      truth: selectLabels(target, test),
      predicted: predicted!,
      scores,
      probabilities: matrixOf(columns, classes),
      classes,
      positive,
      ...(sampleWeight === undefined ? {} : { sampleWeight: selectNumbers(sampleWeight, test) }),
    };
    const values = scoreFold(scorers, answers, k, WHERE);
    return { train, test, positive, predictions: scores, scores: values, ...(model === undefined ? {} : { model }) };
  });
  const predictions = outOfFold(
    scored.map((fold) => ({ columns: [fold.predictions] })),
    folds.map(({ test }) => test),
    0,
    rows,
  );
  const result = new CrossValidation(
    scored,
    predictions,
    [...scorers.keys()],
    target,
    isInTime(options.folds),
    answersAmong(data, labels),
  );
  for (const message of result.warnings) warn({ code: "FOLDS", where: WHERE, message }, options.onWarning);
  return result;
}

/** Are rows tested by models of those before them? */
function isInTime(folds: Folds | undefined): boolean {
  return typeof folds === "object" && "kind" in folds && folds.kind === "TimeSplit";
}

/** Warnings of features that say the label by themselves. */
function answersAmong({ x, schema }: SelectableRows, labels: readonly Label[]): string[] {
  const classes = [...new Set(labels.filter((label) => label !== null && label !== undefined && !Number.isNaN(label)))];
  const places = new Map(classes.map((label, k) => [label, k]));
  const isFeature = (name: string): boolean => (schema?.column(name).role ?? "feature") === "feature";
  return determiningColumns(
    x,
    labels.map((label) => places.get(label) ?? -1),
    classes.length,
  )
    .filter(isFeature)
    .map(determiningText);
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
