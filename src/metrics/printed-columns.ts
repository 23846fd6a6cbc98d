import { type Printable, printed, textTable } from "../errors/index.js";

/** Points of a long curve that are shown. */
const MAX_POINTS = 11;

/** A result that prints itself as a sentence and a table; of many rows some, evenly over all of them. */
export function printedColumns<T extends object>(
  result: T,
  columns: Readonly<Record<string, ArrayLike<number>>>,
  sentence = "",
): T & Printable {
  return printed(result, () => {
    const lists = Object.values(columns);
    const rows = Math.max(0, ...lists.map(({ length }) => length));
    const shown = Math.min(rows, MAX_POINTS);
    const at = (k: number): number => (shown < 2 ? k : Math.round((k * (rows - 1)) / (shown - 1)));
    const table = textTable(Object.keys(columns), shown, (k) => lists.map((list) => list[at(k)]));
    const left = rows > shown ? [`${shown} of ${rows.toLocaleString("en-US")} points`] : [];
    return [...(sentence === "" ? [] : [sentence]), table, ...left].join("\n");
  });
}
