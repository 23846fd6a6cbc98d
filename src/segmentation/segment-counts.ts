import { KindredError } from "../errors/index.js";

/** The segment of each row; null (or NaN) for rows set aside, which count as a segment of their own. */
export type SegmentLabels = ArrayLike<number | string | null>;

/** Rows by segment, and the rows in all. */
export interface SegmentCounts {
  readonly counts: ReadonlyMap<number | string | null, number>;
  readonly rows: number;
}

/** The segment of row i, null where it was set aside. */
export function segmentAt(labels: SegmentLabels, i: number): number | string | null {
  const label = labels[i]!;
  return label === undefined || (typeof label === "number" && Number.isNaN(label)) ? null : label;
}

/** Counts every row. */
export function countSegments(labels: SegmentLabels, where: string, what: string): SegmentCounts {
  if (labels.length === 0)
    throw new KindredError({
      code: "EMPTY_INPUT",
      where,
      problem: `${what} has no rows`,
      fix: "Pass the segment of each row",
    });
  const counts = new Map<number | string | null, number>();
  for (let i = 0; i < labels.length; i++) {
    const segment = segmentAt(labels, i);
    counts.set(segment, (counts.get(segment) ?? 0) + 1);
  }
  return { counts, rows: labels.length };
}

/** Segments in order: numbers by size, words by code point, rows set aside last. */
export function segmentOrder(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
