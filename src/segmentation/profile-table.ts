import type { Table } from "apache-arrow";
import { tableFromRows } from "../table/index.js";
import type { SegmentProfile } from "./segment-profile.js";
import { columnWords } from "./segment-words.js";

const HEAD = [
  "segment",
  "column",
  "known",
  "missing",
  "mean",
  "overall",
  "median",
  "overallMedian",
  "effect",
  "value",
  "valueShare",
  "valueOverall",
  "sameAs",
  "words",
] as const;

/** Profiles as a Table: one row a segment and column. */
export function profileTable(profiles: readonly SegmentProfile[]): Table {
  return tableFromRows(
    HEAD,
    profiles.flatMap(({ segment, columns }) =>
      columns.map((one) => {
        const value = one.telling ?? one.values[0];
        return [
          segment === null ? "set aside" : String(segment),
          one.column,
          one.known,
          one.missing,
          one.mean,
          one.overall,
          one.median,
          one.overallMedian,
          one.effect,
          value === undefined ? null : (value.meaning ?? value.value),
          value?.share ?? null,
          value?.overall ?? null,
          one.sameAs ?? null,
          columnWords(one),
        ];
      }),
    ),
  );
}
