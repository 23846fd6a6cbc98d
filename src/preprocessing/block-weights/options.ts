import * as z from "../../options/schemas.js";

/** Options of BlockWeights. */
export interface BlockWeightsOptions {
  /**
   * What one-hot columns become. `"matching"`: 0 and 1, whatever a Scaler made of them, so that two rows of different categories have a squared distance of 2: the
   * mean squared difference of two random rows on a standardized scale. A source then has the variance Σ p (1 - p) over the shares p of its categories: below 1
   * however many they are, and little where one is rare. `"variance"`: all of a source divided by the root of that sum, so that every source has the
   * variance 1. `"mca"`: each column divided by the root of its p, as in multiple correspondence analysis, and all of a source by the root of Σ (1 - p), so
   * that a source has the variance 1 and rare categories stand out.
   */
  readonly method: "matching" | "variance" | "mca";
  /** By source column what its variance is multiplied with, where not 1: 2 counts as two sources do, 0 is left aside. */
  readonly weights: Readonly<Record<string, number>>;
}

/** The schema of BlockWeights' options. */
export const blockWeightsParams: z.ZodType<BlockWeightsOptions, object> = z.strictObject({
  method: z.enum(["matching", "variance", "mca"]).default("matching"),
  weights: z.record(z.string(), z.number().min(0)).default({}),
});
