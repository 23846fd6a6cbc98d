import { KindredError } from "../../errors/index.js";
import { labelAt, type Numbers } from "../../matrix/index.js";
import { type SegmentLabels, segmentAt } from "../segment-labels.js";
import type { ClusterLabels, RowsBySegment } from "./options.js";

/** A segment's label; null for rows set aside. */
export type Segment = number | string | null;

/** What is known of the rows of one file: labels one a row, or counts. */
export interface SampleInput {
  readonly labels: SegmentLabels | RowsBySegment;
  readonly clusters?: ClusterLabels | undefined;
  readonly weights?: Numbers | undefined;
  /** Which rows belong to it; all by default. */
  readonly rows?: ((i: number) => boolean) | undefined;
}

/** The weight of a cluster's rows, in all and by segment. */
export interface ClusterTotal {
  weight: number;
  readonly hits: Float64Array;
}

/** The rows of one file by segment, with the totals of the units that were drawn where those are not the rows themselves. */
export interface ShareSample {
  /** Rows. */
  readonly rows: number;
  /** Rows by segment. */
  readonly people: Float64Array;
  /** The weight of all rows; their number where they have none. */
  readonly total: number;
  /** The weight by segment. */
  readonly weight: Float64Array;
  /** Totals by cluster, or by row where rows have weights; absent where rows are independent and weigh alike. */
  readonly clusters?: ReadonlyMap<unknown, ClusterTotal>;
  /** The weight of all rows squared, over the sum of the squares of weights (L. Kish, 1965): rows that weigh alike. */
  readonly effectiveRows: number;
}

/** @returns The segments of a file. */
export function segmentsIn({ labels, rows = () => true }: SampleInput): Set<Segment> {
  if (isCounted(labels)) return new Set(labels.keys());
  const found = new Set<Segment>();
  for (let i = 0; i < labels.length; i++) if (rows(i)) found.add(segmentAt(labels, i));
  return found;
}

/** Counts a file's rows by segment; segments that are not listed are left out. */
export function sampleOf(input: SampleInput, segments: readonly Segment[]): ShareSample {
  const { labels, clusters, weights, rows: belongs = () => true } = input;
  const positions = new Map(segments.map((segment, s) => [segment, s]));
  const people = new Float64Array(segments.length);
  if (isCounted(labels)) {
    for (const [segment, count] of labels) {
      const s = positions.get(segment);
      if (s !== undefined) people[s]! += count;
    }
    const rows = sum(people);
    return { rows, people, total: rows, weight: people, effectiveRows: rows };
  }
  const weight = new Float64Array(segments.length);
  const totals = clusters === undefined && weights === undefined ? undefined : new Map<unknown, ClusterTotal>();
  let squares = 0;
  for (let i = 0; i < labels.length; i++) {
    const s = positions.get(segmentAt(labels, i));
    if (s === undefined || !belongs(i)) continue;
    const w = weights === undefined ? 1 : weights[i]!;
    people[s]! += 1;
    weight[s]! += w;
    squares += w * w;
    if (totals === undefined) continue;
    const unit = clusters === undefined ? i : labelAt(clusters, i);
    let total = totals.get(unit);
    if (total === undefined) {
      total = { weight: 0, hits: new Float64Array(segments.length) };
      totals.set(unit, total);
    }
    total.weight += w;
    total.hits[s]! += w;
  }
  const total = sum(weight);
  return {
    rows: sum(people),
    people,
    total,
    weight,
    ...(totals === undefined ? {} : { clusters: totals }),
    effectiveRows: squares === 0 ? 0 : (total * total) / squares,
  };
}

/**
 * The rows of the whole that are no part of it. Clusters are matched by their label where both files name them.
 *
 * @throws KindredError where the part has more of a segment, or of a cluster, than the whole.
 */
export function withoutPart(
  whole: ShareSample,
  part: ShareSample,
  segments: readonly Segment[],
  matched: boolean,
  where: string,
): ShareSample {
  const less = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, s) => value - b[s]!);
  const people = less(whole.people, part.people);
  const s = people.findIndex((count) => count < 0);
  if (s >= 0)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `segment ${String(segments[s])} has ${part.people[s]} customers and ${whole.people[s]} rows of the population, and overlap is "contained"`,
      fix: 'Use overlap "none", or a population that holds the customers',
    });
  // Weights of the whole may differ from those of the part: what is left over weighs nothing at least.
  const weight = less(whole.weight, part.weight).map((value) => Math.max(0, value));
  const rows = sum(people);
  return {
    rows,
    people,
    weight,
    total: sum(weight),
    ...(matched ? { clusters: clustersWithout(whole.clusters!, part.clusters!, where) } : {}),
    effectiveRows: whole.rows === 0 ? 0 : (rows * whole.effectiveRows) / whole.rows,
  };
}

function clustersWithout(
  whole: ReadonlyMap<unknown, ClusterTotal>,
  part: ReadonlyMap<unknown, ClusterTotal>,
  where: string,
): Map<unknown, ClusterTotal> {
  const stranger = [...part].find(([cluster, { weight }]) => (whole.get(cluster)?.weight ?? 0) < weight);
  if (stranger !== undefined)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `cluster ${String(stranger[0])} has more customers than rows of the population, and overlap is "contained"`,
      fix: "Name the clusters of both files alike",
    });
  return new Map(
    [...whole].map(([cluster, { weight, hits }]): [unknown, ClusterTotal] => {
      const taken = part.get(cluster);
      if (taken === undefined) return [cluster, { weight, hits }];
      return [cluster, { weight: weight - taken.weight, hits: hits.map((hit, s) => hit - taken.hits[s]!) }];
    }),
  );
}

/** Were rows counted by the caller? */
export function isCounted(labels: SegmentLabels | RowsBySegment): labels is RowsBySegment {
  return labels instanceof Map;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
