import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { type Limits, limitsCheck } from "../limits.js";
import type { Source } from "../source.js";
import { type OpenOptions, openParquet, tableOfColumns } from "./file.js";

/** Options of `parquetSource`. */
export interface ParquetSourceOptions {
  /** The columns to read, in the order wanted. Default: all. */
  readonly columns?: readonly string[];
  /** How much the file may hold. */
  readonly limits?: Limits;
}

const checkSource = optionsCheck<ParquetSourceOptions>("parquetSource", { columns: check.texts, limits: limitsCheck });

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
export function parquetSource(path: string, options: ParquetSourceOptions = {}): Source {
  checkArguments("parquetSource", { path: [path, check.path] });
  checkSource(options);
  const { columns, limits = {} } = options;
  return { open: (signal) => groupsOf(path, { columns, limits }, signal) };
}

async function* groupsOf(path: string, options: OpenOptions, signal: AbortSignal | undefined): AsyncGenerator<Table> {
  signal?.throwIfAborted();
  const file = await openParquet(path, options, "parquetSource");
  try {
    if (file.groups.length === 0) yield tableOfColumns(file.columns("promised"));
    for (const group of file.groups.keys()) {
      signal?.throwIfAborted();
      const columns = file.columns("promised");
      await file.read(group, columns, signal);
      const inexact = columns.find((column) => column.inexact !== undefined);
      if (inexact !== undefined)
        throw new KindredError({
          code: "UNSUPPORTED",
          where: "parquetSource",
          problem: `column "${inexact.name}" holds ${inexact.inexact}, which a number cannot hold exactly, and the file does not say so in its statistics`,
          fix: "Store it as text, leave it out with `columns`, or read the file whole with readParquet",
          column: inexact.name,
          got: inexact.inexact,
        });
      yield tableOfColumns(columns);
    }
  } finally {
    await file.close();
  }
}
