import { Random } from "../engine/numeric/random/index.js";
import { yieldToEventLoop } from "../engine/rows/index.js";
import { KindredError } from "../errors/index.js";
import type { FitInput, JobOptions } from "../estimator/index.js";
import type { Label, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { positiveOf } from "../selection/index.js";
import { inMemory } from "../table/index.js";
import { curvesOf, Dependence, pointsOf } from "./dependence.js";
import { type ExplainableClassifier, probabilityOf } from "./explainable.js";
import { axisOf, type GridOptions } from "./grid.js";
import { HeldRows } from "./held-rows.js";

/** Options of `partialDependence`. */
export interface DependenceOptions extends GridOptions, Omit<JobOptions, "threads"> {
  /** Is the curve of every row kept, beside their mean? False by default. */
  readonly individual?: boolean;
  /** How many rows to look at, drawn by seed; all by default. */
  readonly sample?: number;
  /** Which label's probability; 1, true or the last by default. */
  readonly positive?: Label;
  /** One weight a row, for the mean. */
  readonly sampleWeight?: Numbers;
  /** Seed of the rows drawn. */
  readonly seed?: number;
}

const WHERE = "partialDependence";

const checkDependence = optionsCheck<DependenceOptions>("partialDependence", {
  individual: check.flag,
  sample: check.whole(1),
  positive: check.label,
  sampleWeight: check.numbers,
  seed: check.seed,
  grid: check.oneOf("auto", "codes", "quantiles"),
  points: check.whole(2),
  between: check.expected(
    (value) => Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === "number"),
    "two shares",
  ),
  signal: check.signal,
  onProgress: check.callable,
  onWarning: check.callable,
});

/**
 * The mean probability that a fitted model gives if everybody had the same value in a column, value by value; or in two columns (J. Friedman,
 * 2001). For a Pipeline the columns are those of its own input. Where columns go together, some of the people asked about
 * do not exist: `individual` shows what the mean hides.
 *
 * @param fitted - A fitted classifier, or a fitted Pipeline that ends in one.
 * @param X - Rows to average over.
 * @param columns - One column or two.
 * @throws KindredError where a column is unknown or holds no value, or the grid makes no sense.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, LogisticRegression, partialDependence } from "kindred";
 *
 * const rows = Array.from({ length: 60 }, (_, i) => i);
 * const people = FeatureMatrix.fromColumns({ AGE: rows.map((i) => i % 4), CARS: rows.map((i) => i % 3) });
 * const bought = rows.map((i) => (i % 4 > 1 ? "yes" : "no"));
 * const fitted = await new LogisticRegression().fit(people, bought);
 * const dependence = await partialDependence(fitted, people, "AGE");
 * dependence.grid[0]; // [0, 1, 2, 3]
 * dependence.average[3]! > dependence.average[0]!; // true
 * ```
 */
export async function partialDependence(
  fitted: ExplainableClassifier,
  X: FitInput,
  columns: string | readonly [string] | readonly [string, string],
  options: DependenceOptions = {},
): Promise<Dependence> {
  checkArguments("partialDependence", {
    fitted: [fitted, check.fittedClassifier],
    X: [X, check.data],
    columns: [columns, check.either("the name of a column, or of two", check.text, check.texts)],
  });
  checkDependence(options);
  const {
    grid = "auto",
    points = 100,
    between = [0.05, 0.95],
    individual = false,
    seed = 0,
    signal,
    onProgress,
  } = options;
  const names = typeof columns === "string" ? [columns] : [...columns];
  checkNames(names, between);
  const positive = positiveOf(fitted.classes, options.positive, WHERE);
  const data = await inMemory(X, WHERE);
  const everyone = new HeldRows(data, fitted, WHERE);
  const axes = names.map((name) => axisOf(name, everyone.store(name), everyone.rows, { grid, points, between }));
  const bare = axes.find(({ values }) => values.length === 0);
  if (bare !== undefined)
    throw refusal(`column "${bare.column}" is missing in every row`, "Pass rows that have values in it");
  const { sample = everyone.rows } = options;
  const chosen = new Random(seed, WHERE).sample(everyone.rows, sample);
  const held = sample < everyone.rows ? everyone.take(chosen) : everyone;
  const weights = weightsOf(options.sampleWeight, everyone.rows, chosen);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const places = pointsOf(axes.map(({ values }) => values.map((_, at) => at)));
  const average = new Float64Array(places.length);
  const curves = new Float64Array(individual ? places.length * held.rows : 0);
  const yieldNow = yieldToEventLoop(signal);
  for (const [point, at] of places.entries()) {
    await yieldNow();
    const changed = held.with(new Map(axes.map((axis, k) => [axis.column, axis.filled(at[k]!, held.rows)])));
    const probabilities = probabilityOf(fitted, changed, positive);
    let sum = 0;
    for (let i = 0; i < held.rows; i++) sum += weights[i]! * probabilities[i]!;
    average[point] = sum / total;
    if (individual) for (let i = 0; i < held.rows; i++) curves[i * places.length + point] = probabilities[i]!;
    onProgress?.({ step: WHERE, done: point + 1, total: places.length });
  }
  const values = axes.map((axis) => axis.values);
  return new Dependence({
    columns: names,
    grid: values,
    average,
    positive,
    ...(individual ? { individual: curvesOf(held.rows, values, curves) } : {}),
  });
}

function checkNames(names: readonly string[], [low, high]: readonly [number, number]): void {
  if (names.length === 0 || names.length > 2) throw refusal(`${names.length} columns were named`, "Name one or two");
  if (names[0] === names[1]) throw refusal(`column "${names[0]}" was named twice`, "Name two different ones");
  if (!(low >= 0 && low < high && high <= 1))
    throw refusal(`between is ${low} and ${high}`, "Use two rising shares from 0 to 1");
}

function weightsOf(given: Numbers | undefined, rows: number, chosen: Int32Array): Float64Array {
  if (given === undefined) return new Float64Array(chosen.length).fill(1);
  if (given.length === rows) return Float64Array.from(chosen, (row) => given[row]!);
  throw new KindredError({
    code: "WRONG_LENGTH",
    where: WHERE,
    problem: `sampleWeight has ${given.length} values for ${rows} rows`,
    fix: "Give one value a row",
    expected: rows,
    got: given.length,
  });
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
