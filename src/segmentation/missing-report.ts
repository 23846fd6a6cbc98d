import type { Table } from "apache-arrow";
import { counted, listed, printed } from "../errors/index.js";
import { FeatureMatrix, isTable, type MatrixLike, missingShares, readValues } from "../matrix/index.js";
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

/** Where values are missing. */
export interface MissingReport {
  /** By column the share of rows in which it is missing, the highest first. */
  readonly columns: readonly MissingColumn[];
  /** By row the share of columns that are missing in it. */
  readonly rows: Float64Array;
  /** Columns that are missing together, the largest block first. */
  readonly blocks: readonly MissingBlock[];
  /** The report as text. */
  toText(): string;
  /** The report as a Table: column, share, and the number of its block, counted from 1. */
  toTable(): Table;
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
export function missingReport(data: TableLike | MatrixLike): MissingReport;
/** The same of a Source, whose rows are read into memory. */
export function missingReport(source: Source): Promise<MissingReport>;
export function missingReport(data: TableLike | MatrixLike | Source): MissingReport | Promise<MissingReport> {
  checkArguments("missingReport", { data: [data, check.data] });
  return isSource(data) ? readWhole(data, WHERE).then(reportOf) : reportOf(asData(data, WHERE));
}

const WHERE = "missingReport";

function reportOf(data: Table | MatrixLike): MissingReport {
  const matrix = isTable(data) ? read(data as Table) : FeatureMatrix.from(data as MatrixLike);
  const patterns = matrix.stores.map((_, j) => patternOf(matrix, j));
  const columns = matrix.columns
    .map((column, j) => ({ column, share: patterns[j]!.missing / Math.max(1, matrix.rows) }))
    .sort((a, b) => b.share - a.share);
  const together = new Map<string, string[]>();
  matrix.columns.forEach((column, j) => {
    const { missing, key } = patterns[j]!;
    if (missing > 0) together.set(key, [...(together.get(key) ?? []), column]);
  });
  const shareOf = new Map(columns.map(({ column, share }) => [column, share]));
  const blocks = [...together.values()]
    .filter((names) => names.length > 1)
    .map((names): MissingBlock => ({ columns: names, share: shareOf.get(names[0]!)! }))
    .sort((a, b) => b.columns.length - a.columns.length);
  const rows = missingShares(matrix);
  return printed({
    columns,
    rows,
    blocks,
    toText: () => reportText(columns, rows, blocks),
    toTable: () => reportTable(columns, blocks),
  });
}

function read(table: Table): FeatureMatrix {
  return readTable(table, planOfTable(table, columnNames(table), WHERE), WHERE);
}

/** How many values of a column are missing, and a key that columns share which are missing in the same rows (two 32-bit FNV-1a sums over row numbers). */
function patternOf(matrix: FeatureMatrix, j: number): { missing: number; key: string } {
  const values = new Float64Array(matrix.rows);
  readValues(matrix.stores[j]!, matrix.rows, values);
  let missing = 0;
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!)) continue;
    missing++;
    a = Math.imul(a ^ i, 0x01000193);
    b = Math.imul(b ^ (i >>> 3), 0x85ebca6b) ^ i;
  }
  return { missing, key: `${missing} ${a} ${b}` };
}

function reportTable(columns: MissingReport["columns"], blocks: readonly MissingBlock[]): Table {
  const blockOf = new Map(blocks.flatMap((block, k) => block.columns.map((column) => [column, k + 1] as const)));
  return tableFromRows(
    ["column", "share", "block"],
    columns.map(({ column, share }) => [column, share, blockOf.get(column) ?? null]),
  );
}

function reportText(columns: MissingReport["columns"], rows: Float64Array, blocks: readonly MissingBlock[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const worst = columns.filter(({ share }) => share > 0).slice(0, 5);
  const half = rows.filter((share) => share > 0.5).length;
  return [
    `Missing in ${counted(columns.filter(({ share }) => share > 0).length, "column")} of ${columns.length}${worst.length > 0 ? `: ${worst.map(({ column, share }) => `${column} ${percent(share)}`).join(", ")}` : ""}.`,
    `More than half missing in ${counted(half, "row")} of ${rows.length.toLocaleString("en-US")}.`,
    ...blocks
      .slice(0, 5)
      .map(
        (block) =>
          `${block.columns.length} columns missing together in ${percent(block.share)} of rows: ${listed(block.columns, 3)}.`,
      ),
  ].join("\n");
}
