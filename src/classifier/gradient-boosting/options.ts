import { MAX_BINS } from "../../engine/trees/index.js";
import { KindredError, listed } from "../../errors/index.js";
import { type ClassWeight, classWeightSchema, recordSchema } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";

/** When boosting stops before its last iteration. */
export interface EarlyStopping {
  /** How many iterations may go by without a better score. */
  readonly patience: number;
  /** The share of rows held out, where `fit` is given no validation rows. */
  readonly share: number;
  /** What is watched; `"rocAuc"` for two classes only. */
  readonly metric: "logLoss" | "rocAuc";
}

/** Options of GradientBoosting. */
export interface GradientBoostingOptions {
  /** How many trees are added (for more than two classes, each class has that many). */
  readonly iterations: number;
  /** What each tree's answer is multiplied by. Above 0. */
  readonly learningRate: number;
  /** The most leaves of a tree, from 2. */
  readonly maxLeaves: number;
  /** The most splits on the way to a leaf; any number where undefined. */
  readonly maxDepth?: number | undefined;
  /** The fewest rows of a leaf. */
  readonly minSamplesLeaf: number;
  /** What is added to the second derivatives of a leaf: the larger, the smaller its answer. */
  readonly l2: number;
  /** The most bins a column's values fall into, from 2 to 255. */
  readonly maxBins: number;
  /** Columns whose values are names and not amounts. */
  readonly categorical: readonly string[];
  /**
   * Stops when rows that it does not learn from are scored no better any more, and keeps the trees up to the best score. `true` is a
   * patience of 10 iterations, a share of 0.1 and the log loss. Rows that repeat one row, or are of one group, are held out together.
   */
  readonly earlyStopping: boolean | EarlyStopping;
  /** The share of rows that each iteration learns from, drawn for each iteration. */
  readonly subsample: number;
  /** The share of columns that each tree may split by, drawn for each tree. */
  readonly columnSample: number;
  /** Columns with which the score (of the second of two classes) must rise (`"up"`) or fall (`"down"`), all else equal. */
  readonly monotone: Readonly<Record<string, "up" | "down">>;
  /** How much the rows of each class count; all count once by default. */
  readonly classWeight?: ClassWeight | undefined;
  /** Seed of the rows held out and of all samples. */
  readonly seed: number;
}

const share: z.ZodNumber = z.number().gt(0).max(1);

/** What `earlyStopping: true` stands for. */
export const STOPPING: EarlyStopping = { patience: 10, share: 0.1, metric: "logLoss" };

/** Checks and completes the options of GradientBoosting. */
export const boostingParams: z.ZodType<GradientBoostingOptions, object> = z.strictObject({
  iterations: z.number().int().positive().default(100),
  learningRate: z.number().positive().default(0.05),
  maxLeaves: z.number().int().min(2).default(15),
  maxDepth: z.number().int().positive().optional(),
  minSamplesLeaf: z.number().int().positive().default(20),
  l2: z.number().min(0).default(0),
  maxBins: z.number().int().min(2).max(MAX_BINS).default(MAX_BINS),
  categorical: z.array(z.string()).default([]),
  earlyStopping: z
    .union([
      z.boolean(),
      z.strictObject({
        patience: z.number().int().positive().default(STOPPING.patience),
        share: z.number().gt(0).lt(1).default(STOPPING.share),
        metric: z.enum(["logLoss", "rocAuc"]).default(STOPPING.metric),
      }),
    ])
    .default(false),
  subsample: share.default(1),
  columnSample: share.default(1),
  monotone: recordSchema(z.enum(["up", "down"])).default({}),
  classWeight: classWeightSchema.optional(),
  seed: z.number().int().min(0).default(0),
});

/** The positions of columns that an option names. @throws KindredError where there is none of that name. */
export function positionsOf(
  names: readonly string[],
  columns: readonly string[],
  option: string,
  where: string,
): Map<string, number> {
  const unknown = names.filter((name) => !columns.includes(name));
  if (unknown.length > 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `${option} names ${listed(unknown)}, and there ${unknown.length === 1 ? "is no such column" : "are no such columns"}`,
      fix: `The columns are ${listed(columns)}`,
      column: unknown[0]!,
    });
  return new Map(names.map((name) => [name, columns.indexOf(name)]));
}
