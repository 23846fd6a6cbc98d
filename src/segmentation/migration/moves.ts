import type { SegmentId } from "../match-segments/given-segments.js";

/** People of one segment before who are in one segment after. */
export interface Move {
  /** The segment before; null where they were set aside. */
  readonly before: SegmentId;
  /** The segment after; null where they are set aside. */
  readonly after: SegmentId;
  /** Is that the same segment? */
  readonly stays: boolean;
  /** How many people. */
  readonly rows: number;
  /** Their share of the segment before. */
  readonly share: number;
  /** The interval of that share. */
  readonly interval: readonly [number, number];
}

/** A move as others may see it: null where a number is hidden. */
export interface SharedMove extends Pick<Move, "before" | "after" | "stays"> {
  /** People who moved so; hidden where they are few. */
  readonly rows: number | null;
  /** Their share of the former segment. */
  readonly share: number | null;
  /** The interval of that share. */
  readonly interval: readonly [number, number] | null;
}

/** How many people stayed in their segment. */
export interface Stayed {
  /** People who stayed. */
  readonly rows: number;
  /** Their share. */
  readonly share: number;
  /** The interval of that share. */
  readonly interval: readonly [number, number];
}

/** A migration as others may see it. */
export interface SharedMigration {
  /** Every pair of segments. */
  readonly moves: readonly SharedMove[];
  /** How many people. */
  readonly rows: number;
  /** How many of them stayed; null where that would give hidden numbers away. */
  readonly stayed: Stayed | null;
  /** How sure the intervals are. */
  readonly confidence: number;
  /** No number of fewer people than this is shown. */
  readonly minimum: number;
}
