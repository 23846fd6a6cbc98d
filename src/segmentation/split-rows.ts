import type { Table } from "apache-arrow";
import { benjaminiHochberg } from "../engine/numeric/statistics/index.js";
import { type DistinctValues, ValueCounter } from "../engine/reducers/index.js";
import { counted, KindredError, printed } from "../errors/index.js";
import { missingShares } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import {
  asTable,
  columnNames,
  isSource,
  planOfTable,
  readTable,
  Schema,
  type Source,
  type TableLike,
  tableFromRows,
  tableInMemory,
  takeTable,
} from "../table/index.js";
import { type SampleTest, testCategories, testDistributions } from "./sample-tests.js";

/** Options of `splitRows`. */
export interface SplitRowsOptions {
  /** The largest share of missing values that a kept row may have; 0.5 by default. */
  readonly maxMissing?: number;
  /** How many false discoveries are tolerated among the columns called biased; 0.05 by default. */
  readonly falseDiscovery?: number;
}

/** What setting rows aside does to one column. */
export interface ColumnBias extends SampleTest {
  /** The column. */
  readonly column: string;
  /** The p-value adjusted for the number of columns (Benjamini-Hochberg). */
  readonly adjustedP: number;
}

/** Rows kept and rows set aside, and what that does to the columns. */
export interface RowSplit {
  /** Positions of the kept rows, rising. */
  readonly keptRows: Int32Array;
  /** Positions of the rows set aside, rising. */
  readonly asideRows: Int32Array;
  /** The share of missing values in each row. */
  readonly missingShares: Float64Array;
  /** The kept rows, with their Schema. */
  readonly kept: Table;
  /** The rows set aside, with their Schema. */
  readonly aside: Table;
  /**
   * By column whether its known values differ between kept rows and rows set aside, the largest shift first. Columns of which either side
   * knows too little are left out.
   */
  readonly bias: readonly ColumnBias[];
  /** Columns that differ by more than chance, by the false discoveries tolerated. */
  readonly biased: readonly string[];
  /** Labels of the kept rows as labels of all rows: null, a segment of its own, for rows set aside. */
  labels<L extends string | number>(kept: ArrayLike<L>): (L | null)[];
  /** The split as text: effect sizes first. */
  toText(): string;
  /** The tests as a Table: one row a column. */
  toTable(): Table;
}

const WHERE = "splitRows";

const checkSplit = optionsCheck<SplitRowsOptions>("splitRows", {
  maxMissing: check.share,
  falseDiscovery: check.share,
});

/**
 * Sets rows aside of which little is known, and tests whether that biases what is kept: by two-sample Kolmogorov-Smirnov tests for
 * amounts and scales, by chi-squared tests for names, on the values that are known; p-values are adjusted for the number of columns. At many rows
 * nearly everything differs by more than chance: look at the shift first.
 *
 * @param table - Rows; ids and targets of its Schema are neither counted nor tested.
 * @throws KindredError where `maxMissing` is no share, or no row would be kept.
 *
 * @example
 * ```ts
 * import { splitRows } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const split = splitRows(parseCsv("A,B,C\n1,2,3\n,,5\n4,,6\n"), { maxMissing: 0.5 });
 * Array.from(split.asideRows); // [1]
 * split.kept.numRows; // 2
 * split.labels(["x", "y"]); // ["x", null, "y"]
 * ```
 */
export function splitRows(table: TableLike, options?: SplitRowsOptions): RowSplit;
/** The same of a Source, whose rows are read into memory. */
export function splitRows(source: Source, options?: SplitRowsOptions): Promise<RowSplit>;
export function splitRows(data: TableLike | Source, options: SplitRowsOptions = {}): RowSplit | Promise<RowSplit> {
  checkArguments(WHERE, { table: [data, check.data] });
  checkSplit(options);
  return isSource(data)
    ? tableInMemory(data, WHERE).then((table) => divided(table, options))
    : divided(asTable(data, WHERE), options);
}

function divided(table: Table, options: SplitRowsOptions): RowSplit {
  const { maxMissing = 0.5, falseDiscovery = 0.05 } = options;
  const schema = Schema.of(table);
  const names = columnNames(table).filter((name) => (schema.column(name).role ?? "feature") === "feature");
  const plan = planOfTable(table, names, WHERE);
  const x = readTable(table, plan, WHERE);
  const shares = missingShares(x);
  const rows = Int32Array.from(shares, (_, i) => i);
  const keptRows = rows.filter((i) => shares[i]! <= maxMissing);
  const asideRows = rows.filter((i) => shares[i]! > maxMissing);
  if (keptRows.length === 0)
    throw new KindredError({
      code: "EMPTY_INPUT",
      where: WHERE,
      problem: `every row misses more than ${percent(maxMissing)} of its columns`,
      fix: "Raise maxMissing, or leave out columns that are mostly missing first",
    });
  const countedOn = (side: (share: number) => boolean): DistinctValues[] => {
    const counter = new ValueCounter(plan);
    counter.add({ x, row: 0, w: shares.map((share) => (side(share) ? 1 : 0)) });
    return counter.result();
  };
  const [kept, aside] = [countedOn((share) => share <= maxMissing), countedOn((share) => share > maxMissing)];
  const tested = plan.flatMap((column, j): Omit<ColumnBias, "adjustedP">[] => {
    const names =
      column.labels !== undefined || column.shows === "boolean" || schema.column(column.name).level === "nominal";
    const found = (names ? testCategories : testDistributions)(kept[j]!, aside[j]!);
    return found === undefined ? [] : [{ column: column.name, ...found }];
  });
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  const bias = tested
    .map((one, k): ColumnBias => ({ ...one, adjustedP: adjusted[k]! }))
    .sort((a, b) => b.shift - a.shift);
  const biased = bias.filter(({ adjustedP }) => adjustedP <= falseDiscovery).map(({ column }) => column);
  const parts = { keptRows, asideRows, missingShares: shares, bias, biased };
  // A copy of the rows is made for those alone who ask for it.
  let [keptTable, asideTable]: (Table | undefined)[] = [];
  return printed({
    ...parts,
    get kept() {
      keptTable ??= takeTable(table, keptRows);
      return keptTable;
    },
    get aside() {
      asideTable ??= takeTable(table, asideRows);
      return asideTable;
    },
    labels: (kept) => labeled(kept, keptRows, x.rows),
    toText: () => splitText(parts, maxMissing),
    toTable: () => splitTable(bias),
  });
}

function labeled<L>(kept: ArrayLike<L>, keptRows: Int32Array, rows: number): (L | null)[] {
  if (kept.length !== keptRows.length)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where: `${WHERE}.labels`,
      problem: `got ${counted(kept.length, "label")} for ${counted(keptRows.length, "kept row")}`,
      fix: "Give one label a kept row, in their order",
      expected: keptRows.length,
      got: kept.length,
    });
  const all = new Array<L | null>(rows).fill(null);
  keptRows.forEach((row, k) => {
    all[row] = kept[k]!;
  });
  return all;
}

const HEAD = ["column", "test", "shift", "effect", "p", "adjustedP", "keptRows", "asideRows"] as const;

function splitTable(bias: readonly ColumnBias[]): Table {
  return tableFromRows(
    HEAD,
    bias.map((one) => [one.column, one.test, one.shift, one.effect, one.p, one.adjustedP, one.rows[0], one.rows[1]]),
  );
}

function splitText(
  { keptRows, asideRows, bias, biased }: Pick<RowSplit, "keptRows" | "asideRows" | "bias" | "biased">,
  maxMissing: number,
): string {
  const all = keptRows.length + asideRows.length;
  const worst = bias.slice(0, 5).map(({ column, shift }) => `${column} ${(100 * shift).toFixed(1)}`);
  return [
    `${counted(all, "row")} = ${keptRows.length.toLocaleString("en-US")} kept + ${asideRows.length.toLocaleString("en-US")} set aside (more than ${percent(maxMissing)} missing).`,
    bias.length === 0
      ? "Nothing could be compared: one side knows too little."
      : `Without the rows set aside distributions shift, in points of the cumulative share or of a value's share, by: ${worst.join(", ")}.`,
    `${counted(biased.length, "column")} of ${bias.length} compared ${biased.length === 1 ? "differs" : "differ"} by more than chance.`,
  ].join("\n");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
