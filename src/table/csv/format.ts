import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { check, type OptionChecks, optionsCheck } from "../../options/index.js";
import { asTable } from "../as-table.js";
import type { TableLike } from "../table-like.js";
import { type CellStyle, cellWriter, textCell } from "./cell-text.js";

/** How a table is written as CSV. */
export interface FormatCsvOptions {
  /** One character between cells. Default `,`. */
  readonly separator?: string;
  /** The character around cells that need it. Default `"`. */
  readonly quote?: string;
  /** The decimal point. Default `"."`. */
  readonly decimal?: "." | ",";
  /** Write the names first? Default `true`. */
  readonly header?: boolean;
  /**
   * Put an apostrophe before text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return? For files that spreadsheets open: they would take
   * it for a formula. `readCsv` gives the apostrophe back. Default `false`.
   */
  readonly escapeFormulas?: boolean;
  /** `"escape"` is `escapeFormulas: true`. Default `"keep"`. */
  readonly formulas?: "escape" | "keep";
}

/** What options of CSV must be; marks are judged together by `cellStyle`. */
export const formatChecks: OptionChecks<FormatCsvOptions> = {
  separator: check.text,
  quote: check.text,
  decimal: check.text,
  header: check.flag,
  escapeFormulas: check.flag,
  formulas: check.text,
};
const checkFormat = optionsCheck<FormatCsvOptions>("formatCsv", formatChecks);
/** Cells written at a time. */
const STREAM_BYTES = 1 << 16;

/**
 * A table as the text of a CSV file, as `writeCsv` writes it; in browsers too.
 *
 * Numbers are written as the shortest decimals that read back the same, dates as ISO, missing values as empty cells (as
 * `""` where the row would be an empty line otherwise), an empty text as `""`. Lines end in LF.
 *
 * @param table - A Table, records or columns.
 * @throws KindredError INVALID_PARAMETER; INVALID_INPUT where a text holds a NUL byte; UNSUPPORTED for a column of nested values.
 *
 * @example
 * ```ts
 * import { formatCsv } from "kindred";
 *
 * formatCsv([{ LNR: 7, ZONE: "a;b" }, { LNR: 8 }], { separator: ";" }); // 'LNR;ZONE\n7;"a;b"\n8;\n'
 * ```
 */
export function formatCsv(table: TableLike, options: FormatCsvOptions = {}): string {
  const where = "formatCsv";
  checkFormat(options);
  const style = cellStyle(options, where);
  const own = asTable(table, where);
  const head = options.header === false || own.numCols === 0 ? "" : headerLine(own, style);
  return head + Array.from(linesOf(own, style), ([text]) => text).join("");
}

/** The line of the names. */
export function headerLine(table: Table, style: CellStyle): string {
  return `${table.schema.fields.map(({ name }) => textCell(name, name, style)).join(style.separator)}\n`;
}

/** Lines of a table, some thousand cells at a time. */
export function* linesOf(table: Table, style: CellStyle): Generator<[text: string, rows: number]> {
  const { fields } = table.schema;
  if (fields.length === 0) return;
  const most = Math.max(1, Math.floor(STREAM_BYTES / Math.max(1, fields.length)));
  const empty = fields.length === 1 ? style.quote + style.quote : "";
  for (const batch of table.batches) {
    const writers = fields.map((field, j) => cellWriter(field, batch.data.children[j]!, style));
    for (let from = 0; from < batch.numRows; from += most) {
      const to = Math.min(batch.numRows, from + most);
      let text = "";
      for (let row = from; row < to; row++) {
        let line = writers[0]!(row) || empty;
        for (let j = 1; j < writers.length; j++) line += style.separator + writers[j]!(row);
        text += `${line}\n`;
      }
      yield [text, to - from];
    }
  }
}

/** The options as cells need them. @throws KindredError INVALID_PARAMETER. */
export function cellStyle(options: FormatCsvOptions, where: string): CellStyle {
  const { separator = ",", quote = '"', decimal = "." } = options;
  const { escapeFormulas = false, formulas = "keep" } = options;
  const refuse = (option: string, expected: string, got: unknown): never => {
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `${option} must be ${expected}, got ${JSON.stringify(got)}`,
      expected,
      got,
    });
  };
  if (!/^[\t -~]$/.test(separator) || /[-+.0-9A-Za-z]/.test(separator))
    refuse("separator", "one character that no number holds", separator);
  if (!/^[!-~]$/.test(quote) || /[-+.0-9A-Za-z]/.test(quote) || quote === separator)
    refuse("quote", "one character that no number holds, and not the separator", quote);
  if (decimal !== "." && decimal !== ",") refuse("decimal", '"." or ","', decimal);
  if (formulas !== "keep" && formulas !== "escape") refuse("formulas", '"escape" or "keep"', formulas);
  return { separator, quote, decimal, escapeFormulas: escapeFormulas || formulas === "escape" };
}
