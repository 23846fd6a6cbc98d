import { answerCounts, countingOf, type NamedArrays, runReducer, SCORE_BINS } from "../../engine/reducers/index.js";
import { mapRows, yieldToEventLoop } from "../../engine/rows/index.js";
import { counted, KindredError, listed } from "../../errors/index.js";
import type { FitOptions, Fitted, RemoteSource, TrainingData } from "../../estimator/index.js";
import { FeatureMatrix, type Label, plainStore } from "../../matrix/index.js";
import { type FittedPredictor, type Predictor, scoredLabel } from "./predictor.js";
import { RemoteCrossValidation, type RemoteFoldResult } from "./remote-cross-validation.js";
import { type Answers, demandPositive, type ScoreName, scoreFold, scorersOf } from "./scoring.js";

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
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Called after each fold. */
  readonly onProgress?: FitOptions["onProgress"];
  /** Takes warnings of `fit` instead of the library's `onWarning`. */
  readonly onWarning?: FitOptions["onWarning"];
}

/** What is computed from the errors of all rows instead of their counts. */
const BY_SUMS: ReadonlySet<string> = new Set(["logLoss", "brierScore"]);
/** Scores of the order of rows, which counts tell but for rows of the same bin. */
const BY_BINS: ReadonlySet<string> = new Set(["rocAuc", "averagePrecision", "ksStatistic"]);
/** Scores of the order of rows by every class. */
const OF_EVERY_CLASS: ReadonlySet<string> = new Set(["rocAucMacro", "rocAucWeighted"]);

/** Fits and scores fold by fold on other machines. */
export async function remoteCrossValidate<F extends FittedPredictor>(
  estimator: Predictor<F>,
  people: RemoteSource,
  target: unknown,
  options: RemoteCrossValidateOptions,
  where: string,
): Promise<RemoteCrossValidation<F>> {
  const { folds = 5, scoring = "rocAuc", positive: asked, models = false, seed = 0, signal } = options;
  refuseOthers(options, target, where);
  const scorers = scorersOf(scoring, where);
  const job = {
    ...(signal === undefined ? {} : { signal }),
    ...(options.onWarning === undefined ? {} : { onWarning: options.onWarning }),
  };
  const read = (rows: RemoteSource): Promise<TrainingData> =>
    rows.readTraining({
      parts: { target: target as string },
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
    const { train, test } = people.fold(at, folds, seed);
    const model = await estimator.fit(knownRows(train, whole) as never, target as string, job);
    const held = await read(knownRows(test, whole));
    const sums = await countedAnswers(model as unknown as Fitted, held, classes.indexOf(positive), signal);
    const rows = sums.sums![3]!;
    if (sums.sums![2]! > 0)
      throw new KindredError({
        code: "MISSING_VALUE",
        where,
        problem: `fold ${at + 1} gave no probability for ${counted(sums.sums![2]!, "row")}`,
        fix: "Look for missing or infinite values in its input",
      });
    results.push({
      train: whole.source.rows - rows,
      test: rows,
      positive,
      scores: scoresOf([...scorers.keys()], sums, { classes, positive, fold: at, where }),
      aucError: aucError(sums),
      ...(models ? { model } : {}),
    });
    options.onProgress?.({ step: where, done: at + 1, total: folds });
  }
  return new RemoteCrossValidation(results, [...scorers.keys()]);
}

/** Rows in the storage, and with the classes, of all of them, as folds in memory have them. */
function knownRows(part: RemoteSource, { source, schema, classes }: TrainingData): RemoteSource {
  const known = { source, schema, ...(classes === undefined ? {} : { classes }) };
  return {
    isRemote: true,
    open: () => part.open(),
    readTraining: (reading) => part.readTraining({ known, ...reading }),
    draw: (n, seed, signal) => part.draw(n, seed, signal),
    fold: (at, folds, seed) => part.fold(at, folds, seed),
    writeAnswers: (answers) => part.writeAnswers(answers),
  };
}

function countedAnswers(
  fitted: Fitted,
  { source }: TrainingData,
  positive: number,
  signal: AbortSignal | undefined,
): Promise<NamedArrays> {
  const names = fitted.spec.input.plan.map(({ name }) => source.plan.findIndex((column) => column.name === name));
  const rows = mapRows(source, [{ op: "select", positions: names }, ...fitted.predictor]);
  const params = countingOf(rows.plan.length, positive);
  return runReducer(rows, answerCounts, params, signal === undefined ? {} : { signal });
}

interface Scored {
  readonly classes: readonly Label[];
  readonly positive: Label;
  readonly fold: number;
  readonly where: string;
}

/** Scores from counts: rows that count the same stand as one row of their weight. */
function scoresOf(names: readonly string[], counts: NamedArrays, { fold, ...scored }: Scored): Record<string, number> {
  const { where } = scored;
  const { sums } = counts;
  const [byBins, byClass] = [answersByBin(counts, scored), answersByClass(counts, scored)];
  return Object.fromEntries(
    names.map((name): [string, number] => {
      if (BY_SUMS.has(name)) return [name, name === "logLoss" ? sums![0]! / sums![3]! : -sums![1]! / sums![3]!];
      const answers = BY_BINS.has(name) ? byBins : byClass;
      return [name, scoreFold(scorersOf([name as ScoreName], where), answers, fold, where)[name]!];
    }),
  );
}

function answersByBin({ scores }: NamedArrays, { classes, positive }: Pick<Scored, "classes" | "positive">): Answers {
  const other = classes.find((label) => label !== positive) ?? positive;
  const places = Array.from(scores!, (_, at) => at).filter((at) => scores![at]! > 0);
  const truth = places.map((at) => (at < SCORE_BINS ? other : positive));
  return {
    truth,
    predicted: truth,
    scores: Float64Array.from(places, (at) => (at % SCORE_BINS) / SCORE_BINS),
    probabilities: new FeatureMatrix(places.length, [], []),
    classes,
    positive,
    sampleWeight: Float64Array.from(places, (at) => scores![at]!),
  };
}

function answersByClass(
  { decided }: NamedArrays,
  { classes, positive }: Pick<Scored, "classes" | "positive">,
): Answers {
  const places = Array.from(decided!, (_, at) => at).filter((at) => decided![at]! > 0);
  const scores = new Float64Array(places.length);
  return {
    truth: places.map((at) => classes[Math.floor(at / classes.length)]!),
    predicted: places.map((at) => classes[at % classes.length]!),
    scores,
    probabilities: new FeatureMatrix(places.length, ["none"], [plainStore(scores)]),
    classes,
    positive,
    sampleWeight: Float64Array.from(places, (at) => decided![at]!),
  };
}

/** By how much an AUC from bins may be off at most: pairs of one bin count as half, and may be right or wrong. */
function aucError({ scores }: NamedArrays): number {
  let [pairs, hits, others] = [0, 0, 0];
  for (let bin = 0; bin < SCORE_BINS; bin++) {
    pairs += scores![bin]! * scores![SCORE_BINS + bin]!;
    others += scores![bin]!;
    hits += scores![SCORE_BINS + bin]!;
  }
  return hits === 0 || others === 0 ? Number.NaN : pairs / (2 * hits * others);
}

/** Options of rows in memory, which rows on other machines cannot have. */
function refuseOthers(options: object, target: unknown, where: string): void {
  const refuse = (problem: string, fix: string): never => {
    throw new KindredError({ code: "UNSUPPORTED", where, problem: `${problem}, and the rows are on a cluster`, fix });
  };
  const sample = "Draw as many rows as fit for it: await people.sample(100_000, { seed: 1 })";
  if (typeof target !== "string") refuse("y is a list", "Name the column that holds the labels");
  const { folds, scoring, ...rest } = options as RemoteCrossValidateOptions;
  if (folds !== undefined && !(Number.isInteger(folds) && folds >= 2))
    refuse(
      "folds is not a number from 2 up",
      `Give a number, rows are divided by a hash of what names them. ${sample}`,
    );
  const names = typeof scoring === "string" ? [scoring] : (scoring ?? []);
  if (!Array.isArray(names)) refuse("scoring holds functions", `Name scores. ${sample}`);
  const others = (names as readonly string[]).filter((name) => OF_EVERY_CLASS.has(name));
  if (others.length > 0) refuse(`${listed(others)} would need the rows of every class in order`, sample);
  const unknown = ["groups", "times", "sampleWeight"].filter(
    (name) => (rest as Record<string, unknown>)[name] !== undefined,
  );
  if (unknown.length > 0) refuse(`${listed(unknown)} is a list of all rows`, sample);
}
