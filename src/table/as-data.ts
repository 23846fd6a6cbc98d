import type { Table } from "apache-arrow";
import { isFeatureMatrix, isTable, type MatrixLike } from "../matrix/index.js";
import { ownTable } from "./own-table.js";
import { areRecords, asTable, isColumns } from "./table-from.js";
import type { TableLike } from "./table-like.js";

/** Data in memory as the library takes them on: records and columns as a Table, a Table of another copy of Arrow as one of ours, a matrix as it is. */
export function asData(data: TableLike | MatrixLike, where: string): Table | MatrixLike {
  if (isTable(data)) return ownTable(data, where);
  if (isFeatureMatrix(data)) return data;
  return areRecords(data) || isColumns(data) ? asTable(data, where) : (data as MatrixLike);
}
