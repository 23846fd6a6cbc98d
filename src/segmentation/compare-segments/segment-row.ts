import type { Segment } from "./share-sample.js";

/** A segment's share of both files, over some denominator. */
export interface ShareRatio {
  /** Share of the population, from 0 to 1. */
  readonly populationShare: number;
  /** Share of the customers, from 0 to 1. */
  readonly customerShare: number;
  /** Customer share less population share. */
  readonly difference: number;
  /** Customer share divided by population share: above 1 customers come from here more often than chance has it. */
  readonly index: number;
  /** Between which two values the index lies at the confidence asked for. */
  readonly interval: readonly [number, number];
}

/** One segment in both files; shares are of all rows. */
export interface SegmentRow extends ShareRatio {
  /** Its label; null for rows set aside. */
  readonly segment: Segment;
  /** Rows in the population. */
  readonly population: number;
  /** Rows in the customer file. */
  readonly customers: number;
  /** The index with the population at 100. */
  readonly index100: number;
  /** How many customers would be here if they were spread as the population is. */
  readonly expected: number;
  /** Customers for each row of the population. */
  readonly penetration: number;
  /** The same shares and index without the rows that were set aside; absent where none were, and for those rows themselves. */
  readonly kept?: ShareRatio;
  /** Chi-squared of this segment against all others, one degree of freedom. */
  readonly chiSquared: number;
  /** Its p-value. */
  readonly p: number;
  /** Its p-value adjusted for the number of segments (Benjamini-Hochberg), and of groups where there are several. */
  readonly adjustedP: number;
  /** Is it worth acting on? The whole interval lies below 0.9 or above 1.1, and the adjusted p is at most 0.05. */
  readonly notable: boolean;
}

/** One group of customers, compared with the population. */
export interface GroupComparison {
  /** Its label; null for customers without one. */
  readonly group: string;
  /** Its customers. */
  readonly customerRows: number;
  /** How different it is from the population over all segments: 0 not at all, 1 wholly. */
  readonly cramersV: number;
  /** The segments, in the order of the comparison's. */
  readonly segments: readonly SegmentRow[];
}

/** Between these an index is called about the same. */
export const ABOUT_EQUAL: readonly [number, number] = [0.9, 1.1];
/** The adjusted p-value up to which a difference is called more than chance. */
export const SIGNIFICANCE_LEVEL = 0.05;

/** Does a finding hold and matter? */
export function isNotable([low, high]: readonly [number, number], adjustedP: number): boolean {
  return (high < ABOUT_EQUAL[0] || low > ABOUT_EQUAL[1]) && adjustedP <= SIGNIFICANCE_LEVEL;
}
