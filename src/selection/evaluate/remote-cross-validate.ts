import { yieldToEventLoop } from "../../engine/rows/index.js";
import { listed, type Warning } from "../../errors/index.js";
import {
  BaseEstimator,
  type FitOptions,
  type Fitted,
  type RemoteSource,
  refuseInMemory,
  type TrainingData,
} from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import { countedFold, foldCount, onCluster, refuseUncounted } from "./counted-scores.js";
import { FoldWarnings } from "./fold-warnings.js";
import { type FittedPredictor, type Predictor, scoredLabel } from "./predictor.js";
import { RemoteCrossValidation, type RemoteFoldResult } from "./remote-cross-validation.js";
import { demandPositive, type ScoreName, scorersOf } from "./scoring.js";

/** Options of `crossValidate` for rows on a cluster. */
export interface RemoteCrossValidateOptions {
  /** How many folds, from 2 up; 5 by default. */
  readonly folds?: number;
  /** One or several scores; the AUC by default. Functions of your own need the rows. */
  readonly scoring?: ScoreName | readonly ScoreName[];
  /** Which label is the positive one; 1, true or the last by default. */
  readonly positive?: Label;
  /** Are the fitted models kept? */
  readonly models?: boolean;
  /** Seed of the folds; 0 by default. */
  readonly seed?: number;
  /** The column that holds the group of each row: rows of a group are in the same fold. Given to `fit` as well. */
  readonly groups?: string;
  /** The column that holds one weight a row: counts in learning and in scores. */
  readonly sampleWeight?: string;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Called after each fold. */
  readonly onProgress?: FitOptions["onProgress"];
  /** Takes warnings of `fit` instead of the library's `onWarning`. */
  readonly onWarning?: FitOptions["onWarning"];
}

/** Fits and scores fold by fold on other machines. */
export async function remoteCrossValidate<F extends FittedPredictor>(
  estimator: Predictor<F>,
  people: RemoteSource,
  target: unknown,
  options: RemoteCrossValidateOptions,
  where: string,
): Promise<RemoteCrossValidation<F>> {
  const { folds = 5, scoring = "rocAuc", positive: asked, models = false, seed = 0, signal } = options;
  const { groups, sampleWeight } = options;
  const beside = {
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
    ...(groups === undefined ? {} : { groups }),
  };
  refuseOthers(options, target, where);
  if (estimator instanceof BaseEstimator) refuseInMemory(estimator);
  const scorers = scorersOf(scoring, where);
  const names = [...scorers.keys()];
  const heard = new FoldWarnings(options.onWarning);
  const read = (rows: RemoteSource): Promise<TrainingData> =>
    rows.readTraining({
      parts: { target: target as string, ...beside },
      accepts: "either",
      where,
      yieldNow: yieldToEventLoop(signal),
      ...(signal === undefined ? {} : { signal }),
    });
  const whole = await read(people);
  const classes = whole.classes!;
  demandPositive(scorers, classes, asked, where);
  const positive = scoredLabel(classes, asked, where);
  const results: RemoteFoldResult<F>[] = [];
  for (let at = 0; at < folds; at++) {
    signal?.throwIfAborted();
    const { train, test } = people.fold({ at, folds, seed, ...(groups === undefined ? {} : { groups }) });
    const warnings: Warning[] = [];
    const job = {
      ...beside,
      onWarning: (warning: Warning) => void warnings.push(warning),
      ...(signal === undefined ? {} : { signal }),
    };
    const model = await estimator.fit(knownRows(train, whole) as never, target as string, job);
    heard.give({ warnings }, at);
    const held = await read(knownRows(test, whole));
    const scored = { classes, positive, fold: at, where };
    const { rows, scores, aucError } = await countedFold(model as unknown as Fitted, held, names, scored, signal);
    results.push({
      train: whole.source.rows - rows,
      test: rows,
      positive,
      scores,
      aucError,
      ...(models ? { model } : {}),
    });
    options.onProgress?.({ step: where, done: at + 1, total: folds });
  }
  return new RemoteCrossValidation(results, names);
}

/** Rows in the storage, and with the classes, of all of them, as folds in memory have them. */
function knownRows(part: RemoteSource, { source, schema, classes }: TrainingData): RemoteSource {
  const known = { source, schema, ...(classes === undefined ? {} : { classes }) };
  return {
    isRemote: true,
    open: () => part.open(),
    readTraining: (reading) => part.readTraining({ known, ...reading }),
    draw: (n, seed, signal) => part.draw(n, seed, signal),
    fold: (division) => part.fold(division),
    fingerprint: (signal) => part.fingerprint(signal),
    writeAnswers: (answers) => part.writeAnswers(answers),
  };
}

/** Options of rows in memory, which rows on other machines cannot have. */
function refuseOthers(options: object, target: unknown, where: string): void {
  if (typeof target !== "string") throw onCluster(where, "y is a list", "Name the column that holds the labels");
  const { folds = 5, scoring, ...rest } = options as RemoteCrossValidateOptions;
  const others = rest as Record<string, unknown>;
  foldCount(folds, where);
  refuseUncounted(scoring, where);
  const lists = ["groups", "sampleWeight"].filter((name) => !["undefined", "string"].includes(typeof others[name]));
  if (lists.length > 0)
    throw onCluster(where, `${listed(lists)} is a list of all rows`, "Name the column that holds it");
  if (others["times"] !== undefined) throw onCluster(where, '"times" is a list of all rows');
}
