import { FeatureMatrix, type MatrixLike } from "../../matrix/index.js";
import * as z from "../../options/schemas.js";

/** Options of GaussianMixture. */
export interface GaussianMixtureOptions {
  /** How many normal distributions. */
  readonly clusters: number;
  /** `"full"`: each has a covariance of its own; `"diagonal"`: columns are independent within a cluster, which needs far fewer rows. */
  readonly covariance: "full" | "diagonal";
  /** Where the first means come from: a k-means, or given (clusters x columns). Each row first belongs to the nearest one. */
  readonly init: "k-means" | MatrixLike;
  /** How many starts; the likeliest one is kept. */
  readonly starts: number;
  /** How many iterations at most, for each start. */
  readonly maxIterations: number;
  /** Iterations end when the mean logarithm of a row's density changes by less than this. */
  readonly tolerance: number;
  /** Added to every variance, so that a cluster of equal rows has one. */
  readonly regularization: number;
  /** Are clusters numbered by weight, the largest first, or as they were found? */
  readonly order: "size" | "none";
  /** Seed of the starts. */
  readonly seed: number;
}

const matrixLike: z.ZodType<MatrixLike> = z
  .custom<MatrixLike>((value) => typeof value === "object" && value !== null, {
    error: 'expected "k-means" or a matrix of means',
  })
  .transform((means) => FeatureMatrix.from(means));

/** The schema of GaussianMixture's options. */
export const gaussianMixtureParams: z.ZodType<GaussianMixtureOptions, object> = z.strictObject({
  clusters: z.number().int().min(1).default(8),
  covariance: z.enum(["full", "diagonal"]).default("full"),
  init: z.union([z.literal("k-means"), matrixLike]).default("k-means"),
  starts: z.number().int().min(1).default(1),
  maxIterations: z.number().int().min(1).default(100),
  tolerance: z.number().min(0).default(1e-3),
  regularization: z.number().min(0).default(1e-6),
  order: z.enum(["size", "none"]).default("size"),
  seed: z.number().int().min(0).default(0),
});
