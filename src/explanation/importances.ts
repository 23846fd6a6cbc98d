import type { Table } from "apache-arrow";
import { printed } from "../errors/index.js";
import { tableFromRows } from "../table/index.js";

/** How much a score falls when a column says nothing any more. */
export interface ColumnImportance {
  /** The column, or the name of the group. */
  readonly column: string;
  /** The columns that were shuffled together: one, or those of the group. */
  readonly columns: readonly string[];
  /** The mean fall of the score: 0 where the model does not need the column. */
  readonly mean: number;
  /** Its standard deviation over repeats. */
  readonly standardDeviation: number;
  /** The standard error of the mean that shuffling brings; which rows were held out brings more. NaN where there was one repeat. */
  readonly standardError: number;
  /** The fall in each repeat. */
  readonly falls: Float64Array;
}

/** Importances of all columns, the most important first. */
export class Importances {
  static {
    printed(Importances.prototype);
  }

  /** The columns and groups, the most important first. */
  readonly columns: readonly ColumnImportance[];
  /** The score of the rows as they are. */
  readonly baseline: number;
  /** The name of the score. */
  readonly score: string;

  /** @internal */
  constructor(columns: readonly ColumnImportance[], baseline: number, score: string) {
    this.columns = columns;
    this.baseline = baseline;
    this.score = score;
  }

  /** One row a column: its name, the mean fall, the standard deviation and the standard error. */
  toTable(): Table {
    return tableFromRows(
      ["column", "mean", "standardDeviation", "standardError"],
      this.columns.map((row) => [row.column, row.mean, row.standardDeviation, finite(row.standardError)]),
    );
  }

  /**
   * The importances as text.
   *
   * @param top - How many columns; 20 by default.
   */
  toText(top = 20): string {
    const shown = this.columns.slice(0, top);
    const width = Math.max(...shown.map(({ column }) => column.length));
    const lines = shown.map(({ column, mean, standardError }) => {
      const error = Number.isNaN(standardError) ? "" : ` ± ${standardError.toFixed(4)}`;
      return `${column.padEnd(width)}  ${mean < 0 ? "−" : " "}${Math.abs(mean).toFixed(4)}${error}`;
    });
    const left = this.columns.length - shown.length;
    return [
      `${this.score} ${this.baseline.toFixed(4)} falls by`,
      ...lines,
      ...(left > 0 ? [`and ${left} more columns`] : []),
    ].join("\n");
  }
}

function finite(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
