/** How often a value is held in a segment, and overall. */
export interface ValueShare {
  /** The value as the table shows it. */
  readonly value: string;
  /** What it means, where that is known. */
  readonly meaning?: string;
  /** Its share of the segment's rows, missing ones not counted. */
  readonly share: number;
  /** Its share of all rows, missing ones not counted. */
  readonly overall: number;
  /** `share` divided by `overall`. */
  readonly index: number;
}

/** One column in one segment. */
export interface ColumnProfile {
  /** Its name. */
  readonly column: string;
  /** The segment's mean in the column's own units; NaN for names and dates. */
  readonly mean: number;
  /** The mean over all rows. */
  readonly overall: number;
  /** How far the segment is from all rows: the difference of means, or of the most telling share, in standard deviations. */
  readonly effect: number;
  /** Does the segment have more of what the column measures than all rows? A scale whose direction is `"down"` has more where its codes are lower. Absent for names and dates. */
  readonly more?: boolean;
  /** The share of the segment's rows in which the column is missing. */
  readonly missing: number;
  /** Values that the segment holds more often than all rows do, the highest index first. */
  readonly values: readonly ValueShare[];
}

/** One segment in all its columns. */
export interface SegmentProfile {
  /** Its label; null for rows set aside. */
  readonly segment: number | string | null;
  /** Its rows. */
  readonly rows: number;
  /** Their share of all rows. */
  readonly share: number;
  /** The columns, the most telling first; none where the segment is too small to be shown. */
  readonly columns: readonly ColumnProfile[];
}

/** A segment's profile as text: one line a column. */
export function profileText({ segment, rows, share, columns }: SegmentProfile, top: number): string {
  const name = segment === null ? "Rows set aside" : `Segment ${segment}`;
  const head = `${name}: ${rows.toLocaleString("en-US")} rows, ${(100 * share).toFixed(1)} %`;
  return [head, ...columns.slice(0, top).map(columnText)].join("\n");
}

/** Below this effect a mean is not called more or less. */
const NEARLY_NONE = 0.1;

function columnText({ column, mean, overall, more, effect, values }: ColumnProfile): string {
  const word = more === undefined || Math.abs(effect) < NEARLY_NONE ? "" : more ? "more " : "less ";
  const means = Number.isNaN(mean) ? "" : ` mean ${mean.toFixed(2)}, overall ${overall.toFixed(2)}`;
  const often = values.slice(0, 2).map(({ value, meaning, index }) => `${meaning ?? value} ×${index.toFixed(2)}`);
  return `  ${word}${column}:${means}${often.length === 0 ? "" : ` (${often.join(", ")})`}`;
}
