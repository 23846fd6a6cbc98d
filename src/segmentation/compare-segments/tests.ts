import { chiSquaredSurvival, incompleteBeta, studentCdf } from "../../engine/numeric/statistics/index.js";
import { type Covariances, independentRows } from "./share-covariance.js";
import type { ShareSample } from "./share-sample.js";

/** A chi-squared statistic and its p-value. */
export interface ShareTest {
  readonly chiSquared: number;
  readonly p: number;
}

/** One over all segments. */
export interface WholeTest extends ShareTest {
  readonly degrees: number;
  readonly cramersV: number;
}

/**
 * Is a segment's share different among customers and others? Pearson's chi-squared; where rows are not independent it is divided by the design
 * effect of the difference (J. Rao, A. Scott, 1981), and held against as many clusters as there are.
 */
export function testShare(
  s: number,
  customers: ShareSample,
  others: ShareSample,
  covariances: Covariances | undefined,
): ShareTest {
  const [c, o] = [shareOf(customers, s), shareOf(others, s)];
  const share = (others.weight[s]! + customers.weight[s]!) / (others.total + customers.total);
  const spread = share * (1 - share) * (1 / Math.max(others.rows, 1) + 1 / customers.rows);
  const pearson = spread === 0 ? 0 : (c - o) ** 2 / spread;
  if (covariances === undefined) return { chiSquared: pearson, p: chiSquaredSurvival(pearson, 1) };
  const apart = (c * (1 - c)) / customers.rows + (o * (1 - o)) / Math.max(others.rows, 1);
  const isEdge = c <= 0 || c >= 1 || o <= 0 || o >= 1;
  const own = covariances.differences[s * customers.people.length + s]! / apart;
  const effect = isEdge || !(own > 0) ? meanEffect(customers, others, covariances) : own;
  const chiSquared = pearson / effect;
  const { degrees } = covariances;
  if (!Number.isFinite(degrees)) return { chiSquared, p: chiSquaredSurvival(chiSquared, 1) };
  return { chiSquared, p: degrees < 1 ? 1 : 2 * (1 - studentCdf(Math.sqrt(chiSquared), degrees)) };
}

/** The mean design effect of both samples; where one lies in one segment alone, its clusters count as its rows. */
function meanEffect(customers: ShareSample, others: ShareSample, covariances: Covariances): number {
  const independent =
    1 / independentRows(customers, covariances.customers) +
    1 / Math.max(1, independentRows(others, covariances.others));
  return independent / (1 / customers.rows + 1 / Math.max(others.rows, 1));
}

/**
 * All segments at once: chi-squared, and Cramér's V, which says how large the difference is whatever the number of rows. Where rows are not
 * independent chi-squared is divided by the mean design effect, and its degrees of freedom allow for effects that differ (J. Rao, A. Scott, 1984).
 */
export function testAll(customers: ShareSample, others: ShareSample, covariances: Covariances | undefined): WholeTest {
  const segments = customers.people.length;
  const totals = [customers.total, others.total] as const;
  const weight = totals[0] + totals[1];
  const shares = customers.weight.map((own, s) => (own + others.weight[s]!) / weight);
  let squares = 0;
  for (let s = 0; s < segments; s++) {
    if (shares[s]! === 0) continue;
    for (const [own, total] of [
      [customers.weight[s]!, totals[0]],
      [others.weight[s]!, totals[1]],
    ] as const) {
      const expected = shares[s]! * total;
      if (expected > 0) squares += (own - expected) ** 2 / expected;
    }
  }
  const degrees = segments - 1;
  const cramersV = Math.sqrt(squares / weight);
  // Weights that do not add up to the rows say nothing of how many there are.
  const pearson = (squares / weight) * (customers.rows + others.rows);
  if (covariances === undefined)
    return { chiSquared: pearson, degrees, p: chiSquaredSurvival(pearson, degrees), cramersV };
  const scale = 1 / Math.max(customers.rows, 1) + 1 / Math.max(others.rows, 1);
  const { trace, square } = designEffects(covariances.differences, shares, scale);
  if (trace === 0) return { chiSquared: 0, degrees, p: 1, cramersV };
  const p = scaledSurvival(pearson / trace, (trace * trace) / square, covariances.degrees);
  return { chiSquared: (pearson * degrees) / trace, degrees, p, cramersV };
}

/** The trace of the design effects' matrix, and that of its square. */
function designEffects(
  differences: Float64Array,
  shares: Float64Array,
  scale: number,
): { trace: number; square: number } {
  const segments = shares.length;
  let [trace, square] = [0, 0];
  for (let s = 0; s < segments; s++) {
    if (shares[s] === 0) continue;
    trace += differences[s * segments + s]! / (shares[s]! * scale);
    for (let t = 0; t < segments; t++)
      if (shares[t] !== 0) square += differences[s * segments + t]! ** 2 / (shares[s]! * shares[t]! * scale * scale);
  }
  return { trace, square };
}

/** How likely an F of these degrees exceeds its value. */
function scaledSurvival(f: number, degrees: number, clusterDegrees: number): number {
  if (!Number.isFinite(clusterDegrees)) return chiSquaredSurvival(f * degrees, degrees);
  const below = degrees * clusterDegrees;
  return below <= 0 ? 1 : incompleteBeta(below / (below + degrees * f), below / 2, degrees / 2);
}

function shareOf({ weight, total }: ShareSample, s: number): number {
  return total > 0 ? weight[s]! / total : 0;
}
