import type { Table } from "apache-arrow";
import { PrintedResult } from "../../errors/index.js";
import { tableFromRows } from "../../table/index.js";
import type { SegmentRule } from "../segment-profile.js";

/** The rule of one segment. */
export interface RuleOfSegment extends SegmentRule {
  /** Its label; null for rows set aside. */
  readonly segment: number | string | null;
}

/** The rules of segments. */
export class SegmentRules extends PrintedResult {
  /** One entry for each segment that has a rule. */
  readonly rules: readonly RuleOfSegment[];
  /** The segments that no rule of a few columns tells from the others. */
  readonly without: readonly (number | string | null)[];

  constructor(rules: readonly RuleOfSegment[], without: readonly (number | string | null)[]) {
    super();
    this.rules = rules;
    this.without = without;
  }

  /** One line a segment. */
  toText(): string {
    return [
      ...this.rules.map(({ segment, text, coverage, precision, known }) => {
        const of = known < 1 ? `the ${percent(known)} of it that are known` : "it";
        return `${nameOf(segment)}: ${text}. Holds for ${percent(coverage)} of ${of}; ${percent(precision)} of whom it holds for are of the segment.`;
      }),
      ...this.without.map((segment) => `${nameOf(segment)}: no rule of a few columns.`),
    ].join("\n");
  }

  /** One row a rule. */
  toTable(): Table {
    return tableFromRows(
      ["segment", "rule", "coverage", "precision", "known"],
      this.rules.map(({ segment, text, coverage, precision, known }) => [
        segment === null ? "set aside" : String(segment),
        text,
        coverage,
        precision,
        known,
      ]),
    );
  }
}

function nameOf(segment: number | string | null): string {
  return segment === null ? "Rows set aside" : `Segment ${segment}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
