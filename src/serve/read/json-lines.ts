import { checkRows, type Input } from "./input.js";
import { addRow, isRecord, parseJson, plainId } from "./json.js";
import { RequestError } from "./request-error.js";
import { type PassedColumn, type Rows, RowsBuilder } from "./rows.js";

/** One row of JSON a line; empty lines are none. A line that is no JSON is a bad row. */
export function rowsFromJsonLines(text: string, input: Input): Rows {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  checkRows(lines.length, input);
  const rows = new RowsBuilder(input.columns, lines.length);
  const ids = input.ids.map((): unknown[] => []);
  for (const line of lines) {
    const row = parsed(line, input);
    if (row === undefined) {
      rows.fail("MALFORMED_JSON", "the line is not valid JSON");
      rows.next();
    } else addRow(isRecord(row) && Array.isArray(row["features"]) ? row["features"] : row, rows, input);
    input.ids.forEach((name, k) => {
      ids[k]!.push(isRecord(row) && Object.hasOwn(row, name) ? plainId(row[name]) : null);
    });
  }
  const passed = input.ids.map((name, k): PassedColumn => ({ name, values: ids[k]! }));
  return rows.finish(passed.filter(({ values }) => values.some((value) => value !== null)));
}

function parsed(line: string, { limits }: Input): unknown {
  try {
    return parseJson(line, limits.depth);
  } catch (error) {
    if (error instanceof RequestError && error.status === 400) return undefined;
    throw error;
  }
}
