import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { optionsCheck } from "../../options/index.js";
import { arrowColumns, schemaOf, tableOf } from "./arrow-columns.js";
import { parseChecks } from "./option-checks.js";
import type { ParseCsvOptions } from "./options.js";
import { malformed, ParseError } from "./parse-issue.js";
import { type CsvPlan, planOf } from "./plan.js";
import type { RowReader } from "./row-reader.js";
import { TextInput } from "./text-input.js";

/** Characters encoded at a time. */
const STREAM_BYTES = 1 << 20;

const checkParse = optionsCheck<ParseCsvOptions>("parseCsv", parseChecks);

/**
 * Reads CSV text into an Arrow Table. Types and missing values are those of `readCsv`, which describes them. Runs in
 * browsers too.
 *
 * @param text - The whole text; a byte order mark at its start is ignored.
 * @returns One row a record.
 * @throws KindredError MALFORMED_FILE, naming line and column; MISSING_COLUMN; INVALID_PARAMETER.
 *
 * @example
 * ```ts
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("AGE;CAMEO\n34;8A\n;XX\n", { nullWords: ["", "XX"] });
 * console.log(table.numRows, table.getChild("AGE")?.nullCount);
 * ```
 */
export function parseCsv(text: string, options: ParseCsvOptions = {}): Table {
  if (typeof text !== "string")
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "parseCsv",
      problem: `the text must be a string, got ${text === null ? "null" : typeof text}`,
      fix: "Read files, bytes and streams with readCsv",
      got: text,
    });
  checkParse(options);
  const plan = planOf("parseCsv", "the text", options);
  const input = new TextInput(plan);
  const encoder = new TextEncoder();
  for (let from = 0; from < text.length && !input.done; ) {
    let to = Math.min(text.length, from + STREAM_BYTES);
    // A pair of surrogates is one character.
    if (to < text.length && (text.charCodeAt(to) & 0xfc00) === 0xdc00) to--;
    input.push(encoder.encode(text.slice(from, to)));
    from = to;
  }
  return tableFrom(input.finish(), plan);
}

/** The table of everything that was read. */
export function tableFrom(rows: RowReader, { where, file, columns }: CsvPlan): Table {
  try {
    const arrow = arrowColumns(rows.columns, columns !== undefined);
    return tableOf(arrow, rows.columns, schemaOf(arrow));
  } catch (error) {
    throw error instanceof ParseError ? malformed(where, file, error.issue) : error;
  }
}
