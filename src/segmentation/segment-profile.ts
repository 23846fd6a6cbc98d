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
  /** Its share of all rows that are not of the segment; a bound where `share` is one. Absent where they are few. */
  readonly rest?: number;
  /** `share` divided by `overall`. */
  readonly index: number;
  /** Is `share` only a bound, since fewer people than the minimum hold the value, or hold another one? */
  readonly bound?: "below" | "above";
}

/** One column in one segment. */
export interface ColumnProfile {
  /** Its name. */
  readonly column: string;
  /** What it is about, where a dictionary says so. */
  readonly description?: string;
  /** The people of the segment of whom it is known. */
  readonly known: number;
  /** The segment's mean in the column's own units; NaN for names and dates. */
  readonly mean: number;
  /** The mean over all rows. */
  readonly overall: number;
  /** The mean over all rows that are not of the segment; absent for names and dates, and where they are few. */
  readonly rest?: number;
  /** The value in the segment's middle; of scales it is a code. NaN for names and dates. */
  readonly median: number;
  /** The value in the middle of all rows. */
  readonly overallMedian: number;
  /** How far the segment is from all rows: the difference of means, or of the most telling share, in standard deviations over all rows. */
  readonly effect: number;
  /** Does the segment have more of what the column measures than all rows? A scale whose direction is `"down"` has more where its codes are lower. Absent for names and dates, and where codes have meanings of which it is not known in which way they run. */
  readonly more?: boolean;
  /** The share of the segment's rows in which the column is missing. */
  readonly missing: number;
  /** Values that the segment holds more often than all rows do, the most telling first. */
  readonly values: readonly ValueShare[];
  /** Are the codes taken for names because their meanings have no order and their level was not declared? */
  readonly levelGuessed?: boolean;
  /** For names: the most telling value, whether it is held more often or less. */
  readonly telling?: ValueShare;
  /** A more telling column that says much the same of people: of a block of correlated columns one speaks. */
  readonly sameAs?: string;
}

/** One condition of a rule. */
export interface RuleCondition {
  /** The column. */
  readonly column: string;
  /** How it is compared. */
  readonly comparison: "at most" | "more than" | "is" | "is not";
  /** With what, as the table shows it. */
  readonly value: string;
}

/** A rule that says who is in a segment, as well as a few columns can. */
export interface SegmentRule {
  /** All of them hold. */
  readonly conditions: readonly RuleCondition[];
  /** The share of the segment's rows that it holds for, of those of which its columns are known. */
  readonly coverage: number;
  /** The share of the rows that it holds for that are of the segment. */
  readonly precision: number;
  /** The share of the segment's rows of which its columns are known. */
  readonly known: number;
  /** The rule as text. */
  readonly text: string;
}

/** One segment in all its columns. */
export interface SegmentProfile {
  /** Its label; null for rows set aside. */
  readonly segment: number | string | null;
  /** Its rows. */
  readonly rows: number;
  /** Their share of all rows. */
  readonly share: number;
  /** The columns that enough people know, the most telling first; none where the segment is too small to be shown. */
  readonly columns: readonly ColumnProfile[];
  /** Who is in it, from a tree of three levels; absent where nothing tells it from others, or too few people are. */
  readonly rule?: SegmentRule;
}
