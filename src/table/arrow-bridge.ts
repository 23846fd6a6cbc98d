import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { connectTables, FeatureMatrix } from "../matrix/index.js";
import { ownTable } from "./own-table.js";
import { columnNames, planOfTable, readTable } from "./read-table.js";
import { writeTable } from "./write-table.js";

/** A Table of numbers as a matrix. @throws KindredError where a column is text or dates: those need an encoder. */
export function matrixFromTable(table: Table, where: string): FeatureMatrix {
  const plan = planOfTable(table, columnNames(table), where);
  const coded = plan.find((column) => column.labels !== undefined || column.shows === "date");
  if (coded !== undefined)
    throw new KindredError({
      code: "NOT_A_NUMBER",
      where,
      problem: `column "${coded.name}" holds ${coded.shows === "date" ? "dates" : "text"}`,
      fix: "Put a FeatureEncoder before this step, or leave the column out",
      column: coded.name,
    });
  const read = readTable(table, plan, where);
  const stores = read.stores.map(({ shows, ...store }) => store);
  return new FeatureMatrix(read.rows, read.columns, stores);
}

/** Lets matrices be made of Arrow Tables, and Tables of matrices. Whatever the public uses calls it first; bundlers see a call, and no effect of loading. */
export function connectArrow(): void {
  connectTables({
    read: (table) => matrixFromTable(ownTable(table, "FeatureMatrix.from"), "FeatureMatrix.from"),
    write: writeTable,
  });
}
