import { check, checkArguments, optionsCheck } from "../../options/index.js";
import {
  type CellStyle,
  cellStyle,
  type FormatCsvOptions,
  formatChecks,
  headerLine,
  linesOf,
} from "../../table/index.js";
import { nodeModule } from "../node.js";
import { rowsIn, type Tables, tablesOf } from "../source.js";
import { writeWhole } from "../whole-file.js";
import type { ReadProgress } from "./options.js";

/** How a CSV file is written. */
export interface WriteCsvOptions extends FormatCsvOptions {
  /** Pack the file with gzip? Default `false`. */
  readonly gzip?: boolean;
  /** Ends the writing with the signal's reason; no file is left behind. */
  readonly signal?: AbortSignal;
  /** Called once a piece, in rows. The total is not a number where batches come one by one. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

const checkWrite = optionsCheck<WriteCsvOptions>("writeCsv", {
  ...formatChecks,
  gzip: check.flag,
  signal: check.signal,
  onProgress: check.callable,
});

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
  checkArguments("writeCsv", { path: [path, check.path] });
  checkWrite(options);
  const style = cellStyle(options, "writeCsv");
  const { signal, gzip = false } = options;
  const pieces = piecesOf(tables, style, options);
  await writeWhole("writeCsv", path, gzip ? packed(pieces) : pieces, signal);
}

async function* piecesOf(tables: Tables, style: CellStyle, options: WriteCsvOptions): AsyncGenerator<Uint8Array> {
  const { header = true, signal, onProgress } = options;
  const encoder = new TextEncoder();
  const total = rowsIn(tables);
  let done = 0;
  let first = true;
  for await (const table of tablesOf("writeCsv", tables, signal)) {
    if (first && header) yield encoder.encode(headerLine(table, style));
    first = false;
    for (const [text, rows] of linesOf(table, style)) {
      yield encoder.encode(text);
      done += rows;
      onProgress?.({ step: "write", done, total });
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
