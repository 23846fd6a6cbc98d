import { type Interval, partOfWholeInterval, ratioInterval } from "../engine/numeric/statistics/index.js";

/** Hits among rows; hits may be fractions where ties are shared. */
export interface HitRate {
  readonly hits: number;
  readonly rows: number;
}

/**
 * The interval of the rate of a part over that of the whole that it belongs to: the score interval of the part against the rest, carried over
 * to the whole. It holds the lift, and has a width where the part has no hit or all of them.
 */
export function liftInterval(part: HitRate, whole: HitRate, confidence: number): Interval {
  const rest = { hits: Math.max(0, whole.hits - part.hits), rows: whole.rows - part.rows };
  if (rest.rows <= 0) return [1, 1];
  return partOfWholeInterval(
    ratioInterval(part.hits, part.rows, rest.hits, rest.rows, confidence),
    part.rows / whole.rows,
  );
}
