import type { Table } from "apache-arrow";
import { columnNames, planOfTable, readTable } from "./read-table.js";
import { Schema } from "./schema.js";
import { writeTable } from "./write-table.js";

/** A function that takes chosen rows of a Table, in the order given, with its Schema but without the columns `aside`. The Table is read once. */
export function rowTaker(
  table: Table,
  where: string,
  aside: readonly string[] = [],
): (rows: ArrayLike<number>) => Table {
  const names = columnNames(table).filter((name) => !aside.includes(name));
  const all = readTable(table, planOfTable(table, names, where), where);
  const schema = Schema.of(table);
  return (rows) => schema.attach(writeTable(all.take(rows)));
}
