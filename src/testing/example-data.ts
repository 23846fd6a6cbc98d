import type { Table } from "apache-arrow";
import { FeatureMatrix, isTable, type Label, type MatrixLike } from "../matrix/index.js";
import { tableOfColumns } from "./example-table.js";

/** Rows that the laws are tried on, with labels. */
export interface Example {
  readonly data: Table | FeatureMatrix;
  readonly labels: readonly Label[];
}

/** Chosen rows of a Table or of a matrix. */
export function selectRows(data: Table | FeatureMatrix, rows: readonly number[]): Table | FeatureMatrix {
  if (!isTable(data)) return (data as FeatureMatrix).take(rows);
  const table = data as Table;
  const names = table.schema.fields.map((field) => field.name);
  return tableOfColumns(names.map((name) => [name, rows.map((i) => table.getChild(name)!.get(i) as never)]));
}

/** How many rows there are. */
export function rowsOf(data: Table | FeatureMatrix): number {
  return isTable(data) ? data.numRows : (data as FeatureMatrix).rows;
}

/** The names of the columns. */
export function namesOf(data: Table | FeatureMatrix): string[] {
  return isTable(data)
    ? (data as Table).schema.fields.map((field) => field.name)
    : [...(data as FeatureMatrix).columns];
}

/** Rows of the same columns and labels as the example, in which every value is another. */
export const OTHER = 1;

/** Three groups of rows in four columns of different scales, some of them integers; nothing missing. */
export function exampleMatrix(rows = 60, variant = 0): Example {
  const value = (i: number, j: number): number => {
    const group = (i + variant) % 3;
    const wobble = (((i + 101 * variant) * 7919 + j * 104729) % 1000) / 1000;
    return [
      group * 4 + wobble + 20 * variant,
      100 - group * 30 + 10 * wobble + 200 * variant,
      (i * 31 + j + variant) % 5,
      group * group + wobble * 0.1 + 10 * variant,
    ][j]!;
  };
  const names = ["height", "income", "code", "rate"];
  const columns = Object.fromEntries(
    names.map((name, j) => [name, Float64Array.from({ length: rows }, (_, i) => value(i, j))]),
  );
  return {
    data: FeatureMatrix.fromColumns(columns),
    labels: Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? "yes" : "no")),
  };
}

/** The same rows as a Table, with a text column and, where wanted, missing values. */
export function exampleTable(rows = 60, gaps = true, variant = 0): Example {
  const { data, labels } = exampleMatrix(rows, variant);
  const matrix = data as FeatureMatrix;
  const columns = matrix.columns.map((name, j): [string, (number | null)[]] => [
    name,
    Array.from(matrix.column(name), (value, i) => (gaps && (i * 5 + j) % 11 === 0 ? null : value)),
  ]);
  const words = ["north", "south", "east", "__proto__"];
  const zone = Array.from({ length: rows }, (_, i) =>
    gaps && i % 13 === 0 ? null : words[(i * 3 + (i >> 2) + variant) % 4]!,
  );
  return { data: tableOfColumns([...columns, ["zone", zone]]), labels };
}

/** Rows without groups: what is learned of them hangs on where a search starts and on which rows are drawn. */
export function noise(gaps: boolean, variant = 0, rows = 90): Example {
  let state = 20_011 + variant;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const columns = ["height", "income", "code", "rate"].map((name): [string, Float64Array] => [
    name,
    Float64Array.from({ length: rows }, () => {
      const value = name === "code" ? Math.floor(5 * next()) : next();
      return gaps && next() < 0.1 ? Number.NaN : value;
    }),
  ]);
  const [, first] = columns[0]!;
  return {
    data: FeatureMatrix.fromColumns(Object.fromEntries(columns)),
    labels: Array.from(first, (value) => ((Number.isNaN(value) ? 0.5 : value) + next() > 1 ? "yes" : "no")),
  };
}

/** A matrix with one value replaced. */
export function withValue(data: MatrixLike, row: number, column: number, value: number): FeatureMatrix {
  const matrix = FeatureMatrix.from(data);
  const values = matrix.toDense();
  values[row * matrix.columns.length + column] = value;
  return FeatureMatrix.dense(matrix.rows, matrix.columns, values);
}
