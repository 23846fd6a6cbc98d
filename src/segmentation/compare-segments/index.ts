import { FEWEST_SHOWN } from "../../disclosure/index.js";
import { benjaminiHochberg } from "../../engine/numeric/statistics/index.js";
import { type Labels, labelAt } from "../../matrix/index.js";
import { check, optionsCheck } from "../../options/index.js";
import { segmentOrder } from "../segment-labels.js";
import { checkOptions } from "./check-options.js";
import { compareShares, type ShareComparison, type SharePair } from "./compare-shares.js";
import { Comparison, type SegmentComparison } from "./comparison.js";
import type { BothClusters, BothWeights, CompareOptions } from "./options.js";
import { type GroupComparison, isNotable, type SegmentRow } from "./segment-row.js";
import { type Segment, segmentsIn, withoutPart } from "./share-sample.js";

const WHERE = "compareSegments";

const segmentsCheck = check.either(
  "the segment of each row, or a Map of counts",
  check.labels,
  check.expected((value) => value instanceof Map, "a Map"),
);
const checkNames = optionsCheck<CompareOptions>(
  "compareSegments",
  {
    population: segmentsCheck,
    customers: segmentsCheck,
    groups: check.labels,
    overlap: check.oneOf("none", "contained"),
    cluster: check.object<BothClusters>({ population: check.labels, customers: check.labels }, [
      "population",
      "customers",
    ]),
    weights: check.object<BothWeights>({ population: check.numbers, customers: check.numbers }),
    confidence: check.between(0, 1),
    minimum: check.whole(1),
  },
  ["population", "customers"],
);

/**
 * Where customers come from: each segment's share of the customers against its share of the population, over all rows of both files.
 * Rows that were set aside are a segment of their own; beside it each segment has the same figures over the rows kept.
 *
 * The index is the ratio of the two shares. Its interval has the variance of both (D. Katz and others, 1978, on the logarithm; the score interval where
 * a file has no people in a segment). With `cluster` or `weights` intervals and tests alike have the variance of that design.
 *
 * `segments` holds every figure. What is printed, tabulated or written as JSON tells no figure of fewer people than `minimum`, nor any from which one
 * follows, unless it is asked for `"operator"`.
 *
 * @throws KindredError where a file has no rows, or weights and clusters are not one a row.
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
 * comparison.segments[0]!.kept!.index; // 2.13: of the rows kept four fifths and three eighths
 * console.log(comparison.toText("operator"));
 * ```
 */
export function compareSegments(options: CompareOptions): SegmentComparison {
  checkNames(options);
  checkOptions(options, WHERE);
  const { confidence = 0.95, minimum = FEWEST_SHOWN, overlap, cluster, weights, groups } = options;
  const pair: SharePair = {
    population: { labels: options.population, clusters: cluster?.population, weights: weights?.population },
    customers: { labels: options.customers, clusters: cluster?.customers, weights: weights?.customers },
    contained: overlap === "contained",
    confidence,
    where: WHERE,
  };
  const segments = [...new Set([...segmentsIn(pair.population), ...segmentsIn(pair.customers)])].sort(segmentOrder);
  const all = compareShares(pair, segments);
  const rows = rowsOf(pair, segments, all);
  const byGroup =
    groups === undefined ? [] : groupsOf(groups).map((group) => compareGroup(pair, segments, groups, group));
  const tests = [rows, ...byGroup.map((group) => group.segments)];
  const adjusted = [
    benjaminiHochberg(rows.map((row) => row.p)),
    benjaminiHochberg(
      tests
        .slice(1)
        .flat()
        .map((row) => row.p),
    ),
  ];
  const { population, customers, whole } = all;
  return new Comparison({
    segments: judged(rows, adjusted[0]!),
    groups: byGroup.map((group, g) => ({
      ...group,
      segments: judged(group.segments, adjusted[1]!.subarray(g * segments.length, (g + 1) * segments.length)),
    })),
    populationRows: population.rows,
    customerRows: customers.rows,
    confidence,
    ...whole,
    ...(overlap === undefined ? {} : { overlap }),
    notes: notesOn(options, segments),
    minimum,
    contained: pair.contained,
    samples: [customers, pair.contained ? withoutPart(population, customers, segments, false, WHERE) : population],
    independent: cluster === undefined && weights === undefined,
  });
}

type Unjudged = Omit<SegmentRow, "adjustedP" | "notable">;

/** Rows over all rows of both files, with the figures over the rows kept beside them. */
function rowsOf(pair: SharePair, segments: readonly Segment[], all: ShareComparison): Unjudged[] {
  if (!segments.includes(null)) return [...all.rows];
  const kept = segments.filter((segment) => segment !== null);
  const isKept = [pair.population, pair.customers].every((input) => [...segmentsIn(input)].some((one) => one !== null));
  if (!isKept) return [...all.rows];
  const { ratios } = compareShares(pair, kept);
  return all.rows.map((row, s) => (row.segment === null ? row : { ...row, kept: ratios[s]! }));
}

function groupsOf(groups: Labels): string[] {
  const found = new Set<string>();
  for (let i = 0; i < groups.length; i++) {
    const group = labelAt(groups, i);
    if (group !== null && group !== undefined) found.add(String(group));
  }
  return [...found].sort();
}

function compareGroup(
  pair: SharePair,
  segments: readonly Segment[],
  groups: Labels,
  group: string,
): Omit<GroupComparison, "segments"> & { readonly segments: readonly Unjudged[] } {
  const own: SharePair = {
    ...pair,
    customers: { ...pair.customers, rows: (i) => String(labelAt(groups, i)) === group },
  };
  const compared = compareShares(own, segments);
  return {
    group,
    customerRows: compared.customers.rows,
    cramersV: compared.whole.cramersV,
    segments: rowsOf(own, segments, compared),
  };
}

function judged(rows: readonly Unjudged[], adjusted: Float64Array): SegmentRow[] {
  return rows.map((row, s) => ({
    ...row,
    adjustedP: adjusted[s]!,
    notable: isNotable(row.interval, adjusted[s]!),
  }));
}

function notesOn({ overlap, cluster, weights, groups }: CompareOptions, segments: readonly Segment[]): string[] {
  const notes = segments.includes(null)
    ? ["Shares are of all rows; rows that were set aside are a segment of their own."]
    : ["Shares are of all rows."];
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
  if (weights !== undefined) notes.push("Shares are weighted; counts of rows are not.");
  if (groups !== undefined) notes.push("Customer groups are compared with the population, not with each other.");
  return notes;
}
