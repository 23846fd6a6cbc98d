import { FEWEST_SHOWN } from "../disclosure/index.js";
import { Random } from "../engine/numeric/random/index.js";
import { yieldToEventLoop } from "../engine/rows/index.js";
import type { FitInput, Fitted, JobOptions } from "../estimator/index.js";
import { FeatureMatrix, type Label } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { positiveOf } from "../selection/index.js";
import { inMemory, type Schema } from "../table/index.js";
import { contributorOf } from "./contributions.js";
import { type ExplainableClassifier, probabilityOf } from "./explainable.js";
import { HeldRows } from "./held-rows.js";
import { ScoreExplanation } from "./score-explanation.js";
import { readSources } from "./source-values.js";

/** Options of `explainScores`. */
export interface ExplainScoresOptions extends Omit<JobOptions, "threads"> {
  /** How many rows to explain, drawn by seed; all by default. */
  readonly sample?: number;
  /** For linear models: the people that contributions are measured from; those explained by default. Trees measure from the rows they learned from. */
  readonly background?: FitInput;
  /** Which label's score; 1, true or the last by default. */
  readonly positive?: Label;
  /** Directions and meanings of the columns; by default those that the model was fitted with. */
  readonly schema?: Schema;
  /** Values that fewer people hold are not shown; 30 by default. */
  readonly minimum?: number;
  /** Seed of the rows drawn. */
  readonly seed?: number;
}

const WHERE = "explainScores";
/** Rows between two looks at the clock. */
const BLOCK = 256;

const checkExplain = optionsCheck<ExplainScoresOptions>("explainScores", {
  sample: check.whole(1),
  background: check.data,
  positive: check.label,
  schema: check.schema,
  minimum: check.whole(1),
  seed: check.seed,
  signal: check.signal,
  onProgress: check.callable,
  onWarning: check.callable,
});

/**
 * What each source column adds to the score of each person: exact Shapley values of trees (S. Lundberg and others, 2018), or of a linear model
 * its coefficients times what a person differs by from the background. They add up to the score, the log odds, less the
 * `base`.
 *
 * For a Pipeline they go back to the columns of its own input. One-hot columns are summed. Weights of a linear model go back exactly through all
 * that is linear (scalers, a PCA, these side by side); trees see components alone, so what a component adds is shared by the squares of its
 * loadings, which is a convention (and the one for components beside columns that are bent, whatever the model). A distance to a centroid stays a source
 * of its own. Contributions say what moved the score, not what would move the person.
 *
 * What is read is the program that the model predicts by, whosever estimators it came from. A search is explained by what it chose, a
 * ThresholdClassifier by the classifier inside. Of a CalibratedClassifier with sigmoids it is the
 * calibrated log odds that are taken apart, in the mean over its models (exactly the probability's where it has one; the mean of probabilities is near
 * that of log odds else); with isotonic maps, or of several classes, the scores that are calibrated. The mean of an Ensemble, what a
 * StackingClassifier makes of its members and a NeuralNetwork have no such parts: ask `permutationImportance`, or explain each of the members.
 *
 * @param fitted - A fitted classifier whose score is a weighted sum of columns or a sum of trees, a classifier around one, or a fitted Pipeline that ends in one.
 * @param X - People to explain.
 * @throws KindredError where the score is neither a weighted sum of columns nor a sum of trees.
 *
 * @example
 * ```ts
 * import { explainScores, FeatureMatrix, LogisticRegression } from "kindred";
 *
 * const rows = Array.from({ length: 60 }, (_, i) => i);
 * const people = FeatureMatrix.fromColumns({ AGE: rows.map((i) => i % 10), CARS: rows.map((i) => i % 3) });
 * const fitted = await new LogisticRegression().fit(people, rows.map((i) => (i % 10 > 4 ? "yes" : "no")));
 * const found = await explainScores(fitted, people);
 * found.columns[0]!.column; // "AGE"
 * found.columns[0]!.direction; // "up"
 * console.log(found.person(9).toText());
 * ```
 */
export async function explainScores(
  fitted: ExplainableClassifier,
  X: FitInput,
  options: ExplainScoresOptions = {},
): Promise<ScoreExplanation> {
  checkArguments("explainScores", { fitted: [fitted, check.fittedClassifier], X: [X, check.data] });
  checkExplain(options);
  const { seed = 0, schema = fitted.schema, minimum = FEWEST_SHOWN, signal, onProgress } = options;
  const data = await inMemory(X, WHERE);
  const everyone = new HeldRows(data, fitted, WHERE);
  const { sample = everyone.rows } = options;
  const rows = new Random(seed, WHERE).sample(everyone.rows, sample);
  const held = rows.length < everyone.rows ? everyone.take(rows) : everyone;
  const positive = positiveOf(fitted.classes, options.positive, WHERE);
  const background =
    options.background === undefined ? held : new HeldRows(await inMemory(options.background, WHERE), fitted, WHERE);
  const contributor = contributorOf(fitted as unknown as Fitted, fitted.classes, positive, background);
  const width = contributor.sources.length;
  const values = new Float64Array(rows.length * width);
  const yieldNow = yieldToEventLoop(signal);
  for (let from = 0; from < rows.length; from += BLOCK) {
    await yieldNow();
    const to = Math.min(from + BLOCK, rows.length);
    values.set(contributor.of(held.take(range(from, to)).data), from * width);
    onProgress?.({ step: WHERE, done: to, total: rows.length });
  }
  return new ScoreExplanation({
    rows,
    base: contributor.base,
    positive,
    contributions: FeatureMatrix.dense(rows.length, contributor.sources, values),
    probabilities: probabilityOf(fitted, held.data, positive),
    sources: readSources(held, contributor.sources, schema),
    minimum,
    binary: fitted.classes.length === 2,
  });
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
