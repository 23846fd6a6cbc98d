import type { Table } from "apache-arrow";
import { missingPatterns, type NamedArrays, runReducer } from "../engine/reducers/index.js";
import { counted, listed, printed } from "../errors/index.js";
import { isRemoteSource, type RemoteSource, remoteRows } from "../estimator/index.js";
import { FeatureMatrix, isTable, type MatrixLike, missingShares } from "../matrix/index.js";
import { check, checkArguments } from "../options/index.js";
import {
  asData,
  columnNames,
  isSource,
  planOfTable,
  readTable,
  readWhole,
  type Source,
  type TableLike,
  tableFromRows,
} from "../table/index.js";
import { type StopOptions, stopCheck } from "./stop-options.js";

/** Columns that are missing in the very same rows. */
export interface MissingBlock {
  /** Their names. */
  readonly columns: readonly string[];
  /** The share of rows in which they are missing. */
  readonly share: number;
}

/** How much of a column is missing. */
export interface MissingColumn {
  /** Its name. */
  readonly column: string;
  /** The share of rows in which it is missing. */
  readonly share: number;
}

/** Where values are missing, in figures of which there are no more for more rows. */
export interface MissingSummary {
  /** By column the share of rows in which it is missing, the highest first. */
  readonly columns: readonly MissingColumn[];
  /** How many rows miss no column, one, two, … and all of them. */
  readonly rowsByMissing: Float64Array;
  /** Columns that are missing together, the largest block first. */
  readonly blocks: readonly MissingBlock[];
  /** The report as text. */
  toText(): string;
  /** The report as a Table: column, share, and the number of its block, counted from 1. */
  toTable(): Table;
}

/** Where values are missing. */
export interface MissingReport extends MissingSummary {
  /** By row the share of columns that are missing in it. */
  readonly rows: Float64Array;
}

/**
 * Where values are missing: by column, by row, and in blocks of columns that are missing in the very same rows.
 *
 * @example
 * ```ts
 * import { missingReport } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const report = missingReport(parseCsv("A,B,C\n1,,\n2,,\n3,4,5\n,6,7\n"));
 * report.columns[0]; // { column: "B", share: 0.5 }
 * report.blocks[0]!.columns; // ["B", "C"]
 * Array.from(report.rows, (share) => share > 0.5); // [true, true, false, false]
 * ```
 */
export function missingReport(data: TableLike | MatrixLike, options?: StopOptions): MissingReport;
/** The same of rows on a cluster, which its executors count. Columns that are features are counted; there is no share of each row. */
export function missingReport(source: RemoteSource, options?: StopOptions): Promise<MissingSummary>;
/** The same of a Source, whose rows are read into memory. */
export function missingReport(source: Source, options?: StopOptions): Promise<MissingReport>;
export function missingReport(
  data: TableLike | MatrixLike | Source,
  options: StopOptions = {},
): MissingReport | Promise<MissingReport | MissingSummary> {
  checkArguments(WHERE, { data: [data, check.data] });
  checkOptions(options);
  const { signal } = options;
  if (isSource(data))
    return isRemoteSource(data) ? remoteSummary(data, options) : readWhole(data, WHERE, signal).then(reportOf);
  signal?.throwIfAborted();
  return reportOf(asData(data, WHERE));
}

const WHERE = "missingReport";
const checkOptions = stopCheck(WHERE);

async function remoteSummary(data: RemoteSource, options: StopOptions): Promise<MissingSummary> {
  const { source } = await remoteRows(data, WHERE, options);
  const names = source.plan.map(({ name }) => name);
  return printed(summaryOf(names, await runReducer(source, missingPatterns, {}, options), source.rows));
}

function reportOf(data: Table | MatrixLike): MissingReport {
  const matrix = isTable(data) ? read(data as Table) : FeatureMatrix.from(data as MatrixLike);
  const patterns = missingPatterns.init({ columns: matrix.columns.length }, {});
  missingPatterns.add(patterns, { x: matrix, row: 0 }, {});
  return printed({ ...summaryOf(matrix.columns, patterns, matrix.rows), rows: missingShares(matrix) });
}

function summaryOf(names: readonly string[], patterns: NamedArrays, rows: number): MissingSummary {
  const { missing, first, second, rows: byMissing } = patterns;
  const shares = Array.from(missing!, (count) => count / Math.max(1, rows));
  const columns = names.map((column, j) => ({ column, share: shares[j]! })).sort((a, b) => b.share - a.share);
  const together = new Map<string, number[]>();
  names.forEach((_, j) => {
    const key = `${missing![j]} ${first![j]} ${second![j]}`;
    if (missing![j]! > 0) together.set(key, [...(together.get(key) ?? []), j]);
  });
  const blocks = [...together.values()]
    .filter((block) => block.length > 1)
    .map((block): MissingBlock => ({ columns: block.map((j) => names[j]!), share: shares[block[0]!]! }))
    .sort((a, b) => b.columns.length - a.columns.length);
  const rowsByMissing = byMissing as Float64Array;
  return {
    columns,
    rowsByMissing,
    blocks,
    toText: () => reportText(columns, rowsByMissing, rows, blocks),
    toTable: () => reportTable(columns, blocks),
  };
}

/** How many rows miss more than half of the columns. */
export function sparseRowsOf({ rowsByMissing }: Pick<MissingSummary, "rowsByMissing">): number {
  const columns = rowsByMissing.length - 1;
  return rowsByMissing.reduce((sum, rows, missing) => (missing / columns > 0.5 ? sum + rows : sum), 0);
}

function read(table: Table): FeatureMatrix {
  return readTable(table, planOfTable(table, columnNames(table), WHERE), WHERE);
}

function reportTable(columns: MissingReport["columns"], blocks: readonly MissingBlock[]): Table {
  const blockOf = new Map(blocks.flatMap((block, k) => block.columns.map((column) => [column, k + 1] as const)));
  return tableFromRows(
    ["column", "share", "block"],
    columns.map(({ column, share }) => [column, share, blockOf.get(column) ?? null]),
  );
}

function reportText(
  columns: MissingReport["columns"],
  rowsByMissing: Float64Array,
  rows: number,
  blocks: readonly MissingBlock[],
): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const worst = columns.filter(({ share }) => share > 0).slice(0, 5);
  const half = sparseRowsOf({ rowsByMissing });
  return [
    `Missing in ${counted(columns.filter(({ share }) => share > 0).length, "column")} of ${columns.length}${worst.length > 0 ? `: ${worst.map(({ column, share }) => `${column} ${percent(share)}`).join(", ")}` : ""}.`,
    `More than half missing in ${counted(half, "row")} of ${rows.toLocaleString("en-US")}.`,
    ...blocks
      .slice(0, 5)
      .map(
        (block) =>
          `${block.columns.length} columns missing together in ${percent(block.share)} of rows: ${listed(block.columns, 3)}.`,
      ),
  ].join("\n");
}
