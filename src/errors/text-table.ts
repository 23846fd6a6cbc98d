/** Rows of a long table that are shown. */
const MAX_ROWS = 12;
/** Columns of a wide table that are shown. */
const MAX_COLUMNS = 9;

/** The cells of a table. */
export type TextCell = number | string | boolean | null | undefined;

/**
 * A table as lines of text: numbers with four digits, columns aligned; of a long or wide one the first rows and columns, and how many more there are.
 *
 * @param rows - How many rows there are.
 * @param row - The cells of a row.
 */
export function textTable(heads: readonly string[], rows: number, row: (at: number) => readonly TextCell[]): string {
  const wide = Math.min(heads.length, MAX_COLUMNS);
  const shown = Array.from({ length: Math.min(rows, MAX_ROWS) }, (_, i) => row(i).slice(0, wide).map(cellText));
  const lines = [heads.slice(0, wide), ...shown];
  const widths = Array.from({ length: wide }, (_, j) => Math.max(...lines.map((line) => line[j]!.length)));
  const left = [
    ...(rows > shown.length ? [`${(rows - shown.length).toLocaleString("en-US")} more rows`] : []),
    ...(heads.length > wide ? [`${(heads.length - wide).toLocaleString("en-US")} more columns`] : []),
  ];
  return [
    ...lines.map((line) =>
      line
        .map((cell, j) => cell.padStart(widths[j]!))
        .join("  ")
        .trimEnd(),
    ),
    ...(left.length === 0 ? [] : [`… ${left.join(", ")}`]),
  ].join("\n");
}

function cellText(cell: TextCell): string {
  if (cell === null || cell === undefined) return "";
  return typeof cell === "number" && !Number.isInteger(cell) ? String(Number(cell.toPrecision(4))) : String(cell);
}
