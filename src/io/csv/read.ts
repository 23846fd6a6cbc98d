import type { Table } from "apache-arrow";
import { optionsCheck } from "../../options/index.js";
import { readFileInto, readInputInto, unreadable } from "../byte-input.js";
import type { ByteInput } from "../byte-stream.js";
import { nodeModule } from "../node.js";
import { readChecks } from "./option-checks.js";
import type { ReadCsvOptions } from "./options.js";
import { tableFrom } from "./parse.js";
import { planOf } from "./plan.js";
import { readOnThreads } from "./read-on-threads.js";
import { TextInput } from "./text-input.js";

const checkRead = optionsCheck<ReadCsvOptions>("readCsv", readChecks);

/**
 * Reads a CSV file into an Arrow Table of one record batch: a path, a URL, bytes, a Blob or File, the answer of a server, or a stream.
 *
 * **Types.** Every column gets one type that holds all its values, whatever the order they come in: integers the narrowest
 * of Int8, Int16, Int32 and Float64; other numbers Float64; `true` and `false` Bool; ISO dates (or those in `dateFormat`) Date (milliseconds), with
 * times Timestamp, as fine as the finest; everything else, and whatever mixes, text: a dictionary of Utf8. `8.0` is the integer 8
 * (see `canonicalNumbers`), `+5` is 5, `inf` infinity. A number with needless zeros in front, such as 01067, and an integer beyond 2^53 are text,
 * since the number would not be what the file says.
 *
 * **Missing values.** A cell that holds one of `nullWords` is null: the validity bitmap says so, and the slot holds the
 * code reserved for missing values (Int8 -128, Int16 -32768, Int32 -2147483648, NaN). A column that has the reserved code
 * for a value gets the next wider type. In front of numbers and null words, and behind them, spaces do not count.
 *
 * **The text** is UTF-8, or what a byte order mark or `encoding` says, packed with gzip (or, where Node can, Zstandard) or not, recognized by the
 * content and not by the name. Lines end in LF or CR LF; empty lines and lines of spaces are skipped, except in a file of one column, where they are missing
 * values; a separator behind the last cell of every row is no column. The file is read once, in pieces; memory stays near the size of the table.
 *
 * @param input - A path (Node), a URL (`file:` in Node, `https:`), a Uint8Array or ArrayBuffer, a Blob or File, a Response, or a web or Node stream of bytes.
 * @returns One row a record, columns named as in the header.
 * @throws KindredError MALFORMED_FILE, naming line and column: rows too short or too long, stray or unclosed quotes, bytes
 * that are not UTF-8, NUL bytes, a cut-off gzip file, a name used twice, an empty file, a file that is no text. MISSING_COLUMN; INVALID_PARAMETER;
 * LIMIT_EXCEEDED; INVALID_INPUT where there is no such file, or a stream was read already. The signal's reason, if it aborts.
 *
 * @example
 * ```ts
 * import { readCsv, writeCsv } from "kindred/io";
 * import { tableFromArrays } from "apache-arrow";
 *
 * await writeCsv("people.csv", tableFromArrays({ LNR: [1, 2], AGE: [34, 51] }), { separator: ";" });
 * const people = await readCsv("people.csv", { columns: ["AGE"], onProgress: ({ done, total }) => console.log(done / total) });
 * console.log(people.numRows, people.schema.fields[0]?.type.toString());
 * ```
 */
export async function readCsv(input: string | URL | ByteInput, options: ReadCsvOptions = {}): Promise<Table> {
  checkRead(options);
  const path = typeof input === "string" ? input : input instanceof URL ? pathOf(input) : undefined;
  const file = path ?? (input instanceof URL ? input.href : nameOf(input));
  const plan = planOf("readCsv", file, options);
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const watch = {
    where: "readCsv",
    file,
    signal,
    onProgress: onProgress && ((done: number, total: number) => onProgress({ step: "read", done, total })),
  };
  if (path !== undefined) {
    const rows = await readOnThreads(path, plan, options.threads, watch);
    if (rows !== undefined) return tableFrom(rows, plan);
  }
  const text = new TextInput(plan);
  if (path !== undefined) await readFileInto(path, text, watch);
  else await readInputInto(input instanceof URL ? await answerOf(input, signal) : (input as ByteInput), text, watch);
  return tableFrom(text.finish(), plan);
}

/** The path that a URL of a file names; undefined for another URL. */
function pathOf(url: URL): string | undefined {
  return url.protocol === "file:" ? nodeModule("readCsv", "node:url").fileURLToPath(url) : undefined;
}

async function answerOf(url: URL, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, signal === undefined ? {} : { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreadable("readCsv", url.href, (cause as { cause?: unknown }).cause ?? cause);
  }
}

/** What messages call an input: a File by its name. */
function nameOf(input: unknown): string {
  const name = typeof input === "object" && input !== null && "name" in input ? input.name : undefined;
  if (typeof name === "string" && name !== "") return name;
  return input instanceof Uint8Array || input instanceof ArrayBuffer ? "the bytes" : "the stream";
}
