import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { type DataInput, type FitInput, refuseTargetColumn } from "../../estimator/index.js";
import {
  FeatureMatrix,
  isTable,
  type Label,
  type Labels,
  labelAt,
  type MatrixLike,
  type Numbers,
} from "../../matrix/index.js";
import { asData, columnNames, isSource, rowsOfTable, type Schema, tableOfRows, takeTable } from "../../table/index.js";

/** Data in memory, how many rows they have, and a way to select some. */
export interface SelectableRows {
  readonly rows: number;
  /** The data as a matrix. */
  readonly x: FeatureMatrix;
  /** The Schema of the Table that they are; absent for a matrix. */
  readonly schema?: Schema;
  readonly select: (rows: ArrayLike<number>) => Table | FeatureMatrix;
}

/** Rows that are selected as what they were: those of a Table as a Table. */
export function selectableOf(x: FeatureMatrix, schema: Schema | undefined): SelectableRows {
  if (schema === undefined) return { rows: x.rows, x, select: (rows) => x.take(rows) };
  return { rows: x.rows, x, schema, select: (rows) => tableOfRows({ x, schema }, rows) };
}

/** A Table or a matrix, ready to be divided; without the column of the target, where that is one. */
export function selectable(data: FitInput, where: string, y?: Labels | string): SelectableRows {
  const own = asData(data as DataInput, where);
  if (!isTable(own)) return selectableOf(FeatureMatrix.from(own as MatrixLike), undefined);
  const table = own as Table;
  if (y !== undefined && typeof y !== "string") refuseTargetColumn(table, columnNames(table), y, where);
  const aside = typeof y === "string" ? [y] : [];
  const { x, schema } = rowsOfTable(table, where, aside);
  const left = table.select([...x.columns]);
  return { rows: x.rows, x, schema, select: (rows) => takeTable(left, rows) };
}

/** Chosen labels. */
export function selectLabels(labels: Labels, rows: ArrayLike<number>): Label[] {
  return Array.from(rows, (i) => labelAt(labels, i) as Label);
}

/** Chosen numbers. */
export function selectNumbers(numbers: Numbers, rows: ArrayLike<number>): Float64Array {
  return Float64Array.from(rows, (i) => numbers[i]!);
}

/** The labels, or the column of the table that holds them. */
export function targetOf(data: FitInput, y: Labels | string, rows: number, where: string): Labels {
  const own = typeof y !== "string" || isSource(data) ? data : asData(data, where);
  const labels = typeof y !== "string" ? y : isTable(own) ? (own as Table).getChild(y) : null;
  if (labels === null)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `the data have no column "${String(y)}"`,
      fix: "Pass the labels, or the name of their column in a Table",
      column: String(y),
    });
  if (labels.length !== rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where,
      problem: `target has ${labels.length} values for ${rows} rows`,
      fix: "Give one value a row",
      expected: rows,
      got: labels.length,
    });
  return labels as Labels;
}
