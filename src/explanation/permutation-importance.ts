import { Random } from "../engine/numeric/random/index.js";
import { yieldToEventLoop } from "../engine/rows/index.js";
import { KindredError } from "../errors/index.js";
import type { DataInput, FitInput, JobOptions } from "../estimator/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import type { ScoreName, Scorer } from "../selection/index.js";
import { demandPositive, scoredLabel, scorersOf, targetOf } from "../selection/index.js";
import { inMemory } from "../table/index.js";
import { answersFor, type ExplainableClassifier } from "./explainable.js";
import { HeldRows } from "./held-rows.js";
import { type ColumnImportance, Importances } from "./importances.js";

/** Options of `permutationImportance`. */
export interface PermutationOptions extends Omit<JobOptions, "threads"> {
  /** What falls: a score by name, or a function; higher is better. The AUC by default. */
  readonly scoring?: ScoreName | Scorer;
  /** How often each column is shuffled; 5 by default. */
  readonly repeats?: number;
  /** Which columns; all of the model's by default. */
  readonly columns?: readonly string[];
  /** Columns that are shuffled together, by the name of the group: where they tell the same, each of them alone seems to tell nothing. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Which label is the positive one; 1, true or the last by default. */
  readonly positive?: Label;
  /** One weight a row, for the score. */
  readonly sampleWeight?: Numbers;
  /** Seed of the shuffling. */
  readonly seed?: number;
}

const WHERE = "permutationImportance";

const checkPermutation = optionsCheck<PermutationOptions>("permutationImportance", {
  scoring: check.expected(
    (value) => typeof value === "string" || typeof value === "function",
    "the name of a score, or a function",
  ),
  repeats: check.whole(1),
  columns: check.texts,
  groups: check.record(check.texts),
  positive: check.label,
  sampleWeight: check.numbers,
  seed: check.seed,
  signal: check.signal,
  onProgress: check.callable,
  onWarning: check.callable,
});

/**
 * How much worse a fitted model scores rows that it has not learned from, once a column's values are shuffled among them (L. Breiman, 2001).
 * For a Pipeline the columns are those of its own input: a word stays one column, whatever its encoder makes of it.
 *
 * Columns that tell the same stand in for each other: name them in `groups`.
 *
 * @param fitted - A fitted classifier, or a fitted Pipeline that ends in one.
 * @param X - Rows that it has not learned from.
 * @param y - Their labels, or the name of their column in a Table.
 * @throws KindredError where a column or a score is unknown, or a group shares columns with another.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, LogisticRegression, permutationImportance } from "kindred";
 *
 * const rows = Array.from({ length: 60 }, (_, i) => i);
 * const people = FeatureMatrix.fromColumns({ AGE: rows.map((i) => i % 10), NOISE: rows.map((i) => (i * 7) % 5) });
 * const bought = rows.map((i) => (i % 10 > 4 ? "yes" : "no"));
 * const fitted = await new LogisticRegression().fit(people, bought);
 * const importances = await permutationImportance(fitted, people, bought, { repeats: 3, seed: 1 });
 * importances.baseline; // 1
 * importances.columns[0]!.column; // "AGE"
 * ```
 */
export async function permutationImportance(
  fitted: ExplainableClassifier,
  X: FitInput,
  y: Labels | string,
  options: PermutationOptions = {},
): Promise<Importances> {
  checkArguments("permutationImportance", {
    fitted: [fitted, check.fittedClassifier],
    X: [X, check.data],
    y: [y, check.target],
  });
  checkPermutation(options);
  const { scoring = "rocAuc", repeats = 5, sampleWeight, seed = 0, signal, onProgress } = options;
  const groups = groupsOf(fitted, options);
  const data = await inMemory(X, WHERE);
  const held = new HeldRows(data, fitted, WHERE);
  const target = targetOf(data, y, held.rows, WHERE);
  const truth = Array.from({ length: held.rows }, (_, i) => labelAt(target, i) as Label);
  const positive = scoredLabel(fitted.classes, options.positive, WHERE);
  const scorers = scorersOf(typeof scoring === "string" ? scoring : { score: scoring }, WHERE);
  demandPositive(scorers, fitted.classes, options.positive, WHERE);
  const [[name, score]] = [...scorers] as [[string, Scorer]];
  const scored = (data: DataInput): number => score(answersFor(fitted, data, truth, positive, sampleWeight));
  const yieldNow = yieldToEventLoop(signal);
  const baseline = scored(held.data);
  const importances: ColumnImportance[] = [];
  for (const [column, columns] of groups) {
    const falls = new Float64Array(repeats);
    for (let repeat = 0; repeat < repeats; repeat++) {
      await yieldNow();
      const order = new Random(seed, WHERE, column, repeat).permutation(held.rows);
      falls[repeat] = baseline - scored(held.shuffled(columns, order));
    }
    importances.push(summed(column, columns, falls));
    onProgress?.({ step: WHERE, done: importances.length, total: groups.length });
  }
  return new Importances(
    importances.sort((a, b) => b.mean - a.mean),
    baseline,
    name,
  );
}

/** Every group and every single column, each with the columns that are shuffled together. */
function groupsOf(
  fitted: ExplainableClassifier,
  { columns, groups = {} }: PermutationOptions,
): (readonly [string, readonly string[]])[] {
  const together = Object.entries(groups);
  const grouped = together.flatMap(([, members]) => members);
  const empty = together.find(([, members]) => members.length === 0);
  if (empty !== undefined)
    throw refusal(`the group "${empty[0]}" has no columns`, "Name the columns that belong to it");
  const twice = grouped.find((name, i) => grouped.indexOf(name) !== i);
  if (twice !== undefined) throw refusal(`column "${twice}" is in more than one group`, "Put it into one of them");
  const singles = (columns ?? fitted.inputColumns).filter((name) => !grouped.includes(name));
  const clash = together.find(([name]) => singles.includes(name));
  if (clash !== undefined) throw refusal(`the group "${clash[0]}" is called like a column`, "Call it something else");
  return [...together, ...singles.map((name) => [name, [name]] as const)];
}

function summed(column: string, columns: readonly string[], falls: Float64Array): ColumnImportance {
  const mean = falls.reduce((sum, fall) => sum + fall, 0) / falls.length;
  const squares = falls.reduce((sum, fall) => sum + (fall - mean) ** 2, 0);
  return {
    column,
    columns,
    mean,
    standardDeviation: Math.sqrt(squares / falls.length),
    standardError: Math.sqrt(squares / (falls.length - 1) / falls.length),
    falls,
  };
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
