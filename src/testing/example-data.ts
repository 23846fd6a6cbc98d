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

/** Three groups of rows in four columns of different scales, some of them integers; nothing missing. */
export function exampleMatrix(rows = 60): Example {
  const value = (i: number, j: number): number => {
    const group = i % 3;
    const wobble = ((i * 7919 + j * 104729) % 1000) / 1000;
    return [group * 4 + wobble, 100 - group * 30 + 10 * wobble, (i * 31 + j) % 5, group * group + wobble * 0.1][j]!;
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
export function exampleTable(rows = 60, gaps = true): Example {
  const { data, labels } = exampleMatrix(rows);
  const matrix = data as FeatureMatrix;
  const columns = matrix.columns.map((name, j): [string, (number | null)[]] => [
    name,
    Array.from(matrix.column(name), (value, i) => (gaps && (i * 5 + j) % 11 === 0 ? null : value)),
  ]);
  const words = ["north", "south", "east", "__proto__"];
  const zone = Array.from({ length: rows }, (_, i) => (gaps && i % 13 === 0 ? null : words[(i * 3 + (i >> 2)) % 4]!));
  return { data: tableOfColumns([...columns, ["zone", zone]]), labels };
}

/** A matrix with one value replaced. */
export function withValue(data: MatrixLike, row: number, column: number, value: number): FeatureMatrix {
  const matrix = FeatureMatrix.from(data);
  const values = matrix.toDense();
  values[row * matrix.columns.length + column] = value;
  return FeatureMatrix.dense(matrix.rows, matrix.columns, values);
}
