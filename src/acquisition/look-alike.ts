import { LogisticRegression } from "../classifier/index.js";
import { Random } from "../engine/numeric/random/index.js";
import { counted, KindredError } from "../errors/index.js";
import type { DataInput, JobOptions } from "../estimator/index.js";
import type { FeatureMatrix } from "../matrix/index.js";
import { type AucEstimate, checkLengths, hitsOf, rocAucEstimate } from "../metrics/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { type FittedPredictor, type Predictor, StratifiedKFold, selectableOf } from "../selection/index.js";
import { inMemory } from "../table/index.js";
import { fittedFolds } from "./fitted-folds.js";
import type { BothIds, LabelledMailing, LookAlikeOptions } from "./look-alike-options.js";
import { LookAlike } from "./look-alike-result.js";
import { duplicateRows, rowsOf } from "./look-alike-rows.js";
import { missingMarks } from "./missing-marks.js";
import { type Correction, type KnownPrior, priorOdds } from "./positive-unlabelled.js";
import { asideNote, stacked } from "./stacked.js";

const WHERE = "lookAlike";

const checkLookAlike = optionsCheck<LookAlikeOptions>(
  "lookAlike",
  {
    population: check.data,
    customers: check.data,
    overlap: check.either(
      '"none", or the ids of both files',
      check.oneOf("none"),
      check.object<BothIds>(
        { population: check.labels, customers: check.labels, spelling: check.oneOf("refuse", "ignore") },
        ["population", "customers"],
      ),
    ),
    mailing: check.object<LabelledMailing>(
      { X: check.data, y: check.labels, positive: check.label, weight: check.number },
      ["X", "y"],
    ),
    correction: check.either(
      '"none", "elkanNoto" or { prior }',
      check.oneOf("none", "elkanNoto"),
      check.object<KnownPrior>({ prior: check.number }, ["prior"]),
    ),
    folds: check.whole(2),
    missingnessRows: check.whole(1),
    seed: check.seed,
    ...check.job,
  },
  ["population", "customers"],
);

/**
 * Who of the population is kindred to the customers: learns customers against population, scores everybody by models that had not seen them, and
 * measures how much of that is owed to nothing but what is missing in the two files.
 *
 * The population holds kindred people too, so a score is no probability of being one: it ranks people. Where the share of kindred people is known
 * from elsewhere, `correction: { prior }` turns scores into probabilities, `kindred`; `"elkanNoto"` (C. Elkan and K. Noto, 2008) estimates the share
 * and gives too much of it wherever columns leave a doubt. The order of people stays the same.
 *
 * @param estimator - A classifier, or a Pipeline that ends in one. Give it no class weights: they would spoil the correction.
 * @throws KindredError where files are empty or share no column, or the overlap does not fit.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, LogisticRegression, lookAlike } from "kindred";
 *
 * const rows = Array.from({ length: 300 }, (_, i) => i);
 * const population = FeatureMatrix.fromColumns({ AGE: rows.map((i) => i % 10), CARS: rows.map((i) => i % 3) });
 * const customers = FeatureMatrix.fromColumns({ AGE: rows.map((i) => 6 + (i % 4)), CARS: rows.map((i) => i % 3) });
 * const found = await lookAlike(new LogisticRegression(), { population, customers, overlap: "none" });
 * found.auc.auc > 0.7; // true
 * found.scores.population.length; // 300
 * console.log(found.toText());
 * ```
 */
export async function lookAlike<F extends FittedPredictor>(
  estimator: Predictor<F>,
  options: LookAlikeOptions,
): Promise<LookAlike<F>> {
  checkArguments("lookAlike", { estimator: [estimator, check.predictor] });
  checkLookAlike(options);
  const { overlap, seed = 0, folds = 5, threads, signal, onProgress } = options;
  const mailing = options.mailing && { ...options.mailing, X: await inMemory(options.mailing.X, WHERE) };
  const people = await inMemory(options.population, WHERE);
  const buyers = await inMemory(options.customers, WHERE);
  const correction = correctionOf(options);
  const population = rowsOf(people, "population", WHERE);
  const customers = rowsOf(buyers, "customers", WHERE);
  const files = stacked([people, buyers, ...(mailing === undefined ? [] : [mailing.X])], WHERE);
  const duplicates = duplicateRows(overlap, population, customers, WHERE);
  const labels = new Uint8Array(files.data.rows);
  labels.fill(1, population, population + customers);
  const mailed = population + customers;
  if (mailing !== undefined) labels.set(responsesOf(mailing, mailing.X, labels.length - mailed), mailed);
  const learners = labels.map(() => 1);
  for (const duplicate of duplicates.keys()) learners[duplicate] = 0;
  const rows = Int32Array.from({ length: labels.length }, (_, row) => row).filter((row) => learners[row] === 1);
  const strata = Array.from(rows, (row) => (row < mailed ? 0 : 2) + labels[row]!);
  const split = new StratifiedKFold({ folds, seed }).split(rows.length, { y: strata });
  const job = {
    step: WHERE,
    ...(threads === undefined ? {} : { threads }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const weight = mailing?.weight ?? 1;
  const weights = weight === 1 ? {} : { weights: Float64Array.from(labels, (_, row) => (row < mailed ? 1 : weight)) };
  const { data } = files;
  const { scores, model } = await fittedFolds(
    estimator,
    { data, rows, labels, ...weights, duplicates, folds: split },
    job,
  );
  const judged = rows.filter((row) => row < mailed);
  const missingness = await missingnessAuc(data.x, judged, labels, options, job);
  const customerScores = scores.slice(population, mailed);
  const odds = priorOdds(correction, customerScores, population - duplicates.size);
  return new LookAlike({
    model,
    auc: aucOf(judged, labels, scores),
    scores: { population: scores.slice(0, population), customers: customerScores },
    known: Uint8Array.from({ length: population }, (_, row) => (duplicates.has(row) ? 1 : 0)),
    notes: [...asideNote(files.aside), ...notesOn(overlap, correction, duplicates.size)],
    ...(missingness === undefined ? {} : { missingness }),
    ...(mailing === undefined
      ? {}
      : {
          mailing: aucOf(
            rows.filter((row) => row >= mailed),
            labels,
            scores,
          ),
        }),
    ...(odds === undefined ? {} : { odds }),
  });
}

function correctionOf({ correction, mailing }: LookAlikeOptions): Correction {
  const fail = (problem: string, fix: string): never => {
    throw new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
  };
  if (correction === undefined) return "none";
  if (typeof correction === "object" && !(correction.prior > 0 && correction.prior <= 1))
    fail(`correction.prior is ${correction.prior}`, "Use a share above 0 and of at most 1");
  if (correction !== "none" && mailing !== undefined)
    fail(
      "a correction is asked for and a mailing is given",
      "A mailing has labels of another kind: leave one of them out",
    );
  return correction;
}

function responsesOf({ y, positive, weight = 1 }: LabelledMailing, X: DataInput, rows: number): Uint8Array {
  rowsOf(X, "mailing.X", WHERE);
  if (!(weight > 0 && Number.isFinite(weight)))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: WHERE,
      problem: `mailing.weight is ${weight}`,
      fix: "Use a number above 0",
    });
  checkLengths(rows, y.length, "mailing.y", WHERE);
  return hitsOf(y, positive, WHERE);
}

function aucOf(rows: Int32Array, labels: Uint8Array, scores: Float64Array): AucEstimate {
  return rocAucEstimate(
    Uint8Array.from(rows, (row) => labels[row]!),
    Float64Array.from(rows, (row) => scores[row]!),
  );
}

/** What nothing but missing values reaches, with a logistic regression on which of them are missing. */
async function missingnessAuc(
  block: FeatureMatrix,
  judged: Int32Array,
  labels: Uint8Array,
  { folds = 5, seed = 0, missingnessRows = 100_000 }: LookAlikeOptions,
  job: JobOptions,
): Promise<AucEstimate | undefined> {
  const chosen = new Random(seed, WHERE).sample(judged.length, missingnessRows).map((at) => judged[at]!);
  const marks = missingMarks(block.take(chosen));
  if (marks === undefined) return undefined;
  const own = Uint8Array.from(chosen, (row) => labels[row]!);
  const { scores } = await fittedFolds(
    new LogisticRegression(),
    {
      data: selectableOf(marks, undefined),
      rows: Int32Array.from(own, (_, i) => i),
      labels: own,
      duplicates: new Map(),
      folds: new StratifiedKFold({ folds, seed }).split(own.length, { y: own }),
    },
    { ...job, step: `${WHERE}: missing values` },
  );
  return rocAucEstimate(own, scores);
}

function notesOn(overlap: LookAlikeOptions["overlap"], correction: Correction, duplicates: number): string[] {
  return [
    overlap === undefined
      ? "overlap was not given: customers who are part of the population were taken for strangers."
      : overlap === "none"
        ? 'overlap is "none": no customer is taken to be part of the population.'
        : `${counted(duplicates, "row")} of the population are customers: nothing took them for strangers.`,
    correction === "none"
      ? "Strangers were taken as they are: a score ranks people and is no probability of being kindred."
      : typeof correction === "object"
        ? `Assumed: customers are a random sample of kindred people, who are ${(100 * correction.prior).toFixed(1)} % of strangers (correction.prior).`
        : "Assumed: customers are a random sample of kindred people, and the columns tell those from others without doubt. Where they do not, the share is smaller than the bound that is printed, often by far: a share known from elsewhere ({ prior }) is better.",
  ];
}
