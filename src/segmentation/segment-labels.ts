/** The segment of each row; null (or NaN) for rows set aside, which count as a segment of their own. */
export type SegmentLabels = ArrayLike<number | string | null>;

/** The segment of row i, null where it was set aside. */
export function segmentAt(labels: SegmentLabels, i: number): number | string | null {
  const label = labels[i]!;
  return label === undefined || (typeof label === "number" && Number.isNaN(label)) ? null : label;
}

/** Segments in order: numbers by size, words by code point, rows set aside last. */
export function segmentOrder(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
