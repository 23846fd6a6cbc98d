import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { type Limits, limitsCheck } from "../limits.js";
import type { Source } from "../source.js";
import { tableOfColumns } from "./arrow-columns.js";
import { type OpenOptions, openParquet } from "./file.js";
import { type ParquetRange, rangeCheck } from "./where.js";

/** Options of `parquetSource`. */
export interface ParquetSourceOptions {
  /** The columns to read, in the order wanted. Default: all. */
  readonly columns?: readonly string[];
  /** The rows to read. Row groups that hold none of them, by the statistics in the file, are not read at all. Default: all. */
  readonly where?: ParquetRange;
  /** How much the file may hold. */
  readonly limits?: Limits;
  /** Threads that read columns, where those of the first row group take 16 MB or more. Default: one for each core, up to 8. */
  readonly threads?: number;
}

const checkSource = optionsCheck<ParquetSourceOptions>("parquetSource", {
  columns: check.texts,
  where: rangeCheck,
  limits: limitsCheck,
  threads: check.threads,
});

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
  const { columns, where, threads, limits = {} } = options;
  return { open: (signal) => groupsOf(path, { columns, where, threads, limits }, signal) };
}

async function* groupsOf(path: string, options: OpenOptions, signal: AbortSignal | undefined): AsyncGenerator<Table> {
  const file = await openParquet(path, options, "parquetSource", signal);
  try {
    let isEmpty = true;
    // Where there are no rows, one batch of none tells of the columns.
    for (const groups of [...file.groups.map((group) => [group]), []]) {
      if (groups.length === 0 && !isEmpty) break;
      const columns = await file.read(groups, "promised");
      if (groups.length > 0 && columns[0]?.rows === 0) continue;
      isEmpty = false;
      const at = columns.findIndex(({ inexact }) => inexact !== undefined);
      if (at >= 0) throw inexactError(file.columns[at]!.name, columns[at]!.inexact!);
      yield tableOfColumns(file.columns, columns);
    }
  } finally {
    file.close();
  }
}

function inexactError(column: string, got: string): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where: "parquetSource",
    problem: `column "${column}" holds ${got}, which a number cannot hold exactly, and the file does not say so in its statistics`,
    fix: "Store it as text, leave it out with `columns`, or read the file whole with readParquet",
    column,
    got,
  });
}
