import { recordSchema } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";

/** How missing values of a column are filled. */
export type ImputerStrategy = "auto" | "mean" | "median" | "mostFrequent" | "constant" | "knn" | "iterative";

/** Options of Imputer. */
export interface ImputerOptions {
  /**
   * `"auto"`: the median for amounts; the lower median for scales and other whole-number codes, so that they stay codes; the most
   * frequent value for nominal codes, text and booleans. `"mostFrequent"` takes the smallest of ties.
   *
   * `"knn"`: what the nearest rows hold, for amounts their mean, for scales and codes the lower median, for nominal codes, text and booleans the
   * most frequent. `"iterative"`: what Bayesian ridge regressions on the other columns say, in turns; for scales and codes the nearest code
   * that was there at fit; for nominal codes, text, booleans and dates as `"auto"`. Both measure in columns of amounts, scales, codes and
   * booleans, in their own units, and leave a code a code unless its level in the Schema is `"numeric"`.
   */
  readonly strategy: ImputerStrategy;
  /** Strategies of single columns, by name. */
  readonly columns: Readonly<Record<string, ImputerStrategy>>;
  /** What `"constant"` fills in: 0 and "missing" by default. */
  readonly fillValue?: number | string | boolean | undefined;
  /** Is a column of 0 and 1 added for each column with missing values at fit, saying where they were? */
  readonly indicators: boolean;
  /** For `"knn"`: how many of the nearest rows that know the column. */
  readonly neighbors: number;
  /**
   * For `"knn"` and `"iterative"`: how many rows are kept to look for neighbors among, or learned from; a seeded sample where there are more. By
   * default 2,000 and 10,000. Every row that misses something is held against every row kept: the work of `"knn"` grows with rows x rows kept x
   * columns (some 2 ns each).
   */
  readonly sample?: number | undefined;
  /** For `"iterative"`: how many rounds of regressions at most. */
  readonly maxIterations: number;
  /** For `"iterative"`: rounds end where no row changes by more than this share of the largest value. */
  readonly tolerance: number;
  /**
   * For `"iterative"`: does what is filled in stay within the smallest and the largest value that was seen at fit? A regression on a later row that is far from all
   * others may say anything else.
   */
  readonly bounds: "observed" | "none";
  /** Decides which rows are sampled. */
  readonly seed: number;
}

const strategy = z.enum(["auto", "mean", "median", "mostFrequent", "constant", "knn", "iterative"]);

/** The schema of Imputer's options. */
export const imputerParams: z.ZodType<ImputerOptions, object> = z.strictObject({
  strategy: strategy.default("auto"),
  columns: recordSchema(strategy).default({}),
  fillValue: z.union([z.number(), z.string(), z.boolean()]).optional(),
  indicators: z.boolean().default(false),
  neighbors: z.number().int().min(1).default(5),
  sample: z.number().int().min(1).optional(),
  maxIterations: z.number().int().min(1).default(10),
  tolerance: z.number().min(0).default(1e-3),
  bounds: z.enum(["observed", "none"]).default("observed"),
  seed: z.number().int().default(0),
});
