import type { Operation } from "../../engine/program/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import {
  countValues,
  defineTransformer,
  type SameToSame,
  type Training,
  type TransformerClass,
} from "../../estimator/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import { FittedImputer } from "./fitted.js";
import { learnRegressions } from "./iterative.js";
import { learnNeighbors } from "./neighbors.js";
import { type ImputerOptions, type ImputerStrategy, imputerParams } from "./options.js";
import { fillKind, simpleFill } from "./simple-fill.js";
import { type ImputerState, imputerState } from "./state.js";

const ImputerBase: TransformerClass<ImputerOptions, FittedImputer, SameToSame> = defineTransformer({
  kind: "Imputer",
  version: 1,
  params: imputerParams,
  accepts: "either",
  gives: "same",
  traits: { seedParams: { strategy: "knn", sample: 20 } },
  fitted: FittedImputer,
  async learn(training, params: ImputerOptions) {
    const { plan } = training.source;
    refuseUnknown(Object.keys(params.columns), plan, training.where);
    const counts = await countValues(training);
    const chosen = plan.map((column, j) => strategyOf(column, counts[j]!, params, training));
    const values = new Float64Array(plan.length).fill(Number.NaN);
    const words = new Map<number, readonly string[]>();
    plan.forEach((column, j) => {
      const strategy = chosen[j]!;
      const simple = strategy === "knn" || strategy === "iterative" ? undefined : strategy;
      const filled = simple === undefined ? undefined : simpleFill(column, counts[j]!, simple, params, training);
      values[j] = filled?.value ?? Number.NaN;
      if (column.labels !== undefined) words.set(j, filled?.labels ?? column.labels);
    });
    const by = (strategy: ImputerStrategy): number[] => chosen.flatMap((one, j) => (one === strategy ? [j] : []));
    const [near, chained] = [by("knn"), by("iterative")];
    const own: ImputerState["own"] = [
      ...(near.length === 0 ? [] : [await learnNeighbors(training, near, counts, params)]),
      ...(chained.length === 0 ? [] : [await learnRegressions(training, chained, counts, params)]),
    ];
    const flagged = params.indicators ? plan.flatMap((_, j) => (counts[j]!.missing > 0 ? [j] : [])) : [];
    return { state: { values, words, flagged, own } };
  },
  program: ({ values, words, flagged, own }: ImputerState, _params, { plan }) => {
    const names = flagged.map((j) => `${plan[j]!.name}.missing`);
    const vocabularies = new Map([...words].map(([j, labels]) => [j, { before: plan[j]!.labels!.length, labels }]));
    const fill: Operation = {
      op: "fill",
      values: Float64Array.from([...values, ...names.map(() => Number.NaN)]),
      words: vocabularies,
    };
    const indicators: Operation[] = names.length === 0 ? [] : [{ op: "indicators", positions: flagged, names }];
    return [...indicators, ...own, fill];
  },
  state: imputerState,
});

/**
 * Fills missing values: with what is usual in their column, with what similar rows hold, or with what the other columns of the row say.
 *
 * `"knn"` and `"iterative"` give the numbers of scikit-learn's KNNImputer and IterativeImputer (with its BayesianRidge) on columns of amounts, where
 * no more rows come than are kept (`sample`); a scale or a code gets a code.
 *
 * **Formula.** Over the rows that know a column, of weights w:
 *
 * - `"mean"`: Σ w x / Σ w;
 * - `"median"`: the value at half of the weight in rising order, the mean of two where half lies between them; the
 *   lower median is the smaller of these two;
 * - `"mostFrequent"`: the value of most weight, the smallest of ties;
 * - `"knn"`: the squared distance of two rows is the mean of (x − z)² over the columns that both know; of the rows that
 *   know the missing column the nearest `neighbors` give its value;
 * - `"iterative"`: missing values start at the mean of their column. In each round every column y is set where it is
 *   missing, the column with the fewest gaps first, to b + Σ β x over the other columns, where β = (XᵀX + λ I)⁻¹ Xᵀy
 *   over the rows that know y, less their means, and λ is found from the data. Later rows pass the same regressions in
 *   the same order.
 *
 * **Limits.** A column without any value is refused, unless it is filled with a constant; so are infinite values, and
 * the mean and the median of text and booleans. Distances and regressions are taken in the units of the columns: scale
 * them before where these differ. `"knn"` and `"iterative"` keep `sample` rows in memory while they learn. The model of
 * `"knn"` holds those rows, that of `"iterative"` rounds × columns² coefficients. A column that was complete at fit is
 * filled in later tables, too, but gets no indicator.
 *
 * **Source.** O. Troyanskaya and others, "Missing value estimation methods for DNA microarrays", 2001; S. van Buuren,
 * K. Groothuis-Oudshoorn, "mice: Multivariate imputation by chained equations in R", 2011; D. MacKay, "Bayesian
 * interpolation", 1992.
 *
 * @example
 * ```ts
 * import { Imputer } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("AGE,ZONE\n30,a\n,a\n40,\n50,b\n");
 * const fitted = await new Imputer().fit(table);
 * fitted.fills; // { AGE: 40, ZONE: "a" }
 * fitted.transform(parseCsv("AGE,ZONE\n,\n")).toArray(); // [{ AGE: 40, ZONE: "a" }]
 * const near = await new Imputer({ strategy: "knn", neighbors: 1 }).fit(table);
 * near.transform(parseCsv("AGE,ZONE\n48,\n")).toArray(); // [{ AGE: 48, ZONE: "b" }]
 * ```
 */
export class Imputer extends ImputerBase {}

/** Names have no regressions and dates no means: there `"iterative"` is `"auto"`. Nor has a column without values any neighbors. */
function strategyOf(
  column: ColumnPlan,
  counts: DistinctValues,
  { columns, strategy }: ImputerOptions,
  training: Training,
): ImputerStrategy {
  const chosen = Object.hasOwn(columns, column.name) ? columns[column.name]! : strategy;
  if (chosen !== "knn" && chosen !== "iterative") return chosen;
  if (counts.values.length === 0) return "auto";
  if (chosen === "iterative" && (column.shows === "date" || fillKind(column, training) === "names")) return "auto";
  return chosen;
}

function refuseUnknown(names: readonly string[], plan: readonly ColumnPlan[], where: string): void {
  const unknown = names.find((name) => !plan.some((column) => column.name === name));
  if (unknown === undefined) return;
  throw new KindredError({
    code: "MISSING_COLUMN",
    where,
    problem: `a strategy is given for column "${unknown}", which the data lack`,
    fix: "Correct the name, or take it off `columns`",
    column: unknown,
  });
}
