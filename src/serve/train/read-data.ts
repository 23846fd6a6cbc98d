import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { readArrow, readCsv, readParquet } from "../../io/index.js";
import { nodeModule } from "../node/modules.js";

/** How a file of rows is read. */
export interface ReadDataOptions {
  /** Types of columns that a model fixes. */
  readonly types?: Readonly<Record<string, "text">>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;
}

const CSV = /\.(csv|tsv|txt)(\.gz)?$/i;
const PARQUET = /\.parquet$/i;
const ARROW = /\.(arrow|arrows|feather|ipc)$/i;

/** Is it a file of rows, by its name? */
export function isDataFile(path: string): boolean {
  return CSV.test(path) || PARQUET.test(path) || ARROW.test(path);
}

/** Reads a file of rows by the end of its name. */
export async function readData(path: string, options: ReadDataOptions = {}): Promise<Table> {
  if (PARQUET.test(path)) return readParquet(path);
  if (ARROW.test(path)) return readArrow(path);
  if (!CSV.test(path))
    throw new KindredError({
      code: "UNSUPPORTED",
      where: "train",
      problem: `${path}: its name does not say what it is`,
      fix: "Name it .csv, .tsv, .csv.gz, .parquet or .arrow",
    });
  const { types, signal, onProgress } = options;
  return readCsv(path, {
    ...(types === undefined ? {} : { types }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

/** The one file of rows in a folder. Platforms give a folder for each input channel. */
export async function dataFileIn(folder: string): Promise<string> {
  const { readdir } = nodeModule("train", "node:fs/promises");
  const { join } = nodeModule("train", "node:path");
  const all = await readdir(folder).catch(() => [] as string[]);
  const found = all.filter((name) => isDataFile(name) && !name.startsWith(".")).sort();
  if (found.length === 1) return join(folder, found[0]!);
  throw new KindredError({
    code: "INVALID_INPUT",
    where: "train",
    problem: `${folder} holds ${found.length === 0 ? "no file" : `${found.length} files`} of rows`,
    fix: "Put one file there: .csv, .tsv, .csv.gz, .parquet or .arrow",
  });
}
