import { exp, log } from "../../engine/numeric/math/index.js";
import {
  type Interval,
  partOfWholeInterval,
  ratioInterval,
  studentQuantile,
  twoSidedNormal,
} from "../../engine/numeric/statistics/index.js";
import { type Covariances, independentRows, sharesOf } from "./share-covariance.js";
import type { ShareSample } from "./share-sample.js";

/** What intervals of a comparison rest on. */
export interface IntervalBasis {
  readonly customers: ShareSample;
  /** The population, or what is left of it without the customers. */
  readonly others: ShareSample;
  readonly covariances: Covariances;
  /** The part of the population's weight that customers have; 0 where they are no part of it. */
  readonly part: number;
  readonly confidence: number;
}

/**
 * The interval of a segment's index: on the logarithm of the ratio, with the variance of both shares (D. Katz and others, 1978) and, for customers who
 * are part of the population, with how both move together. Where either file has no people in the segment, or no others, that variance says
 * nothing: there it is the score interval (P. Koopman, 1984), with as many rows as are independent.
 */
export function indexInterval(s: number, basis: IntervalBasis): Interval {
  const { customers, others, covariances, part, confidence } = basis;
  const c = sharesOf(customers)[s]!;
  const o = sharesOf(others)[s]!;
  if (others.total === 0) return [1, 1];
  if (c === 0 && o === 0) return [0, Number.POSITIVE_INFINITY];
  if (isEdge(c) || isEdge(o)) {
    const n = independentRows(customers, covariances.customers);
    const m = independentRows(others, covariances.others);
    const ratio = ratioInterval(c * n, n, o * m, m, confidence);
    return part === 0 ? ratio : partOfWholeInterval(ratio, part);
  }
  // The index is c / p with p = part c + (1 - part) o.
  const p = part * c + (1 - part) * o;
  const [byCustomers, byOthers] = [1 / c - part / p, (1 - part) / p];
  const variance =
    covariances.customers[s]! * byCustomers ** 2 +
    covariances.others[s]! * byOthers ** 2 -
    2 * covariances.shared[s]! * byCustomers * byOthers;
  const { degrees } = covariances;
  const tail = Number.isFinite(degrees)
    ? studentQuantile(0.5 + confidence / 2, Math.max(1, degrees))
    : twoSidedNormal(confidence);
  const half = tail * Math.sqrt(Math.max(0, variance));
  const middle = log(c / p);
  return [Math.min(exp(middle - half), c / p), Math.max(exp(middle + half), c / p)];
}

function isEdge(share: number): boolean {
  return share <= 0 || share >= 1;
}
