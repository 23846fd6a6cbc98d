import type { Table } from "apache-arrow";
import { benjaminiHochberg, chiSquaredSurvival } from "../engine/numeric/statistics/index.js";
import { counted, listed, printed } from "../errors/index.js";
import { isRemoteSource } from "../estimator/index.js";
import type { MatrixLike } from "../matrix/index.js";
import { check, checkArguments } from "../options/index.js";
import { inMemory, isSource, type Source, type TableLike, tableFromRows } from "../table/index.js";
import { type MissingSummary, missingReport, sparseRowsOf } from "./missing-report.js";
import { type StopOptions, stopCheck } from "./stop-options.js";

/** One column's missing shares in two files. */
export interface MissingPair {
  /** The column. */
  readonly column: string;
  /** The share of rows that miss it, in the first file and in the second. */
  readonly shares: readonly [number, number];
  /** The second share less the first. */
  readonly difference: number;
  /** How likely a difference as large is by chance (chi-squared, one degree of freedom). */
  readonly p: number;
  /** The p-value adjusted for the number of columns (Benjamini-Hochberg). */
  readonly adjustedP: number;
}

/** Where values are missing in two files. */
export interface MissingComparison {
  /** Rows of each file. */
  readonly rows: readonly [number, number];
  /** Columns that both have, the largest difference first. */
  readonly columns: readonly MissingPair[];
  /** Columns that one file alone has. */
  readonly onlyIn: readonly [readonly string[], readonly string[]];
  /** The share of rows of each file that miss more than half of its columns. */
  readonly sparseRows: readonly [number, number];
  /** The comparison as text: the largest differences by name. */
  toText(): string;
  /** The comparison as a Table: one row a column. */
  toTable(): Table;
}

/**
 * Where two files miss different things: a model that is fitted on one of them may otherwise learn from nothing else.
 *
 * @example
 * ```ts
 * import { compareMissing } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const comparison = compareMissing(parseCsv("A,B\n1,2\n3,4\n"), parseCsv("A,B,C\n1,,5\n3,,6\n"));
 * comparison.columns[0]!.column; // "B"
 * comparison.columns[0]!.shares; // [0, 1]
 * comparison.onlyIn; // [[], ["C"]]
 * ```
 */
export function compareMissing(
  first: TableLike | MatrixLike,
  second: TableLike | MatrixLike,
  options?: StopOptions,
): MissingComparison;
/** The same where one of them is a Source: its rows are read into memory, and those on a cluster are counted by its executors. */
export function compareMissing(first: Compared, second: Compared, options?: StopOptions): Promise<MissingComparison>;
export function compareMissing(
  first: Compared,
  second: Compared,
  options: StopOptions = {},
): MissingComparison | Promise<MissingComparison> {
  checkArguments(WHERE, { first: [first, check.data], second: [second, check.data] });
  checkOptions(options);
  if (!isSource(first) && !isSource(second))
    return compared([missingReport(first, options), missingReport(second, options)]);
  const report = async (data: Compared): Promise<MissingSummary> =>
    isSource(data) && isRemoteSource(data)
      ? missingReport(data, options)
      : missingReport(await inMemory(data, WHERE, options.signal), options);
  return Promise.all([report(first), report(second)]).then(compared);
}

const WHERE = "compareMissing";
const checkOptions = stopCheck(WHERE);

type Compared = TableLike | MatrixLike | Source;

function compared(reports: readonly [MissingSummary, MissingSummary]): MissingComparison {
  const [a, b] = reports.map(({ columns }) => new Map(columns.map(({ column, share }) => [column, share]))) as [
    Map<string, number>,
    Map<string, number>,
  ];
  const rowsOf = ({ rowsByMissing }: MissingSummary): number => rowsByMissing.reduce((sum, one) => sum + one, 0);
  const rows = [rowsOf(reports[0]), rowsOf(reports[1])] as const;
  const names = [...a.keys()].filter((name) => b.has(name));
  const tests = names.map((name) => differenceTest([a.get(name)!, b.get(name)!], rows));
  const adjusted = benjaminiHochberg(tests);
  const columns = names
    .map((column, k): MissingPair => {
      const shares = [a.get(column)!, b.get(column)!] as const;
      return { column, shares, difference: shares[1] - shares[0], p: tests[k]!, adjustedP: adjusted[k]! };
    })
    .sort((x, y) => Math.abs(y.difference) - Math.abs(x.difference));
  const onlyIn = [[...a.keys()].filter((name) => !b.has(name)), [...b.keys()].filter((name) => !a.has(name))] as const;
  const sparse = (report: MissingSummary): number => sparseRowsOf(report) / Math.max(1, rowsOf(report));
  const sparseRows = [sparse(reports[0]), sparse(reports[1])] as const;
  return printed({
    rows,
    columns,
    onlyIn,
    sparseRows,
    toText: () => comparisonText(columns, onlyIn, sparseRows),
    toTable: () =>
      tableFromRows(
        ["column", "first", "second", "difference", "adjustedP"],
        columns.map(({ column, shares, difference, adjustedP }) => [column, ...shares, difference, adjustedP]),
      ),
  });
}

function differenceTest([a, b]: readonly [number, number], [n, m]: readonly [number, number]): number {
  const overall = (a * n + b * m) / (n + m);
  const spread = overall * (1 - overall) * (1 / n + 1 / m);
  return spread > 0 ? chiSquaredSurvival((a - b) ** 2 / spread, 1) : 1;
}

function comparisonText(
  columns: readonly MissingPair[],
  onlyIn: MissingComparison["onlyIn"],
  sparseRows: readonly [number, number],
): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const differ = columns.filter(({ adjustedP }) => adjustedP <= 0.05);
  const worst = columns
    .filter(({ difference }) => difference !== 0)
    .slice(0, 5)
    .map(({ column, shares }) => `${column} ${percent(shares[0])} against ${percent(shares[1])}`);
  const lines = [
    `Missing shares differ by more than chance in ${counted(differ.length, "column")} of ${columns.length}${worst.length > 0 ? `; most in ${worst.join(", ")}` : ""}.`,
    `Rows that miss more than half: ${percent(sparseRows[0])} against ${percent(sparseRows[1])}.`,
    onlyIn[0].length > 0 && `In the first file alone: ${listed(onlyIn[0])}.`,
    onlyIn[1].length > 0 && `In the second file alone: ${listed(onlyIn[1])}.`,
  ];
  return lines.filter((line): line is string => typeof line === "string").join("\n");
}
