import { hiddenCells, hiddenNote, NOT_SHOWN } from "../metrics/index.js";

/** One segment in both files. */
export interface SegmentRow {
  /** Its label; null for rows set aside. */
  readonly segment: number | string | null;
  /** Rows in the population. */
  readonly population: number;
  /** Rows in the customer file. */
  readonly customers: number;
  /** Share of all rows of the population, from 0 to 1. */
  readonly populationShare: number;
  /** Share of all rows of the customer file, from 0 to 1. */
  readonly customerShare: number;
  /** Customer share less population share. */
  readonly difference: number;
  /** Customer share divided by population share: above 1 customers come from here more often than chance has it. */
  readonly index: number;
  /** Between which two values the index lies at the confidence asked for. */
  readonly interval: readonly [number, number];
  /** Chi-squared of this segment against all others, one degree of freedom. */
  readonly chiSquared: number;
  /** Its p-value. */
  readonly p: number;
  /** Its p-value adjusted for the number of segments (Benjamini-Hochberg). */
  readonly adjustedP: number;
}

/** What holds for all segments together. */
export interface ComparisonSummary {
  /** Rows of the population. */
  readonly populationRows: number;
  /** Rows of the customer file. */
  readonly customerRows: number;
  /** How sure the intervals are. */
  readonly confidence: number;
  /** How different the two files are over all segments: 0 not at all, 1 wholly. */
  readonly cramersV: number;
  /** Chi-squared over all segments. At this many rows nearly everything is significant: look at the index and at V first. */
  readonly chiSquared: number;
  /** Its degrees of freedom. */
  readonly degrees: number;
  /** Its p-value. */
  readonly p: number;
  /** What the figures rest on. */
  readonly notes: readonly string[];
  /** The text shows no figures of fewer people than this. */
  readonly minimum: number;
}

/** A comparison of segments. */
export interface SegmentComparison extends ComparisonSummary {
  /** The segments, rows set aside last. */
  readonly segments: readonly SegmentRow[];
  /** The comparison as text: effect sizes first, tests behind them. */
  toText(): string;
}

/** A comparison that prints itself. */
export class SegmentTable implements SegmentComparison {
  readonly segments: readonly SegmentRow[];
  readonly populationRows: number;
  readonly customerRows: number;
  readonly confidence: number;
  readonly cramersV: number;
  readonly chiSquared: number;
  readonly degrees: number;
  readonly p: number;
  readonly notes: readonly string[];
  readonly minimum: number;

  constructor(segments: readonly SegmentRow[], summary: ComparisonSummary) {
    this.segments = segments;
    this.populationRows = summary.populationRows;
    this.customerRows = summary.customerRows;
    this.confidence = summary.confidence;
    this.cramersV = summary.cramersV;
    this.chiSquared = summary.chiSquared;
    this.degrees = summary.degrees;
    this.p = summary.p;
    this.notes = summary.notes;
    this.minimum = summary.minimum;
  }

  toText(): string {
    const head = ["segment", "index", "interval", "customers", "population", "points", "adjusted p"];
    const hide = (counts: readonly number[]): readonly boolean[] => hiddenCells(counts, this.minimum);
    const fewCustomers = hide(this.segments.map((row) => row.customers));
    const fewPeople = hide(this.segments.map((row) => row.population));
    const body = this.segments.map((row, s) => {
      const hidden = fewCustomers[s] || fewPeople[s];
      return [
        row.segment === null ? "set aside" : String(row.segment),
        ...(hidden ? [NOT_SHOWN, NOT_SHOWN] : [row.index.toFixed(2), intervalText(row)]),
        fewCustomers[s] ? NOT_SHOWN : percent(row.customerShare),
        fewPeople[s] ? NOT_SHOWN : percent(row.populationShare),
        ...(hidden ? [NOT_SHOWN, NOT_SHOWN] : [pointsText(row), pText(row)]),
      ];
    });
    const widths = head.map((title, j) => Math.max(title.length, ...body.map((cells) => cells[j]!.length)));
    const lines = [head, ...body].map((cells) =>
      cells.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!))).join("  "),
    );
    const total = `Cramér's V ${this.cramersV.toFixed(3)}; chi-squared ${this.chiSquared.toFixed(1)} on ${this.degrees} degrees of freedom`;
    const anyHidden = fewCustomers.includes(true) || fewPeople.includes(true);
    return [...lines, total, ...this.notes, ...(anyHidden ? [hiddenNote(this.minimum)] : [])].join("\n");
  }
}

function intervalText({ interval: [low, high] }: SegmentRow): string {
  return `${low.toFixed(2)} to ${high.toFixed(2)}`;
}

function pointsText({ difference }: SegmentRow): string {
  return `${difference < 0 ? "−" : "+"}${(100 * Math.abs(difference)).toFixed(1)}`;
}

function pText({ adjustedP }: SegmentRow): string {
  return adjustedP < 0.001 ? "< 0.001" : adjustedP.toFixed(3);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
