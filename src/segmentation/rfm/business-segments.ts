import { FEWEST_SHOWN, hideCells, isSmall } from "../../disclosure/index.js";

/** Customers whom a marketer treats alike. */
export interface RfmSegment {
  /** Its name. */
  readonly name: string;
  /** How many customers. */
  readonly customers: number;
  /** Their share of all customers. */
  readonly share: number;
  /** What they spent. */
  readonly revenue: number;
  /** Their share of what all spent. */
  readonly revenueShare: number;
  /** The middle of their days since the last purchase, of their purchases and of what they spent. */
  readonly recency: number;
  /** Its mean frequency. */
  readonly frequency: number;
  /** Its mean monetary value. */
  readonly monetary: number;
}

/** A segment as others may see it: what tells of fewer than 30 customers is null, and so is what would give such a number away. */
export type SharedRfmSegment = {
  readonly [Figure in keyof RfmSegment]: RfmSegment[Figure] | (Figure extends "name" ? never : null);
};

/** Segments as others may see them. */
export function sharedSegments(segments: readonly RfmSegment[]): SharedRfmSegment[] {
  const people = segments.map(({ customers }) => customers);
  const hidden = hideCells(people, FEWEST_SHOWN);
  return segments.map((segment, s) => {
    if (!hidden[s]) return segment;
    const medians = isSmall(people[s]!, FEWEST_SHOWN) ? { recency: null, frequency: null, monetary: null } : {};
    return { ...segment, customers: null, share: null, revenue: null, revenueShare: null, ...medians };
  });
}

type Level = "low" | "middle" | "high";

/** By how lately they bought, and how often and how much: eight names for nine cells. */
const NAMES: { readonly [Recency in Level]: { readonly [Value in Level]: string } } = {
  high: { high: "Champions", middle: "Potential loyal", low: "New" },
  middle: { high: "Loyal", middle: "Need attention", low: "Fading" },
  low: { high: "At risk", middle: "Lapsed", low: "Lapsed" },
};

/** The names, the best customers first. */
export const SEGMENT_NAMES: readonly string[] = [
  "Champions",
  "Loyal",
  "Potential loyal",
  "New",
  "Need attention",
  "Fading",
  "At risk",
  "Lapsed",
];

/** Of scores from 0 to 1, from where they are high, and below what they are low. Of five scores 4 and 5 are high, 1 and 2 low. */
const HIGH = 0.7;
const LOW = 0.4;

function levelOf(share: number): Level {
  return share >= HIGH ? "high" : share < LOW ? "low" : "middle";
}

/** A score as a share of the way from the lowest to the highest. */
const shareOf = (score: number, breaks: number): number => (score - 1) / breaks;

/** The name of the segment of a customer, by scores. How often and how much count alike. */
export function segmentName(
  scores: { readonly recency: number; readonly frequency: number; readonly monetary: number },
  breaks: { readonly recency: number; readonly frequency: number; readonly monetary: number },
): string {
  const value = (shareOf(scores.frequency, breaks.frequency) + shareOf(scores.monetary, breaks.monetary)) / 2;
  return NAMES[levelOf(shareOf(scores.recency, breaks.recency))][levelOf(value)];
}
