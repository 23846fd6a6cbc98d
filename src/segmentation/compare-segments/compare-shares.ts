import { indexInterval } from "./index-interval.js";
import type { SegmentRow, ShareRatio } from "./segment-row.js";
import { covariancesOf, sharesOf } from "./share-covariance.js";
import { type SampleInput, type Segment, type ShareSample, sampleOf, withoutPart } from "./share-sample.js";
import { testAll, testShare, type WholeTest } from "./tests.js";

/** Two files to compare. */
export interface SharePair {
  readonly population: SampleInput;
  readonly customers: SampleInput;
  readonly contained: boolean;
  readonly confidence: number;
  readonly where: string;
}

/** Both files' shares side by side. */
export interface ShareComparison {
  readonly population: ShareSample;
  readonly customers: ShareSample;
  readonly ratios: readonly ShareRatio[];
  readonly rows: readonly Omit<SegmentRow, "adjustedP" | "notable" | "kept">[];
  readonly whole: WholeTest;
}

/** Compares the shares of the segments that are listed, over the rows that have one of them. */
export function compareShares(pair: SharePair, segments: readonly Segment[]): ShareComparison {
  const { contained, confidence, where } = pair;
  const population = sampleOf(pair.population, segments);
  const customers = sampleOf(pair.customers, segments);
  const joint = contained && pair.population.clusters !== undefined;
  const others = contained ? withoutPart(population, customers, segments, joint, where) : population;
  const covariances = covariancesOf(customers, others, joint);
  const part = contained && population.total > 0 ? customers.total / population.total : 0;
  const basis = { customers, others, covariances, part, confidence };
  const [p, c] = [sharesOf(population), sharesOf(customers)];
  const ratios = segments.map(
    (_, s): ShareRatio => ({
      populationShare: p[s]!,
      customerShare: c[s]!,
      difference: c[s]! - p[s]!,
      index: p[s] === 0 ? Number.POSITIVE_INFINITY : c[s]! / p[s]!,
      interval: indexInterval(s, basis),
    }),
  );
  const byDesign = isDesigned(customers) || isDesigned(others) ? covariances : undefined;
  const rows = segments.map((segment, s) => ({
    segment,
    population: population.people[s]!,
    customers: customers.people[s]!,
    ...ratios[s]!,
    index100: 100 * ratios[s]!.index,
    expected: p[s]! * customers.total,
    penetration: customers.weight[s]! / population.weight[s]!,
    ...testShare(s, customers, others, byDesign),
  }));
  return { population, customers, ratios, rows, whole: testAll(customers, others, byDesign) };
}

/** Is the variance of its shares another than that of as many independent rows? */
function isDesigned({ clusters, effectiveRows, rows }: ShareSample): boolean {
  return clusters !== undefined || effectiveRows !== rows;
}
