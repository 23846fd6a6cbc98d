import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { concatRows, type FeatureMatrix, isFeatureMatrix, type MatrixLike } from "../matrix/index.js";
import { asData } from "./as-data.js";
import { asTable } from "./as-table.js";
import { batchesOf } from "./batches-of.js";
import { joinTables } from "./join-tables.js";
import { columnNames } from "./read-table.js";
import { isSource, needsMemory, type Source } from "./source.js";
import type { TableLike } from "./table-like.js";

/** All rows of a Source in memory. @throws KindredError where they are on other machines, or it has no batch, or batches of other columns. */
export async function readWhole(source: Source, where: string, signal?: AbortSignal): Promise<Table | FeatureMatrix> {
  if (source.isRemote) throw needsMemory(where);
  const tables: Table[] = [];
  const matrices: FeatureMatrix[] = [];
  signal?.throwIfAborted();
  for await (const { data } of batchesOf(source, where)) {
    signal?.throwIfAborted();
    if (isFeatureMatrix(data)) matrices.push(data);
    else tables.push(data);
  }
  const [first] = tables;
  if (first === undefined && matrices.length === 0)
    throw new KindredError({
      code: "EMPTY_INPUT",
      where,
      problem: "the Source gave no batch",
      fix: "Give at least one batch; it may have no rows",
    });
  const names = first === undefined ? matrices[0]!.columns : columnNames(first);
  for (const other of [...tables.map(columnNames), ...matrices.map(({ columns }) => columns)])
    if (other.length !== names.length || other.some((name, j) => name !== names[j]))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: "the batches do not have the same columns",
        fix: "Give every batch the columns of the first, in the same order",
        expected: names,
        got: other,
      });
  if (first === undefined) return concatRows(matrices);
  return joinTables([first, ...tables.slice(1)], where);
}

/** Data in memory: those of a Source are read, others are taken on as they are. */
export async function inMemory(
  data: TableLike | MatrixLike | Source,
  where: string,
  signal?: AbortSignal,
): Promise<Table | MatrixLike> {
  return isSource(data) ? readWhole(data, where, signal) : asData(data, where);
}

/** The same for what takes tables alone. @throws KindredError where it is a matrix. */
export async function tableInMemory(data: TableLike | Source, where: string, signal?: AbortSignal): Promise<Table> {
  const read = isSource(data) ? await readWhole(data, where, signal) : data;
  return asTable(read as TableLike, where);
}
