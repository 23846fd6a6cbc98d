import type { Table } from "apache-arrow";
import type { FeatureMatrix, MatrixLike } from "../../matrix/index.js";
import * as z from "../../options/schemas.js";
import type { ClusterOutput } from "../cluster-output.js";

/** A Table with columns of names and amounts, or numbers. */
export type MixedToMatrix = readonly [Table | MatrixLike, FeatureMatrix];

/** Options of KPrototypes. */
export interface KPrototypesOptions {
  /** How many clusters. */
  readonly clusters: number;
  /**
   * What a nominal column in which a row differs from a prototype adds to their squared distance. `"auto"`: twice the mean variance of the numeric columns
   * (2 where they are standardized), which is the mean squared difference of two random rows in one of them. So a name that differs counts as much as an amount
   * does, and a rare name no more than a frequent one.
   */
  readonly gamma: number | "auto";
  /** Columns of numbers whose values are names. Text, booleans, columns of two values, and what the Schema calls nominal are so anyway. */
  readonly nominal: readonly string[];
  /** Are numeric columns divided by their standard deviation? */
  readonly scale: boolean;
  /**
   * What a missing value of a nominal column is: `"category"`, a category like others; or `"ignore"`, as far from one prototype as from another (half a
   * `gamma`), and not counted in any. Numeric columns may miss none.
   */
  readonly missing: "category" | "ignore";
  /** How many starts; the best one is kept. */
  readonly starts: number;
  /** How many iterations at most, for each start. */
  readonly maxIterations: number;
  /** What `transform` gives: the root of the distance from each prototype, the cluster as one column of 0 and 1 for each, or both. */
  readonly output: ClusterOutput;
  /** Are clusters numbered by size, the largest first, or as they were found? */
  readonly order: "size" | "none";
  /** Seed of the starts. */
  readonly seed: number;
}

/** The schema of KPrototypes' options. */
export const kPrototypesParams: z.ZodType<KPrototypesOptions, object> = z.strictObject({
  clusters: z.number().int().min(1).default(8),
  gamma: z.union([z.literal("auto"), z.number().min(0)]).default("auto"),
  nominal: z.array(z.string()).readonly().default([]),
  scale: z.boolean().default(true),
  missing: z.enum(["category", "ignore"]).default("category"),
  starts: z.number().int().min(1).default(10),
  maxIterations: z.number().int().min(1).default(300),
  output: z.enum(["distances", "cluster", "both"]).default("distances"),
  order: z.enum(["size", "none"]).default("size"),
  seed: z.number().int().min(0).default(0),
});
