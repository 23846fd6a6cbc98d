import { exp, log } from "../engine/numeric/math/index.js";
import { benjaminiHochberg, chiSquaredSurvival, normalQuantile } from "../engine/numeric/statistics/index.js";
import { KindredError } from "../errors/index.js";
import { FEWEST_SHOWN } from "../metrics/index.js";
import { countSegments, type SegmentLabels, segmentOrder } from "./segment-counts.js";
import { type SegmentComparison, type SegmentRow, SegmentTable } from "./segment-table.js";
import { type ClusterLabels, shareVariances } from "./share-variance.js";

/** Which household, building or area the rows of both files belong to. */
export interface BothClusters {
  /** Of each row of the population. */
  readonly population: ClusterLabels;
  /** Of each row of the customers. */
  readonly customers: ClusterLabels;
}

/** What `compareSegments` is told. */
export interface CompareOptions {
  /** The segment of every row of the population; null for rows set aside. */
  readonly population: SegmentLabels;
  /** The segment of every row of the customer file; null for rows set aside. */
  readonly customers: SegmentLabels;
  /**
   * Are the customers among the rows of the population? `"none"`: no. `"contained"`: all of them are, and the interval allows for it.
   * Where nothing is said the result says so.
   */
  readonly overlap?: "none" | "contained";
  /** Which household, building or area each row belongs to, in both files. Without it rows count as independent, and the result says so. */
  readonly cluster?: BothClusters;
  /** How sure the intervals are; 0.95 by default. */
  readonly confidence?: number;
  /** The text shows no figures of fewer people than this; 30 by default. */
  readonly minimum?: number;
}

const WHERE = "compareSegments";
/** Added to a count of zero so that its ratio has an interval at all. */
const HALF = 0.5;

/**
 * Where customers come from: each segment's share of the customers against its share of the population, over all rows of both files.
 * Rows that were set aside are a segment of their own. The index is the ratio of the two shares; its interval has the variance of
 * both (D. Katz and others, 1978, on the logarithm).
 *
 * @throws KindredError where a file has no rows.
 *
 * @example
 * ```ts
 * import { compareSegments } from "kindred";
 *
 * const comparison = compareSegments({
 *   population: [0, 0, 0, 1, 1, 1, 1, 1, null, null],
 *   customers: [0, 0, 0, 0, 1, null],
 *   overlap: "none",
 * });
 * comparison.segments[0]!.index; // 2.22: two thirds of the customers, three tenths of the population
 * console.log(comparison.toText());
 * ```
 */
export function compareSegments(options: CompareOptions): SegmentComparison {
  const population = countSegments(options.population, WHERE, "population");
  const customers = countSegments(options.customers, WHERE, "customers");
  const { confidence = 0.95, minimum = FEWEST_SHOWN, overlap } = options;
  if (!(confidence > 0 && confidence < 1))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: WHERE,
      problem: `confidence is ${confidence}`,
      fix: "Use a number between 0 and 1",
    });
  const segments = [...new Set([...population.counts.keys(), ...customers.counts.keys()])].sort(segmentOrder);
  const counts = segments.map((segment) => ({
    population: population.counts.get(segment) ?? 0,
    customers: customers.counts.get(segment) ?? 0,
  }));
  if (overlap === "contained") refuseImpossible(segments, counts);
  const shares = {
    population: counts.map((count) => count.population / population.rows),
    customers: counts.map((count) => count.customers / customers.rows),
  };
  const variances = {
    population: shareVariances(options.population, segments, shares.population, options.cluster?.population, WHERE),
    customers: shareVariances(options.customers, segments, shares.customers, options.cluster?.customers, WHERE),
  };
  const z = normalQuantile(0.5 + confidence / 2);
  const tests = segments.map((_, s) => twoByTwo(counts[s]!, population.rows, customers.rows, overlap));
  const adjusted = benjaminiHochberg(tests.map((test) => test.p));
  const rows = segments.map((segment, s): SegmentRow => {
    const populationShare = shares.population[s]!;
    const customerShare = shares.customers[s]!;
    const spread = logRatioSpread(
      counts[s]!,
      population.rows,
      customers.rows,
      variances.population[s]!,
      variances.customers[s]!,
      overlap,
    );
    const ratio = (counts[s]!.customers || HALF) / customers.rows / ((counts[s]!.population || HALF) / population.rows);
    return {
      segment,
      population: counts[s]!.population,
      customers: counts[s]!.customers,
      populationShare,
      customerShare,
      difference: customerShare - populationShare,
      index: populationShare === 0 ? Number.POSITIVE_INFINITY : customerShare / populationShare,
      interval: [exp(log(ratio) - z * spread), exp(log(ratio) + z * spread)],
      chiSquared: tests[s]!.chiSquared,
      p: tests[s]!.p,
      adjustedP: adjusted[s]!,
    };
  });
  return new SegmentTable(rows, {
    populationRows: population.rows,
    customerRows: customers.rows,
    confidence,
    ...overall(counts, population.rows, customers.rows, overlap),
    notes: notesOn(options),
    minimum,
  });
}

interface Count {
  readonly population: number;
  readonly customers: number;
}

/** The standard error of the logarithm of the ratio. Customers who are part of the population move both shares together. */
function logRatioSpread(
  count: Count,
  populationRows: number,
  customerRows: number,
  populationVariance: number,
  customerVariance: number,
  overlap: CompareOptions["overlap"],
): number {
  const p = (count.population || HALF) / populationRows;
  const c = (count.customers || HALF) / customerRows;
  const vp = Math.max(populationVariance, floorOf(count.population, populationRows));
  const vc = Math.max(customerVariance, floorOf(count.customers, customerRows));
  if (overlap !== "contained") return Math.sqrt(vc / (c * c) + vp / (p * p));
  const part = customerRows / populationRows;
  const others = populationRows - customerRows;
  const rest = Math.max(count.population - count.customers, 0) / Math.max(others, 1);
  const vr = others > 0 ? (rest * (1 - rest)) / others : 0;
  return Math.sqrt(vc * (1 / c - part / p) ** 2 + (vr * (1 - part) ** 2) / (p * p));
}

function floorOf(count: number, rows: number): number {
  return count === 0 ? HALF / (rows * rows) : 0;
}

/** Is the segment's share different among customers and others? Customers who are part of the population are taken out of it first. */
function twoByTwo(
  count: Count,
  populationRows: number,
  customerRows: number,
  overlap: CompareOptions["overlap"],
): { chiSquared: number; p: number } {
  const others = overlap === "contained" ? populationRows - customerRows : populationRows;
  const hits = overlap === "contained" ? count.population - count.customers : count.population;
  const share = (hits + count.customers) / (others + customerRows);
  const spread = share * (1 - share) * (1 / Math.max(others, 1) + 1 / customerRows);
  const difference = count.customers / customerRows - hits / Math.max(others, 1);
  const chiSquared = spread === 0 ? 0 : (difference * difference) / spread;
  return { chiSquared, p: chiSquaredSurvival(chiSquared, 1) };
}

/** All segments at once: chi-squared, and Cramér's V, which says how large the difference is whatever the number of rows. */
function overall(
  counts: readonly Count[],
  populationRows: number,
  customerRows: number,
  overlap: CompareOptions["overlap"],
): { chiSquared: number; degrees: number; p: number; cramersV: number } {
  const contained = overlap === "contained";
  const others = contained ? populationRows - customerRows : populationRows;
  const rows = others + customerRows;
  let chiSquared = 0;
  for (const count of counts) {
    const hits = contained ? count.population - count.customers : count.population;
    const total = hits + count.customers;
    for (const [observed, size] of [
      [hits, others],
      [count.customers, customerRows],
    ] as const) {
      const expected = (total * size) / rows;
      if (expected > 0) chiSquared += (observed - expected) ** 2 / expected;
    }
  }
  const degrees = counts.length - 1;
  return { chiSquared, degrees, p: chiSquaredSurvival(chiSquared, degrees), cramersV: Math.sqrt(chiSquared / rows) };
}

function refuseImpossible(segments: readonly (number | string | null)[], counts: readonly Count[]): void {
  const s = counts.findIndex((count) => count.customers > count.population);
  if (s < 0) return;
  throw new KindredError({
    code: "INVALID_INPUT",
    where: WHERE,
    problem: `segment ${String(segments[s])} has ${counts[s]!.customers} customers and ${counts[s]!.population} rows of the population, and overlap is "contained"`,
    fix: 'Use overlap "none", or a population that holds the customers',
  });
}

function notesOn({ overlap, cluster }: CompareOptions): string[] {
  const notes = ["Shares are of all rows; rows that were set aside are a segment of their own."];
  if (overlap === undefined)
    notes.push(
      "Whether customers are part of the population was not said: the two files were taken as separate samples.",
    );
  if (overlap === "contained")
    notes.push(
      "Customers are part of the population: an index compares them with a mixture that holds them, so it is nearer to 1 than against other people.",
    );
  if (cluster === undefined)
    notes.push(
      "Rows were taken as independent: where people of one household or building are alike, intervals are wider than shown.",
    );
  return notes;
}
