import type { Schema, Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { feedFile, type InputWatch, readFileInto } from "../byte-input.js";
import type { Source } from "../source.js";
import { type ArrowColumn, arrowColumns, schemaOf, tableOf } from "./arrow-columns.js";
import type { Column } from "./column.js";
import type { Inferred } from "./column-part.js";
import { readChecks } from "./option-checks.js";
import type { ReadCsvOptions } from "./options.js";
import { malformed, ParseError } from "./parse-issue.js";
import { type CsvPlan, planOf } from "./plan.js";
import { TextInput } from "./text-input.js";

/** Options of `csvSource`. */
export interface CsvSourceOptions extends Omit<ReadCsvOptions, "sample" | "threads"> {
  /** Rows of each batch but the last. Default 65,536. */
  readonly batchRows?: number;
}

/** What the first look at the whole file tells. */
interface Scan {
  readonly columns: readonly Column[];
  readonly arrow: readonly ArrowColumn[];
  readonly schema: Schema;
  /** Number of words of each column. */
  readonly counts: readonly number[];
}

const { sample: _, threads: __, ...sourceChecks } = readChecks;
const checkSource = optionsCheck<CsvSourceOptions>("csvSource", { ...sourceChecks, batchRows: check.whole(1) });

/**
 * A CSV file as a Source: batches of rows for files that do not fit in memory. The first `open` reads the file once to
 * learn the types of its columns and the words of its texts, which are then fixed: every batch has the same schema and
 * the same dictionaries, those that `readCsv` would find. The file must not change while the source is in use.
 *
 * @param path - The file (Node only), packed with gzip or not.
 * @throws KindredError as `readCsv`, when the source is opened and read.
 *
 * @example
 * ```ts
 * import { csvSource, writeCsv } from "kindred/io";
 * import { tableFromArrays } from "apache-arrow";
 *
 * await writeCsv("people.csv", tableFromArrays({ AGE: [34, 51, 28] }));
 * let rows = 0;
 * for await (const batch of csvSource("people.csv", { batchRows: 2 }).open()) rows += batch.numRows;
 * console.log(rows); // 3
 * ```
 */
export function csvSource(path: string, options: CsvSourceOptions = {}): Source {
  checkArguments("csvSource", { path: [path, check.path] });
  checkSource(options);
  const { batchRows = 65_536 } = options;
  const plan = planOf("csvSource", path, options);
  let scan: Promise<Scan> | undefined;
  return {
    async *open(signal = options.signal) {
      // A reading that failed or was aborted says nothing about the next one.
      scan ??= inferTypes(path, plan, batchRows, options, signal).catch((error: unknown) => {
        scan = undefined;
        throw error;
      });
      yield* batchesOf(path, plan, batchRows, options, signal, await scan);
    },
  };
}

/** Reads the file without keeping it. Where words turn up after numbers that are gone, once more with that known. */
async function inferTypes(
  path: string,
  plan: CsvPlan,
  batchRows: number,
  options: CsvSourceOptions,
  signal: AbortSignal | undefined,
): Promise<Scan> {
  const inferred = new Map<string, Inferred>();
  for (;;) {
    const text: TextInput = new TextInput(plan, {
      inferred,
      full: { rows: batchRows, take: (columns) => columns.forEach((column) => void column.forget()) },
    });
    await readFileInto(path, text, watchOf(path, options, signal, "infer types"));
    const { columns } = text.finish();
    const late = columns.filter((column) => column.textAfterNumbers);
    if (late.length === 0) {
      const arrow = typesFor(plan, columns);
      return { columns, arrow, schema: schemaOf(arrow), counts: columns.map((column) => column.words?.count ?? 0) };
    }
    for (const { name } of late) inferred.set(name, { kind: "text" });
  }
}

async function* batchesOf(
  path: string,
  plan: CsvPlan,
  batchRows: number,
  options: CsvSourceOptions,
  signal: AbortSignal | undefined,
  scan: Scan,
): AsyncGenerator<Table> {
  const ready: Table[] = [];
  const take = (columns: readonly Column[]): void => {
    ready.push(batchOf(path, columns, scan));
    for (const column of columns) column.restart();
  };
  const inferred = new Map(scan.columns.map(({ name, kind, words }) => [name, { kind, words }] as const));
  const text = new TextInput(plan, { inferred, full: { rows: batchRows, take } });
  let empty = true;
  // The file is read only as fast as batches are taken.
  for await (const _ of feedFile(path, text, watchOf(path, options, signal, "read")))
    for (let batch = ready.shift(); batch !== undefined; batch = ready.shift()) {
      empty = false;
      yield batch;
    }
  const { columns } = text.finish();
  yield* ready;
  if ((empty && ready.length === 0) || columns[0]!.rows > 0) yield batchOf(path, columns, scan);
}

function typesFor({ where, file, columns: chosen }: CsvPlan, columns: readonly Column[]): ArrowColumn[] {
  try {
    return arrowColumns(columns, chosen !== undefined);
  } catch (error) {
    throw error instanceof ParseError ? malformed(where, file, error.issue) : error;
  }
}

function batchOf(path: string, columns: readonly Column[], scan: Scan): Table {
  const changed = columns.find(
    (column, j) => column.kind !== scan.columns[j]!.kind || (column.words?.count ?? 0) !== scan.counts[j],
  );
  if (changed !== undefined)
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "csvSource",
      problem: `${path}: column "${changed.name}" holds values that were not there when its type was inferred`,
      fix: "Make a new source: the file has changed",
      column: changed.name,
    });
  return tableOf(scan.arrow, columns, scan.schema);
}

function watchOf(path: string, options: CsvSourceOptions, signal: AbortSignal | undefined, step: string): InputWatch {
  const { onProgress } = options;
  return {
    where: "csvSource",
    file: path,
    signal,
    onProgress: onProgress && ((done: number, total: number) => onProgress({ step, done, total })),
  };
}
