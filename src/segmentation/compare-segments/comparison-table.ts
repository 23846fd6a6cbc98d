import type { Table } from "apache-arrow";
import { tableFromRows } from "../../table/index.js";
import type { SharedSegmentRow } from "./shared-rows.js";
import type { SharedComparison } from "./summary.js";

const FIGURES = [
  "population",
  "customers",
  "populationShare",
  "customerShare",
  "difference",
  "index",
  "index100",
  "low",
  "high",
  "expected",
  "penetration",
  "chiSquared",
  "p",
  "adjustedP",
  "indexOfKept",
] as const;

/** A comparison as a Table: one row a segment, and one a customer group and segment. */
export function comparisonTable({ segments, groups }: SharedComparison): Table {
  const all = [
    ...segments.map((row) => ({ group: null, row })),
    ...groups.flatMap(({ group, segments: own }) => own.map((row) => ({ group, row }))),
  ];
  return tableFromRows(
    ["group", "segment", ...FIGURES, "notable", "finding"],
    all.map(({ group, row }) => [
      group,
      row.segment === null ? "set aside" : String(row.segment),
      ...FIGURES.map((name) => figureOf(row, name)),
      row.notable === null ? null : row.notable ? "yes" : "no",
      row.finding ?? null,
    ]),
  );
}

function figureOf(row: SharedSegmentRow, name: (typeof FIGURES)[number]): number | null {
  if (name === "low") return row.interval?.[0] ?? null;
  if (name === "high") return row.interval?.[1] ?? null;
  if (name === "indexOfKept") return row.kept?.index ?? null;
  return row[name];
}
