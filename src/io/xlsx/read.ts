import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { check, optionsCheck } from "../../options/index.js";
import { parseChecks } from "../csv/option-checks.js";
import type { ParseCsvOptions } from "../csv/options.js";
import { parseCsv } from "../csv/parse.js";
import { planOf } from "../csv/plan.js";
import { readSheetCells, type SheetCell } from "./sheet.js";

/** Options of `readXlsx`. */
export interface ReadXlsxOptions
  extends Pick<
    ParseCsvOptions,
    "header" | "rename" | "nullWords" | "columns" | "types" | "schema" | "rows" | "sample" | "limits"
  > {
  /** The sheet's name, or its number from 1 on. Default: the first. */
  readonly sheet?: string | number;
  /** Rows to leave out before the header: titles. Default 0. */
  readonly skip?: number;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
}

const { types, schema, sample, limits } = parseChecks;
const checkRead = optionsCheck<ReadXlsxOptions>("readXlsx", {
  sheet: check.expected((value) => typeof value === "string" || Number.isInteger(value), "a name or a number"),
  skip: check.whole(0),
  signal: check.signal,
  header: check.anything,
  rename: check.anything,
  nullWords: check.anything,
  columns: check.anything,
  types,
  schema,
  rows: check.anything,
  sample,
  limits,
});

/**
 * Reads a sheet of an XLSX workbook into a Table, with the types that `readCsv` finds: the sheet's numbers, texts, truth values and dates are read as if
 * they stood in a CSV file. Needs the package read-excel-file.
 *
 * A workbook is held against `limits` before it is read: by default it may become 16 MB, or fifty times its size, and its cells may lie in a
 * rectangle of five million.
 *
 * @param input - The file's path, or its bytes (Node only).
 * @throws KindredError MALFORMED_FILE where it is no workbook, or lacks the sheet; LIMIT_EXCEEDED; INVALID_PARAMETER; UNSUPPORTED where the package is not
 * installed; INVALID_INPUT where there is no such file. The signal's reason, if it aborts.
 *
 * @example
 * ```ts
 * import { readXlsx } from "kindred/io";
 *
 * const people = async () => readXlsx("people.xlsx", { sheet: "Population", types: { ZIP: "text" } });
 * ```
 */
export async function readXlsx(
  input: string | Uint8Array | ArrayBuffer,
  options: ReadXlsxOptions = {},
): Promise<Table> {
  checkRead(options);
  const { sheet, skip = 0, signal, ...rest } = options;
  if (typeof input !== "string" && !(input instanceof Uint8Array || input instanceof ArrayBuffer))
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "readXlsx",
      problem: `the input is ${input === null ? "null" : typeof input}, and neither a path nor bytes`,
      fix: "Pass a path, a Uint8Array or an ArrayBuffer",
      got: input,
    });
  planOf("readXlsx", typeof input === "string" ? input : "the bytes", { ...rest, separator: "," });
  signal?.throwIfAborted();
  const given = input instanceof ArrayBuffer ? new Uint8Array(input) : input;
  const limits = options.limits ?? {};
  const rows = (await readSheetCells("readXlsx", given, { sheet, limits, signal })).slice(skip);
  const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
  const text = rows
    .map((row) => Array.from({ length: width }, (_, j) => cellText(row[j] ?? null)).join(","))
    .join("\n");
  return parseCsv(`${text}\n`, { ...rest, separator: "," });
}

function cellText(cell: SheetCell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return `"${cell.replaceAll('"', '""')}"`;
  if (!(cell instanceof Date)) return String(cell);
  const iso = cell.toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, -1);
}
