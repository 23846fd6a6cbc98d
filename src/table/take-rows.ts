import type { Table } from "apache-arrow";
import type { FeatureMatrix } from "../matrix/index.js";
import { columnNames, planOfTable, readTable } from "./read-table.js";
import { Schema } from "./schema.js";
import { writeTable } from "./write-table.js";

/** A Table that was read, without the columns `aside`: its rows can be taken. */
export interface RowsOfTable {
  readonly x: FeatureMatrix;
  readonly schema: Schema;
}

/** All rows of a Table, without the columns `aside`. */
export function rowsOfTable(table: Table, where: string, aside: readonly string[] = []): RowsOfTable {
  const names = columnNames(table).filter((name) => !aside.includes(name));
  return { x: readTable(table, planOfTable(table, names, where), where), schema: Schema.of(table) };
}

/** Chosen rows, in the order given, as a Table with the Schema of the one that was read. */
export function tableOfRows({ x, schema }: RowsOfTable, rows: ArrayLike<number>): Table {
  return schema.attach(writeTable(x.take(rows)));
}

/** A function that takes chosen rows of a Table, in the order given, with its Schema. The Table is read once. */
export function rowTaker(table: Table, where: string): (rows: ArrayLike<number>) => Table {
  const all = rowsOfTable(table, where);
  return (rows) => tableOfRows(all, rows);
}
