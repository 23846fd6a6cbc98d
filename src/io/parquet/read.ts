import type { Table } from "apache-arrow";
import { check, optionsCheck } from "../../options/index.js";
import type { ReadProgress } from "../csv/options.js";
import { type Limits, limitsCheck } from "../limits.js";
import { tableOfColumns } from "./arrow-columns.js";
import { openParquet, type ParquetInput } from "./file.js";
import { type ParquetRange, rangeCheck } from "./where.js";

/** Options of `readParquet`. */
export interface ReadParquetOptions {
  /** The columns to read, in the order wanted. Default: all. */
  readonly columns?: readonly string[];
  /** The rows to read. Row groups that hold none of them, by the statistics in the file, are not read at all. Default: all. */
  readonly where?: ParquetRange;
  /** How much the file may hold. By default 64 million cells, and ten thousand for each of its bytes. */
  readonly limits?: Limits;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each column, with the part of the rows that the columns so far are of all: of those in the row groups that are read. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Threads that read columns, where they take 16 MB or more. Default: one for each core, up to 8. The table is the same for any number. */
  readonly threads?: number;
}

const checkRead = optionsCheck<ReadParquetOptions>("readParquet", {
  columns: check.texts,
  where: rangeCheck,
  limits: limitsCheck,
  signal: check.signal,
  onProgress: check.callable,
  threads: check.threads,
});

/**
 * Reads a Parquet file into a Table: numbers in the narrowest type that holds them, text as a dictionary, dates and
 * timestamps; in the slots of missing values stands the reserved code, as after `readCsv`. A column of integers or decimals with a value that a
 * number does not hold exactly (an id of 18 digits) becomes text, digit by digit. Needs the package hyparquet, before Node 22.15 zstddec for files that are packed with Zstandard,
 * and hyparquet-compressors for LZ4. Every size in the file is held against the bytes there are.
 *
 * @param input - The file's path (Node only), or its bytes.
 * @throws KindredError MALFORMED_FILE where it is no Parquet file or is cut off; UNSUPPORTED for nested columns and
 * where a package is missing; MISSING_COLUMN where it lacks a column; DUPLICATE_COLUMN; LIMIT_EXCEEDED; INVALID_PARAMETER for bounds that are not of the column's type. The signal's reason, if it aborts.
 *
 * @example
 * ```ts
 * import { parquetWriteBuffer } from "hyparquet-writer";
 * import { readParquet } from "kindred/io";
 *
 * const bytes = parquetWriteBuffer({ columnData: [{ name: "AGE", data: [34, null, 51], type: "INT32" }] });
 * const table = await readParquet(bytes, { columns: ["AGE"] });
 * table.getChild("AGE")!.toJSON(); // [34, null, 51]
 * const older = await readParquet(bytes, { where: { column: "AGE", min: 40 } });
 * older.numRows; // 1
 * ```
 */
export async function readParquet(input: ParquetInput, options: ReadParquetOptions = {}): Promise<Table> {
  checkRead(options);
  const { columns, threads, signal, onProgress, where, limits = {} } = options;
  const file = await openParquet(input, { columns, limits, threads, where }, "readParquet", signal);
  try {
    const { rows: total } = file;
    const report = (done: number): void =>
      onProgress?.({ step: "reading", done: Math.floor((total * done) / file.columns.length), total });
    return tableOfColumns(file.columns, await file.read(file.groups, "narrowest", report));
  } finally {
    file.close();
  }
}
