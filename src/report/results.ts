/**
 * What the report reads of each result, as plain data: the results of `compareSegments`, `profileSegments` and the others have this shape, and so
 * has their JSON.
 */

/** A segment's id; null for rows that were set aside. */
export type SegmentId = number | string | null;

/** A segment's shares of both files over some rows. */
export interface ComparedShares {
  /** Share of customers over share of population. */
  readonly index: number;
}

/** One segment in both files. Numbers are null where they are not shown. */
export interface ComparedSegment {
  /** Its id. */
  readonly segment: SegmentId;
  /** People of the population in it. */
  readonly population: number | null;
  /** Customers in it. */
  readonly customers: number | null;
  /** Its share of the population, from 0 to 1. */
  readonly populationShare: number | null;
  /** Its share of the customers, from 0 to 1. */
  readonly customerShare: number | null;
  /** Share of customers over share of population. */
  readonly index: number | null;
  /** The interval of the index. */
  readonly interval: readonly [number, number] | null;
  /** The p-value adjusted for the number of segments. */
  readonly adjustedP: number | null;
  /** The customers that it would have if it held as large a share of them as of the population. */
  readonly expected?: number | null | undefined;
  /** Customers over people of the population in it. */
  readonly penetration?: number | null | undefined;
  /** Is it worth acting on? Worked out from the interval and the p-value where it is not said. */
  readonly notable?: boolean | null | undefined;
  /** The same without the rows that were set aside. */
  readonly kept?: ComparedShares | undefined;
  /** Between which two values a hidden index lies. */
  readonly bounds?: readonly [number, number] | undefined;
}

/** What `compareSegments` gives. */
export interface ReportedComparison {
  /** The segments. */
  readonly segments: readonly ComparedSegment[];
  /** People of the population. */
  readonly populationRows: number;
  /** Customers. */
  readonly customerRows: number;
  /** Confidence of the intervals. */
  readonly confidence: number;
  /** How different the two files are over all segments. */
  readonly cramersV: number;
  /** Are the customers part of the population? */
  readonly overlap?: string | undefined;
  /** What the figures rest on. */
  readonly notes: readonly string[];
  /** What others may see, where the result knows it itself. */
  shared?(): ReportedComparison;
}

/** How often a value is held in a segment and by everybody. */
export interface ProfiledValue {
  /** The value. */
  readonly value: string;
  /** What it means. */
  readonly meaning?: string | undefined;
  /** Its share in the segment. */
  readonly share: number;
  /** Its share of all rows. */
  readonly overall: number;
  /** Its share of all rows that are not of the segment. Cards compare with it, and with `overall` where it is absent. */
  readonly rest?: number | undefined;
}

/** One column in one segment. */
export interface ProfiledColumn {
  /** Its name. */
  readonly column: string;
  /** The segment's mean; NaN or null for names. */
  readonly mean: number | null;
  /** The mean of all rows. */
  readonly overall: number | null;
  /** The mean of all rows that are not of the segment. Cards compare with it, and with `overall` where it is absent. */
  readonly rest?: number | undefined;
  /** The difference in standard deviations. */
  readonly effect: number;
  /** Does the segment have more of what the column measures? */
  readonly more?: boolean | undefined;
  /** The share of the segment's rows that miss it. */
  readonly missing: number;
  /** Values that the segment holds more often than others. */
  readonly values: readonly ProfiledValue[];
  /** A more telling column that says much the same of the segment: that one speaks. */
  readonly sameAs?: string | undefined;
}

/** One segment in all columns. */
export interface ProfiledSegment {
  /** Its id. */
  readonly segment: SegmentId;
  /** Its rows. */
  readonly rows: number;
  /** Their share of all rows. */
  readonly share: number;
  /** The columns. */
  readonly columns: readonly ProfiledColumn[];
  /** The rule that says who is in it, where there is one. */
  readonly rule?: Omit<ReportedRule, "segment"> | undefined;
}

/** What `profileSegments` gives. */
export interface ReportedProfile {
  /** The segments. */
  readonly segments: readonly ProfiledSegment[];
}

/** What sets a segment apart, as `explainSegments` gives it. */
export interface ReportedExplanation {
  /** The segment. */
  readonly segment: SegmentId;
  /** The explanation as one sentence. */
  toText(): string;
}

/** A rule that finds a segment's people by a few columns. */
export interface ReportedRule {
  /** The segment. */
  readonly segment: SegmentId;
  /** The rule in words. */
  readonly text: string;
  /** The share of the segment's people that fulfil it. */
  readonly coverage: number;
  /** The share of the people who fulfil it that are of the segment. */
  readonly precision: number;
  /** The share of the segment's people of whom its columns are known; both other shares are of those. All of them where it is absent. */
  readonly known?: number | undefined;
}

/** What the criteria say of one number of segments. */
export interface ReportedChoiceRow {
  /** How many segments. */
  readonly k: number;
  /** -1 to 1, higher is better. */
  readonly silhouette: number;
  /** Higher is better. */
  readonly calinskiHarabasz: number;
  /** Lower is better. */
  readonly daviesBouldin: number;
  /** A Jaccard for each segment: 1 where the same people come out together again. */
  readonly jaccard?: readonly (number | null)[] | undefined;
  /** The smallest segment in people. */
  readonly smallest?: number | undefined;
  /** How well the segments tell customers from others. */
  readonly cramersV?: number | undefined;
  /** The same as the AUC of their shares of customers. */
  readonly auc?: number | undefined;
  /** How far criteria vary from draw to draw, as standard deviations. */
  readonly spread?: ReportedSpread | undefined;
}

/** How far criteria vary from draw to draw; null or NaN where nothing was drawn. */
export interface ReportedSpread {
  /** Of the silhouette. */
  readonly silhouette: number | null;
  /** Of the Calinski-Harabasz index. */
  readonly calinskiHarabasz: number | null;
  /** Of the Davies-Bouldin index. */
  readonly daviesBouldin: number | null;
}

/** What `chooseClusters` gives. */
export interface ReportedChoice {
  /** One entry a number of segments. */
  readonly rows: readonly ReportedChoiceRow[];
  /** The advice with its reasons. */
  readonly advice: ReportedAdvice;
}

/** How many segments to make, and why. */
export interface ReportedAdvice {
  /** How many; null where there is no natural number. */
  readonly clusters: number | null;
  /** Why. */
  readonly reasons: readonly string[];
  /** The advice in one sentence. */
  readonly sentence?: string | undefined;
}

/** How often a segment comes out again. */
export interface SegmentStability {
  /** The segment. */
  readonly segment: SegmentId;
  /** Its mean Jaccard over draws. */
  readonly jaccard: number;
  /** Between what lie 95 of 100 draws. */
  readonly interval?: readonly [number, number] | undefined;
}

/** What `stability` gives. */
export interface ReportedStability {
  /** One entry a segment. */
  readonly segments: readonly SegmentStability[];
}

/** People who were in one segment and are in another. */
export interface SegmentMove {
  /** The segment before. */
  readonly before: SegmentId;
  /** The segment after. */
  readonly after: SegmentId;
  /** How many people; null where that is hidden already. */
  readonly rows: number | null;
  /** Their share of the segment before. */
  readonly share?: number | null | undefined;
  /** The interval of that share. */
  readonly interval?: readonly [number, number] | null | undefined;
  /** Is it the same segment? Where it is not said, that of the same id is. */
  readonly stays?: boolean | undefined;
}

/** What `migration` gives. */
export interface ReportedMigration {
  /** One entry a pair of segments; pairs that are left out have no people. */
  readonly moves: readonly SegmentMove[];
}

/** How many rows had an outcome on the way to the list. */
export interface ReportedOutcome {
  /** What became of them. */
  readonly outcome: string;
  /** How many. */
  readonly rows: number;
  /** How many are left after them. */
  readonly left: number;
}

/** What `prospectList` gives. */
export interface ReportedList {
  /** Every outcome with its rows. */
  readonly waterfall: readonly ReportedOutcome[];
  /** What the list promises. */
  readonly promise?: ReportedPromise | undefined;
}

/** What a list of probabilities promises. */
export interface ReportedPromise {
  /** Responses to be expected. */
  readonly responses: number;
  /** What they bring, less what contacting costs. */
  readonly profit: number;
}

/** One part of the list after the campaign. */
export interface ReportedCampaignPart {
  /** From 1: the best. */
  readonly bin: number;
  /** People contacted. */
  readonly rows: number;
  /** Responses promised. */
  readonly expected: number;
  /** Responses that came. */
  readonly actual: number;
  /** The rate promised. */
  readonly expectedRate: number;
  /** The rate that came. */
  readonly rate: number;
  /** The interval of that rate. */
  readonly interval: readonly [number, number];
  /** The share of all responses up to here. */
  readonly reached: number;
}

/** What `campaignReport` gives. */
export interface ReportedCampaign {
  /** The parts, the best first. */
  readonly bins: readonly ReportedCampaignPart[];
  /** People contacted. */
  readonly rows: number;
  /** Responses promised. */
  readonly expected: number;
  /** Responses that came. */
  readonly actual: number;
  /** Confidence of the intervals. */
  readonly confidence: number;
  /** What others may see of it: parts merged until none is of few people. */
  shared?(): {
    /** The parts, merged. */
    readonly bins: readonly ReportedCampaignPart[];
  };
}

/** The model that made the segments: a fitted model or pipeline. */
export interface ReportedModel {
  /** Its kind. */
  readonly kind: string;
  /** Its JSON document, which holds its steps, parameters and checksum. */
  toJSON(): unknown;
}

/** Names of segments: by id, one an id counted from 0, or what `nameSegments` gave. */
export type SegmentNames = ReadonlyMap<SegmentId, string> | Readonly<Record<string, string>> | readonly string[];
