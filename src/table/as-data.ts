import type { Table } from "apache-arrow";
import { isFeatureMatrix, isTable, type MatrixLike } from "../matrix/index.js";
import { areRecords, asTable, isColumns } from "./as-table.js";
import { ownTable } from "./own-table.js";
import { isSource, noSource } from "./source.js";
import type { TableLike } from "./table-like.js";

/**
 * Data in memory as the library takes them on: records and columns as a Table, a Table of another copy of Arrow as one of ours, a matrix as it is.
 *
 * @throws KindredError where it is a Source.
 */
export function asData(data: TableLike | MatrixLike, where: string): Table | MatrixLike {
  if (isTable(data)) return ownTable(data, where);
  if (isSource(data)) throw noSource(where);
  if (isFeatureMatrix(data)) return data;
  return areRecords(data) || isColumns(data) ? asTable(data, where) : (data as MatrixLike);
}
