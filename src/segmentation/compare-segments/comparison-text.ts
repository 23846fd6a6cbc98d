import { boundsText, type SharedGroup, type SharedSegmentRow } from "./shared-rows.js";
import type { SharedComparison } from "./summary.js";

const HEAD = ["segment", "index", "interval", "customers", "population", "points", "adjusted p", ""] as const;
/** What stands in place of a number that is not shown. */
const HIDDEN = "–";

/** A comparison as text. */
export function comparisonText(comparison: SharedComparison, everything: boolean): string {
  const { segments, groups, cramersV, chiSquared, degrees, notes, minimum } = comparison;
  const tested = Number.isNaN(chiSquared)
    ? ""
    : `; chi-squared ${chiSquared.toFixed(1)} on ${degrees} ${degrees === 1 ? "degree" : "degrees"} of freedom`;
  const isHidden = [segments, ...groups.map((group) => group.segments)].flat().some((row) => row.index === null);
  // Where too few segments may be shown nothing can be said of all of them together.
  const total = Number.isNaN(cramersV) ? `Cramér's V ${HIDDEN}` : `Cramér's V ${cramersV.toFixed(3)}${tested}`;
  return [
    ...table(segments, minimum),
    total,
    ...groups.flatMap((group) => ["", groupHead(group), ...table(group.segments, minimum)]),
    ...notes,
    ...(isHidden && !everything
      ? [`${HIDDEN} fewer than ${minimum} people, or what would give such a number away.`]
      : []),
  ].join("\n");
}

function groupHead({ group, customerRows }: SharedGroup): string {
  return `Customer group ${group}: ${customerRows.toLocaleString("en-US")} rows`;
}

/** Rows set aside stand under a rule. */
function table(rows: readonly SharedSegmentRow[], minimum: number): string[] {
  const body = rows.map((row) => cellsOf(row, minimum));
  const widths = HEAD.map((title, j) => Math.max(title.length, ...body.map((cells) => cells[j]!.length)));
  const lines = [[...HEAD], ...body].map((cells) =>
    cells
      .map((cell, j) => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!)))
      .join("  ")
      .trimEnd(),
  );
  const aside = rows.findIndex((row) => row.segment === null);
  if (aside > 0) lines.splice(1 + aside, 0, "─".repeat(Math.max(...lines.map((line) => line.length))));
  return lines;
}

function cellsOf(row: SharedSegmentRow, minimum: number): string[] {
  const name = row.segment === null ? "set aside" : String(row.segment);
  const shares = [shareText(row.customerShare, row, minimum), shareText(row.populationShare, row, minimum)];
  const { index, interval, difference, adjustedP, bounds } = row;
  if (index === null || interval === null || difference === null || adjustedP === null)
    return [name, bounds === undefined ? HIDDEN : boundsText(bounds), HIDDEN, ...shares, HIDDEN, HIDDEN, ""];
  return [
    name,
    index.toFixed(2),
    `${interval[0].toFixed(2)} to ${interval[1].toFixed(2)}`,
    ...shares,
    `${difference < 0 ? "−" : "+"}${(100 * Math.abs(difference)).toFixed(1)}`,
    adjustedP < 0.001 ? "< 0.001" : adjustedP.toFixed(3),
    row.notable ? (index > 1 ? "notable: more" : "notable: fewer") : "",
  ];
}

function shareText(share: number | null, { finding = "" }: SharedSegmentRow, minimum: number): string {
  if (share !== null) return `${(100 * share).toFixed(1)} %`;
  return finding.includes(`< ${minimum}`) ? `< ${minimum}` : HIDDEN;
}
