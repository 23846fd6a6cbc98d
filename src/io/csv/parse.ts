import type { Table } from "apache-arrow";
import { arrowColumn, schemaOf, tableOf } from "./arrow-columns.js";
import { CsvReader } from "./csv-reader.js";
import { type ParseCsvOptions, planOf } from "./options.js";
import type { RowReader } from "./row-reader.js";

/** Characters encoded at a time. */
const STREAM_BYTES = 1 << 20;

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
  const reader = new CsvReader(planOf("parseCsv", "the text", options));
  const encoder = new TextEncoder();
  for (let from = 0; from < text.length && !reader.done; ) {
    let to = Math.min(text.length, from + STREAM_BYTES);
    // A pair of surrogates is one character.
    if (to < text.length && (text.charCodeAt(to) & 0xfc00) === 0xdc00) to--;
    reader.push(encoder.encode(text.slice(from, to)));
    from = to;
  }
  return tableFrom(reader.finish());
}

/** The table of everything that was read. */
export function tableFrom(rows: RowReader): Table {
  const arrow = rows.columns.map(arrowColumn);
  return tableOf(arrow, rows.columns, schemaOf(arrow));
}
