import { type Interval, twoSidedNormal } from "./share-intervals.js";

/** A variance that was estimated counts fully beside that many rows of the smaller class. */
const OWN_ROWS = 20;

/**
 * The interval of an area under the ROC curve, of the form of a score interval (R. Newcombe, 2006): its ends are the areas from which the
 * estimate lies just as far as chance has it there. The variance is the larger of Newcombe's and that of J. Hanley and B. McNeil (1982),
 * scaled to the one that was estimated; where rows of the smaller class or of what is left to order are few, an estimate that is smaller counts
 * for less, so that order without a fault has an interval too.
 *
 * @param variance - The estimated variance of `auc` (E. DeLong and others, 1988).
 */
export function aucInterval(
  auc: number,
  variance: number,
  positives: number,
  negatives: number,
  confidence: number,
): Interval {
  const expected = (area: number): number =>
    Math.max(
      spread(area, positives, negatives),
      spread(area, (positives + negatives) / 2, (positives + negatives) / 2),
    ) /
    (positives * negatives);
  const step = 0.5 / (positives * negatives);
  const within = Math.min(1 - step, Math.max(step, auc));
  const own = variance / expected(within);
  const rows = Math.min(positives, negatives) * Math.min(1, 4 * (1 - within), 4 * within);
  const doubt = OWN_ROWS / (OWN_ROWS + rows);
  const scale = Math.max(own, doubt + (1 - doubt) * own);
  const z = twoSidedNormal(confidence);
  const outside = (area: number): boolean => Math.abs(auc - area) > z * Math.sqrt(scale * expected(area));
  return [auc <= 0 ? 0 : edge(auc, 0, outside), auc >= 1 ? 1 : edge(auc, 1, outside)];
}

/** The variance of the area for exponential scores, times the number of pairs. */
function spread(area: number, positives: number, negatives: number): number {
  return (
    area * (1 - area) +
    (positives - 1) * (area / (2 - area) - area * area) +
    (negatives - 1) * ((2 * area * area) / (1 + area) - area * area)
  );
}

function edge(inside: number, outside: number, isOutside: (area: number) => boolean): number {
  let [from, to] = [inside, outside];
  while (true) {
    const middle = (from + to) / 2;
    if (middle === from || middle === to) return middle;
    if (isOutside(middle)) to = middle;
    else from = middle;
  }
}
