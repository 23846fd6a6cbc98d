import * as z from "../../options/schemas.js";

/** Options of SegmentGroups. */
export interface SegmentGroupsOptions {
  /** How many types: the clusters of the fine level. */
  readonly types: number;
  /** How many groups they are merged into. */
  readonly groups: number;
  /** How many starts the types' k-means has. */
  readonly starts: number;
  /** How many iterations at most, for each start. */
  readonly maxIterations: number;
  /** Seed of the starts. */
  readonly seed: number;
}

/** The schema of SegmentGroups' options. */
export const segmentGroupsParams: z.ZodType<SegmentGroupsOptions, object> = z
  .strictObject({
    types: z.number().int().min(2).default(40),
    groups: z.number().int().min(1).default(8),
    starts: z.number().int().min(1).default(10),
    maxIterations: z.number().int().min(1).default(300),
    seed: z.number().int().min(0).default(0),
  })
  .refine(({ types, groups }) => groups <= types, { error: "there are more groups than types" });
