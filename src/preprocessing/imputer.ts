import { z } from "zod";
import { KindredError } from "../errors/index.js";
import {
  countValues,
  defineTransformer,
  FittedTransformer,
  type InputSchema,
  type SameToSame,
  type Training,
  type TransformerClass,
} from "../estimator/index.js";
import { type DistinctValues, mostFrequent, weightedMiddle } from "../kernels/folds/index.js";
import type { Operation } from "../kernels/program/index.js";
import type { ColumnPlan } from "../matrix/index.js";

/** How missing values of a column are filled. */
export type ImputerStrategy = "auto" | "mean" | "median" | "mostFrequent" | "constant";

/** Options of Imputer. */
export interface ImputerOptions {
  /**
   * `"auto"`: the median for amounts; the lower median for scales and other whole-number codes, so that they stay codes; the most
   * frequent value for nominal codes, text and booleans. `"mostFrequent"` takes the smallest of equals.
   */
  readonly strategy: ImputerStrategy;
  /** Strategies of single columns, by name. */
  readonly columns: Readonly<Record<string, ImputerStrategy>>;
  /** What `"constant"` fills in: 0 and "missing" by default. */
  readonly fillValue?: number | string | boolean | undefined;
  /** Is a column of 0 and 1 added for each column with missing values at fit, saying where they were? */
  readonly indicators: boolean;
}

/** What an Imputer learned. */
export interface ImputerState {
  /** By column: the value filled in, a word by its position. */
  readonly values: Float64Array;
  /** By column of text: the words after filling. */
  readonly words: ReadonlyMap<number, readonly string[]>;
  /** The columns that got an indicator. */
  readonly flagged: readonly number[];
}

/** A fitted Imputer. */
export class FittedImputer extends FittedTransformer<ImputerOptions, ImputerState, SameToSame> {
  /** What is filled in, by column. */
  get fills(): Readonly<Record<string, number | string | boolean>> {
    const { values, words } = this.state;
    return Object.fromEntries(
      this.model.input.plan.map(({ name, shows }, j) => {
        const value = values[j]!;
        return [name, words.get(j)?.[value] ?? (shows === "boolean" ? value === 1 : value)];
      }),
    );
  }
}

const strategy = z.enum(["auto", "mean", "median", "mostFrequent", "constant"]);

const ImputerBase: TransformerClass<ImputerOptions, FittedImputer, SameToSame> = defineTransformer({
  kind: "Imputer",
  version: 1,
  params: z.strictObject({
    strategy: strategy.default("auto"),
    columns: z.record(z.string(), strategy).default({}),
    fillValue: z.union([z.number(), z.string(), z.boolean()]).optional(),
    indicators: z.boolean().default(false),
  }),
  accepts: "either",
  gives: "same",
  fitted: FittedImputer,
  async learn(training, params: ImputerOptions) {
    const { plan } = training.source;
    refuseUnknown(Object.keys(params.columns), plan, training.where);
    const counts = await countValues(training);
    const values = new Float64Array(plan.length);
    const words = new Map<number, readonly string[]>();
    plan.forEach((column, j) => {
      const chosen = Object.hasOwn(params.columns, column.name) ? params.columns[column.name]! : params.strategy;
      const filled = fillOf(column, counts[j]!, chosen, params, training);
      values[j] = filled.value;
      if (column.labels !== undefined) words.set(j, filled.labels ?? column.labels);
    });
    const flagged = params.indicators ? plan.flatMap((_, j) => (counts[j]!.missing > 0 ? [j] : [])) : [];
    const state: ImputerState = { values, words, flagged };
    return { state };
  },
  program: ({ values, words, flagged }: ImputerState, _params, { plan }) => {
    const names = flagged.map((j) => `${plan[j]!.name}.missing`);
    const vocabularies = new Map([...words].map(([j, labels]) => [j, { before: plan[j]!.labels!.length, labels }]));
    const fill: Operation = {
      op: "fill",
      values: Float64Array.from([...values, ...names.map(() => Number.NaN)]),
      words: vocabularies,
    };
    return names.length === 0 ? [fill] : [{ op: "indicators", positions: flagged, names }, fill];
  },
  validate({ values, flagged }: ImputerState, _params, { plan }: InputSchema) {
    if (values.length === plan.length && flagged.every((j) => j < plan.length)) return;
    throw new KindredError({
      code: "BAD_DOCUMENT",
      where: "load",
      problem: "an Imputer's state has another number of columns",
    });
  },
});

/**
 * Fills missing values with what is usual in their column.
 *
 * @example
 * ```ts
 * import { Imputer } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const fitted = await new Imputer().fit(parseCsv("AGE,ZONE\n30,a\n,a\n40,\n50,b\n"));
 * fitted.fills; // { AGE: 40, ZONE: "a" }
 * fitted.transform(parseCsv("AGE,ZONE\n,\n")).toArray(); // [{ AGE: 40, ZONE: "a" }]
 * ```
 */
export class Imputer extends ImputerBase {}

interface Filled {
  readonly value: number;
  readonly labels?: readonly string[];
}

function fillOf(
  column: ColumnPlan,
  counts: DistinctValues,
  chosen: ImputerStrategy,
  params: ImputerOptions,
  training: Training,
): Filled {
  const resolved = chosen === "auto" ? automatic(column, training) : chosen;
  if (resolved === "constant") return constantFill(column, params.fillValue, training.where);
  if (counts.values.length === 0)
    throw new KindredError({
      code: "MISSING_VALUE",
      where: training.where,
      problem: `column "${column.name}" has no value at all`,
      fix: "Leave it out, for instance with a ColumnFilter, or fill it with a constant",
      column: column.name,
    });
  const isWord = column.labels !== undefined || column.shows === "boolean";
  if (isWord && resolved !== "mostFrequent")
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: training.where,
      problem: `column "${column.name}" holds ${column.labels === undefined ? "booleans" : "text"}, which have no ${resolved}`,
      fix: 'Use "mostFrequent" or "constant" for it',
      column: column.name,
    });
  if (resolved === "mostFrequent") return { value: mostFrequent(counts) };
  const [lower, upper] = weightedMiddle(counts);
  if (resolved === "lowerMedian") return { value: lower };
  return { value: resolved === "median" ? (lower + upper) / 2 : meanOf(counts) };
}

function automatic(column: ColumnPlan, { schema }: Training): "mostFrequent" | "lowerMedian" | "median" {
  const { level } = schema.column(column.name);
  if (column.labels !== undefined || column.shows === "boolean" || level === "nominal") return "mostFrequent";
  if (level === "numeric" || column.shows === "date") return "median";
  return level !== undefined || column.storage === "int8" || column.storage === "int16" ? "lowerMedian" : "median";
}

function constantFill(column: ColumnPlan, given: ImputerOptions["fillValue"], where: string): Filled {
  const { labels } = column;
  const fill = given ?? (labels === undefined ? 0 : "missing");
  if (labels !== undefined) {
    const word = String(fill);
    const at = labels.indexOf(word);
    return at >= 0 ? { value: at } : { value: labels.length, labels: [...labels, word] };
  }
  if (typeof fill === "string")
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `column "${column.name}" holds numbers and fillValue is "${fill}"`,
      fix: "Fill it with a number",
      column: column.name,
    });
  return { value: Number(fill) };
}

function meanOf({ values, weights }: DistinctValues): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    sum += weights[k]! * values[k]!;
    total += weights[k]!;
  }
  return sum / total;
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
