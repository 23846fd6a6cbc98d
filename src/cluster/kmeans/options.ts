import { converted } from "../../estimator/index.js";
import { FeatureMatrix, type MatrixLike } from "../../matrix/index.js";
import * as z from "../../options/schemas.js";
import type { ClusterOutput } from "../cluster-output.js";
import type { Distance } from "./custom-distance.js";

/** Options of KMeans. */
export interface KMeansOptions {
  /** How many clusters. */
  readonly clusters: number;
  /** Where the first centroids come from: drawn far apart, drawn anywhere, or given (clusters x columns). */
  readonly init: "k-means++" | "random" | MatrixLike;
  /** How many starts; the best one is kept. 10, and 1 where centroids are given. */
  readonly starts?: number | undefined;
  /** @deprecated The former name of `starts`. */
  readonly restarts?: number | undefined;
  /** How many iterations at most, for each start. */
  readonly maxIterations: number;
  /** How little the centroids must move, as a share of the columns' mean variance. */
  readonly tolerance: number;
  /** `"elkan"` skips distances that bounds rule out, `"miniBatch"` learns from drawn rows; `"auto"` is `"elkan"` where there are many columns, else `"lloyd"`. The first two give the same clusters. */
  readonly algorithm: "auto" | "lloyd" | "elkan" | "miniBatch";
  /** A distance of one's own; runs in memory. Give it a name with `namedFunction` to save the model. */
  readonly distance?: Distance | undefined;
  /** What `transform` gives: the distance from each centroid, the cluster as one column of 0 and 1 for each, or both. */
  readonly output: ClusterOutput;
  /** Are clusters numbered by size, the largest first, or as they were found? */
  readonly order: "size" | "none";
  /** Seed of the starts. */
  readonly seed: number;
}

const matrixLike: z.ZodType<MatrixLike, unknown> = converted(
  z.custom<MatrixLike>((value) => typeof value === "object" && value !== null, {
    error: "expected a matrix of centroids",
  }),
  (centroids) => FeatureMatrix.from(centroids),
);

/** The options of KMeans as they are checked. */
export const kmeansParams: z.ZodType<KMeansOptions, object> = z.strictObject({
  clusters: z.number().int().min(1).default(8),
  init: z.union([z.enum(["k-means++", "random"]), matrixLike]).default("k-means++"),
  starts: z.number().int().min(1).optional(),
  maxIterations: z.number().int().min(1).default(300),
  tolerance: z.number().min(0).default(1e-4),
  algorithm: z.enum(["auto", "lloyd", "elkan", "miniBatch"]).default("auto"),
  distance: z
    .custom<Distance>((value) => typeof value === "function", { error: "expected a function of two rows" })
    .optional(),
  output: z.enum(["distances", "cluster", "both"]).default("distances"),
  order: z.enum(["size", "none"]).default("size"),
  seed: z.number().int().min(0).default(0),
});
