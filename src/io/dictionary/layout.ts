import { KindredError, listed } from "../../errors/index.js";
import { type DictionaryRow, namesIn } from "../../table/index.js";

/** Titles and notes may stand above a header; it is looked for in the first HEADER_ROWS rows. */
const HEADER_ROWS = 20;

const WANTED = ["attribute", "description", "value", "meaning"] as const;

/** The rows of a values file: below the first row that holds all four names, in any case and order. */
export function dictionaryRows(grid: readonly (readonly string[])[], path: string, where: string): DictionaryRow[] {
  const named = (row: readonly string[], name: string): number =>
    row.findIndex((cell) => cell.trim().toLowerCase() === name);
  const at = grid.slice(0, HEADER_ROWS).findIndex((row) => WANTED.every((name) => named(row, name) >= 0));
  if (at < 0) {
    const header = grid.find((row) => WANTED.some((name) => named(row, name) >= 0)) ?? grid[0] ?? [];
    const missing = WANTED.filter((name) => named(header, name) < 0);
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `${path} has no column ${listed(missing)}`,
      fix: `Its columns are ${listed(header)}; name the separator if they look joined`,
      column: missing[0]!,
    });
  }
  const columns = WANTED.map((name) => named(grid[at]!, name));
  return grid.slice(at + 1).map((row) => {
    const [attribute, description, value, meaning] = columns.map((column) => row[column] ?? "");
    return { attribute: attribute!, description: description!, value: value!, meaning: meaning! };
  });
}

/**
 * Whom each attribute describes, from a levels file: two columns called like level and attribute (or the first two), the level's
 * name on its first row alone.
 */
export function attributeLevels(
  grid: readonly (readonly string[])[],
  path: string,
  where: string,
): ReadonlyMap<string, string> {
  const find = (row: readonly string[], pattern: RegExp): number => row.findIndex((cell) => pattern.test(cell));
  const header = grid
    .slice(0, HEADER_ROWS)
    .findIndex(
      (row) =>
        find(row, /level/i) >= 0 && find(row, /attribute/i) >= 0 && find(row, /level/i) !== find(row, /attribute/i),
    );
  const names = grid[Math.max(0, header)] ?? [];
  const [first, second] = header < 0 ? [0, 1] : [find(names, /level/i), find(names, /attribute/i)];
  if (names.length < 2)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `${path} has fewer than two columns`,
      fix: "Give levels in the first column and attributes in the second, or name the separator",
    });
  const levels = new Map<string, string>();
  let level = "";
  for (const row of grid.slice(Math.max(0, header) + 1)) {
    const own = (row[first] ?? "").trim();
    if (own !== "") level = own;
    for (const name of namesIn(row[second] ?? "")) levels.set(name, level);
  }
  return levels;
}
