import type { SharedGroup, SharedSegmentRow } from "./shared-rows.js";

/** Who reads it: an operator sees every figure, others none of fewer people than the minimum. */
export type Audience = "operator" | "shared";

/** What holds for all segments together. */
export interface ComparisonSummary {
  /** Rows of the population. */
  readonly populationRows: number;
  /** Rows of the customer file. */
  readonly customerRows: number;
  /** How sure the intervals are. */
  readonly confidence: number;
  /** How different the two files are over all segments: 0 not at all, 1 wholly. */
  readonly cramersV: number;
  /** Chi-squared over all segments. At this many rows nearly everything is significant: look at the index and at V first. */
  readonly chiSquared: number;
  /** Its degrees of freedom. */
  readonly degrees: number;
  /** Its p-value. */
  readonly p: number;
  /** Are the customers among the rows of the population? Left out where nothing was said. */
  readonly overlap?: "none" | "contained";
  /** What the figures rest on. */
  readonly notes: readonly string[];
  /** What others see tells no figure of fewer people than this. */
  readonly minimum: number;
}

/** A comparison as others may see it. */
export interface SharedComparison extends ComparisonSummary {
  /** The segments, rows set aside last. */
  readonly segments: readonly SharedSegmentRow[];
  /** The customer groups. */
  readonly groups: readonly SharedGroup[];
}
