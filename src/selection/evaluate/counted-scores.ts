import { answerCounts, countingOf, type NamedArrays, runReducer, SCORE_BINS } from "../../engine/reducers/index.js";
import { mapRows } from "../../engine/rows/index.js";
import { counted, KindredError, listed } from "../../errors/index.js";
import type { Fitted, TrainingData } from "../../estimator/index.js";
import { FeatureMatrix, type Label, plainStore } from "../../matrix/index.js";
import { type Answers, type ScoreName, type Scoring, scoreFold, scorersOf } from "./scoring.js";

/** What is computed from the errors of all rows instead of their counts. */
const BY_SUMS: ReadonlySet<string> = new Set(["logLoss", "brierScore"]);
/** Scores of the order of rows, which counts tell but for rows of the same bin. */
const BY_BINS: ReadonlySet<string> = new Set(["rocAuc", "averagePrecision", "ksStatistic"]);
/** Scores of the order of rows by every class. */
const OF_EVERY_CLASS: ReadonlySet<string> = new Set(["rocAucMacro", "rocAucWeighted"]);

/** Whose answers are scored, and by what. */
export interface Scored {
  readonly classes: readonly Label[];
  readonly positive: Label;
  /** Counted from 0. */
  readonly fold: number;
  readonly where: string;
}

/** What a fold's rows give. */
export interface CountedFold {
  /** How many rows were tested. */
  readonly rows: number;
  /** Every score by its name. */
  readonly scores: Readonly<Record<string, number>>;
  /** By how much an AUC may be off at most. */
  readonly aucError: number;
}

/** Scores a model by its answers about a fold's rows, which are counted where the rows lie. */
export async function countedFold(
  model: Fitted,
  test: TrainingData,
  names: readonly string[],
  scored: Scored,
  signal: AbortSignal | undefined,
): Promise<CountedFold> {
  const counts = await countedAnswers(model, test, scored.classes.indexOf(scored.positive), signal);
  const missing = counts.sums![2]!;
  if (missing > 0)
    throw new KindredError({
      code: "MISSING_VALUE",
      where: scored.where,
      problem: `fold ${scored.fold + 1} gave no probability for ${counted(missing, "row")}`,
      fix: "Look for missing or infinite values in its input",
    });
  return { rows: test.source.rows, scores: scoresOf(names, counts, scored), aucError: aucError(counts) };
}

/** What a model answers about the rows of a fold, counted where they lie. */
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

const SAMPLE = "Draw as many rows as fit for it: await people.sample(100_000, { seed: 1 })";

/** The error of what rows on other machines cannot have. */
export function onCluster(where: string, problem: string, fix: string = SAMPLE): KindredError {
  return new KindredError({ code: "UNSUPPORTED", where, problem: `${problem}, and the rows are on a cluster`, fix });
}

/** How many folds there are to be. @throws KindredError where they are said in another way. */
export function foldCount(folds: unknown, where: string): number {
  if (typeof folds === "number" && Number.isInteger(folds) && folds >= 2) return folds;
  const fix = `Give a number, rows are divided by a hash of what names them. ${SAMPLE}`;
  throw onCluster(where, "folds is not a number from 2 up", fix);
}

/** @throws KindredError for scores that counts do not tell. */
export function refuseUncounted(scoring: Scoring | undefined, where: string): void {
  const names = typeof scoring === "string" ? [scoring] : (scoring ?? []);
  if (!Array.isArray(names)) throw onCluster(where, "scoring holds functions", `Name scores. ${SAMPLE}`);
  const others = (names as readonly string[]).filter((name) => OF_EVERY_CLASS.has(name));
  if (others.length > 0) throw onCluster(where, `${listed(others)} would need the rows of every class in order`);
}
