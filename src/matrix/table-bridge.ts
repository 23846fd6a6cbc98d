import { KindredError } from "../errors/index.js";
import type { StoredRows } from "./stored-rows.js";

/** As much of an Arrow Table as this folder needs to know one when it sees it. */
export interface TableShape {
  readonly batches: readonly unknown[];
  readonly numRows: number;
  getChild(name: string): unknown;
}

/** Reads and writes Arrow Tables. The table folder connects it, so that this folder and the workers never load Arrow. */
export interface TableBridge {
  read(table: TableShape): StoredRows;
  write(matrix: StoredRows): TableShape;
}

let bridge: TableBridge | undefined;

/** Called once by the table folder. */
export function connectTables(tables: TableBridge): void {
  bridge = tables;
}

/** The connected bridge. */
export function tables(where: string): TableBridge {
  if (bridge === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: "Arrow tables are not loaded",
      fix: 'Import from "kindred" or "kindred/io" before converting to or from a Table',
    });
  return bridge;
}

/** Recognizes an Arrow Table by its shape: several copies of Arrow may be installed. */
export function isTable(data: unknown): data is TableShape {
  return typeof data === "object" && data !== null && "batches" in data && "getChild" in data && "numRows" in data;
}
