import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { isSource, type Source, type TableLike, tableInMemory } from "../../table/index.js";
import { type ProfileOptions, profileSegments } from "../profile-segments.js";
import type { SegmentLabels } from "../segment-labels.js";
import { SegmentRules } from "./segment-rules-result.js";

const checkRules = optionsCheck<ProfileOptions>("segmentRules", {
  schema: check.schema,
  minimum: check.whole(1),
  signal: check.signal,
});

/**
 * A rule for each segment that says who is in it in a few columns, in the words of dictionary and schema: for a list that another system draws, and for people
 * who ask. A shallow tree tells the segment from all other rows, and of its nodes the one with the best balance of coverage (how much of the segment
 * it finds) and precision (how much of what it finds is of the segment) speaks. Segments that no such rule tells from the others have none.
 *
 * @param table - The table as it was read: codes, words, nulls.
 * @param labels - The segment of each row; null for rows set aside.
 * @throws KindredError where there is not one label a row.
 *
 * @example
 * ```ts
 * import { segmentRules } from "kindred";
 *
 * const people = [{ AGE: 30, ZONE: "a" }, { AGE: 32, ZONE: "b" }, { AGE: 60, ZONE: "a" }, { AGE: 62, ZONE: "b" }];
 * const { rules } = segmentRules(people, [0, 0, 1, 1], { minimum: 1 });
 * rules.map(({ text }) => text); // ["AGE at most 32", "AGE more than 32"]
 * rules[0]!.precision; // 1
 * ```
 */
export function segmentRules(table: TableLike, labels: SegmentLabels, options?: ProfileOptions): SegmentRules;
/** The same of a Source, whose rows are read into memory. */
export function segmentRules(source: Source, labels: SegmentLabels, options?: ProfileOptions): Promise<SegmentRules>;
export function segmentRules(
  table: TableLike | Source,
  labels: SegmentLabels,
  options: ProfileOptions = {},
): SegmentRules | Promise<SegmentRules> {
  checkArguments("segmentRules", { table: [table, check.data], labels: [labels, check.labels] });
  checkRules(options);
  return isSource(table)
    ? tableInMemory(table, "segmentRules", options.signal).then((rows) => rulesOf(rows, labels, options))
    : rulesOf(table, labels, options);
}

function rulesOf(table: TableLike, labels: SegmentLabels, options: ProfileOptions): SegmentRules {
  const { segments } = profileSegments(table, labels, options);
  return new SegmentRules(
    segments.flatMap(({ segment, rule }) => (rule === undefined ? [] : [{ segment, ...rule }])),
    segments.flatMap(({ segment, rule }) => (rule === undefined ? [segment] : [])),
  );
}
