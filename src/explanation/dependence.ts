import type { Table } from "apache-arrow";
import { listed, printed, textTable } from "../errors/index.js";
import { FeatureMatrix, type Label } from "../matrix/index.js";
import { tableFromRows } from "../table/index.js";
import type { GridValue } from "./grid.js";

/** How a probability changes with one column, or with two. */
export class Dependence {
  static {
    printed(Dependence.prototype);
  }

  /** The columns that were changed: one or two. */
  readonly columns: readonly string[];
  /** The values along each of them. */
  readonly grid: readonly (readonly GridValue[])[];
  /** The mean probability at each point; for two columns those of the first value of the first column come first. */
  readonly average: Float64Array;
  /** The probability of each row at each point, where asked for: rows x points. */
  readonly individual?: FeatureMatrix;
  /** The class whose probability it is. */
  readonly positive: Label;

  /** @internal */
  constructor(parts: Pick<Dependence, "columns" | "grid" | "average" | "individual" | "positive">) {
    this.columns = parts.columns;
    this.grid = parts.grid;
    this.average = parts.average;
    if (parts.individual !== undefined) this.individual = parts.individual;
    this.positive = parts.positive;
  }

  /** The values of the columns at each point, in the order of `average`. */
  get points(): readonly (readonly GridValue[])[] {
    return pointsOf(this.grid);
  }

  /** The mean probability at each point, as far as it fits. */
  toText(): string {
    const { columns, points, average, positive } = this;
    const table = textTable([...columns, "probability"], points.length, (k) => [...points[k]!, average[k]]);
    return `Probability of ${JSON.stringify(positive)} by ${listed(columns)}\n${table}`;
  }

  /** One row a point: the columns' values, then the mean probability as `probability`. */
  toTable(): Table {
    return tableFromRows(
      [...this.columns, "probability"],
      this.points.map((point, k) => [
        ...point.map((value) => (typeof value === "boolean" ? String(value) : value)),
        this.average[k]!,
      ]),
    );
  }
}

/** Every value of the first column with every value of the second, as far as there is one. */
export function pointsOf<T>(grid: readonly (readonly T[])[]): T[][] {
  return grid.reduce<T[][]>(
    (points, values) => points.flatMap((point) => values.map((value) => [...point, value])),
    [[]],
  );
}

/** Rows x points, the columns named by the values. */
export function curvesOf(rows: number, grid: readonly (readonly GridValue[])[], curves: Float64Array): FeatureMatrix {
  return FeatureMatrix.dense(
    rows,
    pointsOf(grid).map((point) => point.join(", ")),
    curves,
  );
}
