import type { Table } from "apache-arrow";
import { check, optionsCheck } from "../../options/index.js";
import type { ReadProgress } from "../csv/options.js";
import { type Limits, limitsCheck } from "../limits.js";
import { openParquet, type ParquetInput, tableOfColumns } from "./file.js";

/** Options of `readParquet`. */
export interface ReadParquetOptions {
  /** The columns to read, in the order wanted. Default: all. */
  readonly columns?: readonly string[];
  /** How much the file may hold. By default 64 million cells, and ten thousand for each of its bytes. */
  readonly limits?: Limits;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each row group, with rows. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

const checkRead = optionsCheck<ReadParquetOptions>("readParquet", {
  columns: check.texts,
  limits: limitsCheck,
  signal: check.signal,
  onProgress: check.callable,
});

/**
 * Reads a Parquet file into a Table: numbers in the narrowest type that holds them, text as a dictionary, dates and
 * timestamps; in the slots of missing values stands the reserved code, as after `readCsv`. A column of integers or decimals with a value that a
 * number does not hold exactly (an id of 18 digits) becomes text, digit by digit. Needs the package hyparquet, and hyparquet-compressors for files that
 * are packed with LZ4 or (before Node 22.15) Zstandard. Every size in the file is held against the bytes there are.
 *
 * @param input - The file's path (Node only), or its bytes.
 * @throws KindredError MALFORMED_FILE where it is no Parquet file or is cut off; UNSUPPORTED for nested columns and
 * where a package is missing; MISSING_COLUMN where it lacks a column; DUPLICATE_COLUMN; LIMIT_EXCEEDED. The signal's reason, if it aborts.
 *
 * @example
 * ```ts
 * import { parquetWriteBuffer } from "hyparquet-writer";
 * import { readParquet } from "kindred/io";
 *
 * const bytes = parquetWriteBuffer({ columnData: [{ name: "AGE", data: [34, null, 51], type: "INT32" }] });
 * const table = await readParquet(bytes, { columns: ["AGE"] });
 * table.getChild("AGE")!.toJSON(); // [34, null, 51]
 * ```
 */
export async function readParquet(input: ParquetInput, options: ReadParquetOptions = {}): Promise<Table> {
  checkRead(options);
  const { columns: wanted, signal, onProgress } = options;
  signal?.throwIfAborted();
  const limits = options.limits ?? {};
  const file = await openParquet(input, { columns: wanted, limits }, "readParquet");
  try {
    const columns = file.columns("narrowest");
    for (const column of columns) column.makeRoom(file.rows);
    for (const [group, { from, rows }] of file.groups.entries()) {
      signal?.throwIfAborted();
      await file.read(group, columns, signal);
      onProgress?.({ step: "reading", done: from + rows, total: file.rows });
    }
    // Numbers that no number holds are wanted digit by digit, and so are all others of their column.
    const inexact = columns.filter((column) => column.inexact !== undefined);
    for (const column of inexact) column.restartAsText();
    if (inexact.length > 0) for (const group of file.groups.keys()) await file.read(group, inexact, signal);
    return tableOfColumns(columns);
  } finally {
    await file.close();
  }
}
