import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { isTable } from "../matrix/index.js";
import { areRecords, asTable, isColumns, isSource, ownTable, type TableLike } from "../table/index.js";

/** Batches of rows that can be read again and again, all of one schema: a file larger than memory, a generator. */
export interface Source {
  /** Starts reading from the first row. */
  open(signal?: AbortSignal): AsyncIterable<Table>;
}

/** Tables to write: one (or records, or columns), several, or a source of them. */
export type Tables = TableLike | Iterable<Table> | AsyncIterable<Table> | Source;

/** Rows of a table in memory; not a number where batches come one by one. */
export function rowsIn(tables: Tables): number {
  return isTable(tables) ? tables.numRows : Number.NaN;
}

/** The tables one after the other, checked to have the columns of the first. */
export async function* tablesOf(where: string, tables: Tables, signal?: AbortSignal): AsyncGenerator<Table> {
  if (typeof tables !== "object" || tables === null)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `there is no table, but ${tables === null ? "null" : typeof tables}`,
      fix: "Pass a Table, Tables of the same columns, or a Source",
      got: tables,
    });
  let names: readonly string[] | undefined;
  for await (const batch of batchesOf(where, tables, signal)) {
    if (!isTable(batch))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `there is no Table to write, but ${batch === null ? "null" : typeof batch}`,
        fix: "Pass a Table, Tables of the same columns, or a Source",
        got: batch,
      });
    const table = ownTable(batch, where);
    const these = table.schema.fields.map((field) => field.name);
    names ??= these;
    if (these.length !== names.length || these.some((name, j) => name !== names![j]))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: "the batches do not have the same columns",
        fix: "Give every batch the columns of the first, in the same order",
        expected: names,
        got: these,
      });
    yield table;
  }
  if (names === undefined)
    throw new KindredError({
      code: "EMPTY_INPUT",
      where,
      problem: "there is no batch, and so no columns",
      fix: "Give at least one batch; it may have no rows",
    });
}

function batchesOf(where: string, tables: Tables, signal?: AbortSignal): Iterable<Table> | AsyncIterable<Table> {
  if (isSource(tables)) return (tables as Source).open(signal);
  const one = isTable(tables) || isColumns(tables) || (areRecords(tables) && !isTable(tables[0]));
  const isIterable = Symbol.asyncIterator in tables || Symbol.iterator in tables;
  return one || !isIterable
    ? [asTable(tables as TableLike, where)]
    : (tables as Iterable<Table> | AsyncIterable<Table>);
}
