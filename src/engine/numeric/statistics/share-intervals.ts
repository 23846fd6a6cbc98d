import { betaQuantile } from "./beta.js";
import { normalQuantile } from "./distributions.js";

/** Two ends, the lower first. */
export type Interval = readonly [low: number, high: number];

/** The normal quantile of a two-sided interval. */
export function twoSidedNormal(confidence: number): number {
  return normalQuantile(0.5 + confidence / 2);
}

/**
 * The exact interval of a share (C. Clopper, E. Pearson, 1934): it never holds the truth more seldom than promised, whatever the share. Counts
 * may be fractions, as effective sizes of clustered samples are (E. Korn, B. Graubard, 1998).
 *
 * @param hits - How many of `rows`, from 0 to `rows`.
 */
export function exactInterval(hits: number, rows: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return [
    hits <= 0 ? 0 : betaQuantile(tail, hits, rows - hits + 1),
    hits >= rows ? 1 : betaQuantile(1 - tail, hits + 1, rows - hits),
  ];
}

/** The score interval of a share (E. Wilson, 1927): narrower than the exact one, and right on average rather than always. */
export function wilsonInterval(hits: number, rows: number, confidence: number): Interval {
  const z = twoSidedNormal(confidence);
  const rate = hits / rows;
  const middle = rate + (z * z) / (2 * rows);
  const half = z * Math.sqrt((rate * (1 - rate)) / rows + (z * z) / (4 * rows * rows));
  const size = 1 + (z * z) / rows;
  return [hits <= 0 ? 0 : (middle - half) / size, hits >= rows ? 1 : (middle + half) / size];
}

/**
 * The interval of the difference of two shares, first less second, from the score intervals of both (R. Newcombe, 1998, method 10). It holds
 * the truth about as often as promised down to a response or less, and has a width where a group has none.
 */
export function newcombeInterval(
  hits: number,
  rows: number,
  otherHits: number,
  otherRows: number,
  confidence: number,
): Interval {
  const [p, q] = [hits / rows, otherHits / otherRows];
  const [lowP, highP] = wilsonInterval(hits, rows, confidence);
  const [lowQ, highQ] = wilsonInterval(otherHits, otherRows, confidence);
  return [p - q - Math.hypot(p - lowP, highQ - q), p - q + Math.hypot(highP - p, q - lowQ)];
}

/**
 * The interval of the ratio of two independent shares, first over second: the score interval (P. Koopman, 1984). It holds the ratio always,
 * begins at 0 where the first has no hits, and ends at infinity where the second has none. Counts may be fractions.
 */
export function ratioInterval(
  hits: number,
  rows: number,
  otherHits: number,
  otherRows: number,
  confidence: number,
): Interval {
  const z = twoSidedNormal(confidence);
  const limit = z * z;
  const apart = (ratio: number): boolean => ratioScore(ratio, hits, rows, otherHits, otherRows) > limit;
  const ratio = hits / rows / (otherHits / otherRows);
  // Without hits on one side the score falls, or rises, all the way from the other end.
  const low = hits <= 0 ? 0 : edge(otherHits <= 0 ? Number.POSITIVE_INFINITY : ratio, 0.5, apart);
  const high = otherHits <= 0 ? Number.POSITIVE_INFINITY : edge(hits <= 0 ? 0 : ratio, 2, apart);
  return [low, high];
}

/** Where the score first exceeds its limit, going from the estimate by a factor. */
function edge(estimate: number, factor: number, apart: (ratio: number) => boolean): number {
  let inside = Number.isFinite(estimate) && estimate > 0 ? estimate : factor < 1 ? 1e12 : 1e-12;
  let outside = inside * factor;
  for (let i = 0; i < 2000 && !apart(outside); i++) {
    inside = outside;
    outside *= factor;
  }
  while (true) {
    const middle = (inside + outside) / 2;
    if (middle === inside || middle === outside) return middle;
    if (apart(middle)) outside = middle;
    else inside = middle;
  }
}

/** Chi-squared of both shares under the most likely shares of this ratio. */
function ratioScore(ratio: number, x: number, m: number, y: number, n: number): number {
  // The most likely second share solves (m + n) ratio q² - ((m + y) ratio + x + n) q + x + y = 0.
  const a = (m + n) * ratio;
  const b = (m + y) * ratio + x + n;
  const c = x + y;
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const q = (2 * c) / (b + root);
  const p = Math.min(1, ratio * q);
  const term = (hits: number, rows: number, share: number): number => {
    const gap = hits - rows * share;
    return gap === 0 ? 0 : (gap * gap) / (rows * share * (1 - share));
  };
  return term(x, m, p) + term(y, n, q);
}

/**
 * The interval of a share over that of a whole that it is part of, from the part and the rest of it: the ratio to the whole grows with the ratio
 * to the rest, so the ends are those of `ratioInterval`, carried over.
 *
 * @param weight - The share of the rows of the whole that the part has.
 */
export function partOfWholeInterval([low, high]: Interval, weight: number): Interval {
  const carried = (ratio: number): number =>
    ratio === Number.POSITIVE_INFINITY ? 1 / weight : ratio / (weight * ratio + 1 - weight);
  return weight >= 1 ? [1, 1] : [carried(low), carried(high)];
}
