import type { Table } from "apache-arrow";
import type { Source } from "../source.js";
import { openParquet, tableOfColumns } from "./file.js";

/** Options of `parquetSource`. */
export interface ParquetSourceOptions {
  /** The columns to read, in the order wanted. Default: all. */
  readonly columns?: readonly string[];
}

/**
 * A Parquet file as a Source: its row groups, read one by one whenever it is opened, for files that do not fit in memory.
 * Values and missing ones are as `readParquet` gives them.
 *
 * @param path - The file (Node only).
 * @throws KindredError as `readParquet`, when the source is read.
 *
 * @example
 * ```ts
 * import { parquetSource } from "kindred/io";
 *
 * const people = parquetSource("people.parquet", { columns: ["AGE", "ZONE"] }); // await pipeline.fit(people)
 * ```
 */
export function parquetSource(path: string, { columns }: ParquetSourceOptions = {}): Source {
  return { open: (signal) => groupsOf(path, columns, signal) };
}

async function* groupsOf(
  path: string,
  wanted: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Table> {
  signal?.throwIfAborted();
  const file = await openParquet(path, wanted, "parquetSource");
  try {
    if (file.groups.length === 0) yield tableOfColumns(file.columns("promised"));
    for (const group of file.groups.keys()) {
      signal?.throwIfAborted();
      const columns = file.columns("promised");
      await file.read(group, columns);
      yield tableOfColumns(columns);
    }
  } finally {
    await file.close();
  }
}
