import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { nodeModule } from "../node.js";
import { rowsIn, type Tables, tablesOf } from "../source.js";
import { writeWhole } from "../whole-file.js";
import { type CellStyle, cellWriter, textCell } from "./cell-text.js";
import type { ReadProgress } from "./options.js";

/** How a CSV file is written. */
export interface WriteCsvOptions {
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
  /** Pack the file with gzip? Default `false`. */
  readonly gzip?: boolean;
  /** Ends the writing with the signal's reason; no file is left behind. */
  readonly signal?: AbortSignal;
  /** Called once a piece, in rows. The total is not a number where batches come one by one. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

const OPTIONS: readonly string[] = [
  ...["separator", "quote", "decimal", "header", "escapeFormulas", "formulas", "gzip", "signal", "onProgress"],
];
/** Cells written at a time. */
const STREAM_BYTES = 1 << 16;

/**
 * Writes a table, or batches of one, as a CSV file: whole or not at all. The rows go to a temporary file in the same
 * folder, which becomes `path` when it is complete and is removed if anything fails or the signal aborts.
 *
 * Numbers are written as the shortest decimals that read back the same, dates as ISO, missing values as empty cells (as
 * `""` where the row would be an empty line otherwise), an empty text as `""`. Lines end in LF. `readCsv` reads the same
 * values back; an empty text and the null words come back as missing, and text that looks like numbers needs its type declared. A file that is replaced leaves its
 * mode to the new one, and a link stays a link.
 *
 * @param path - Where to write (Node only). A file that is there already is replaced.
 * @param tables - A Table, Tables of the same columns, or a Source.
 * @throws KindredError INVALID_PARAMETER; INVALID_INPUT where batches differ, a text holds a NUL byte, or the file cannot be written;
 * UNSUPPORTED for a column of nested values.
 *
 * @example
 * ```ts
 * import { writeCsv } from "kindred/io";
 * import { tableFromArrays } from "apache-arrow";
 *
 * const scores = tableFromArrays({ LNR: Int32Array.of(1, 2), RESPONSE: Float64Array.of(0.0123, 0.5) });
 * await writeCsv("scores.csv", scores);
 * ```
 */
export async function writeCsv(path: string, tables: Tables, options: WriteCsvOptions = {}): Promise<void> {
  const style = styleOf(options);
  const { signal, gzip = false } = options;
  const pieces = piecesOf(tables, style, options);
  await writeWhole("writeCsv", path, gzip ? packed(pieces) : pieces, signal);
}

function styleOf(options: WriteCsvOptions): CellStyle {
  const { separator = ",", quote = '"', decimal = ".", header = true } = options;
  const { gzip = false, escapeFormulas = false, formulas = "keep" } = options;
  const refuse = (option: string, expected: string, got: unknown): never => {
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: "writeCsv",
      problem: `${option} must be ${expected}, got ${JSON.stringify(got)}`,
      expected,
      got,
    });
  };
  const unknown = Object.keys(options).filter((name) => !OPTIONS.includes(name));
  if (unknown.length > 0) refuse("every option", `one of ${OPTIONS.join(", ")}`, unknown);
  if (!/^[\t -~]$/.test(separator) || /[-+.0-9A-Za-z]/.test(separator))
    refuse("separator", "one character that no number holds", separator);
  if (!/^[!-~]$/.test(quote) || /[-+.0-9A-Za-z]/.test(quote) || quote === separator)
    refuse("quote", "one character that no number holds, and not the separator", quote);
  if (decimal !== "." && decimal !== ",") refuse("decimal", '"." or ","', decimal);
  const flags = { header, gzip, escapeFormulas };
  for (const [name, flag] of Object.entries(flags)) if (typeof flag !== "boolean") refuse(name, "true or false", flag);
  if (formulas !== "keep" && formulas !== "escape") refuse("formulas", '"escape" or "keep"', formulas);
  return { separator, quote, decimal, escapeFormulas: escapeFormulas || formulas === "escape" };
}

async function* piecesOf(tables: Tables, style: CellStyle, options: WriteCsvOptions): AsyncGenerator<Uint8Array> {
  const { header = true, signal, onProgress } = options;
  const encoder = new TextEncoder();
  const total = rowsIn(tables);
  let done = 0;
  let first = true;
  for await (const table of tablesOf("writeCsv", tables, signal)) {
    if (first && header) {
      const names = table.schema.fields.map((field) => textCell(field.name, field.name, style));
      yield encoder.encode(`${names.join(style.separator)}\n`);
    }
    first = false;
    for (const [text, rows] of linesOf(table, style)) {
      yield encoder.encode(text);
      done += rows;
      onProgress?.({ step: "write", done, total });
    }
  }
}

/** Lines of a table, some thousand cells at a time. */
function* linesOf(table: Table, style: CellStyle): Generator<[text: string, rows: number]> {
  const { fields } = table.schema;
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

async function* packed(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { createGzip } = nodeModule("writeCsv", "node:zlib");
  const { Readable } = nodeModule("writeCsv", "node:stream");
  const gzip = createGzip();
  const input = Readable.from(pieces, { objectMode: false });
  input.on("error", (error) => gzip.destroy(error));
  try {
    yield* input.pipe(gzip) as AsyncIterable<Uint8Array>;
  } finally {
    input.destroy();
  }
}
