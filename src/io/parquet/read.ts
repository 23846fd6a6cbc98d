import type { Table } from "apache-arrow";
import type { ReadProgress } from "../csv/options.js";
import { openParquet, type ParquetInput, tableOfColumns } from "./file.js";

/** Options of `readParquet`. */
export interface ReadParquetOptions {
  /** The columns to read, in the order wanted. Default: all. */
  readonly columns?: readonly string[];
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each row group, with rows. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

/**
 * Reads a Parquet file into a Table: numbers in the narrowest type that holds them, text as a dictionary, dates and
 * timestamps; in the slots of missing values stands the reserved code, as after `readCsv`. Needs the package hyparquet
 * (Snappy and plain files), and hyparquet-compressors for files packed otherwise.
 *
 * @param input - The file's path (Node only), or its bytes.
 * @throws KindredError MALFORMED_FILE where it is no Parquet file or is cut off; UNSUPPORTED for nested columns, integers
 * that a number cannot hold, and where a package is missing; MISSING_COLUMN where it lacks a column.
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
  const { columns: wanted, signal, onProgress } = options;
  signal?.throwIfAborted();
  const file = await openParquet(input, wanted, "readParquet");
  try {
    const columns = file.columns("narrowest");
    for (const column of columns) column.makeRoom(file.rows);
    for (const [group, { from, rows }] of file.groups.entries()) {
      signal?.throwIfAborted();
      await file.read(group, columns);
      onProgress?.({ step: "reading", done: from + rows, total: file.rows });
    }
    return tableOfColumns(columns);
  } finally {
    await file.close();
  }
}
