import { makeData } from "apache-arrow/data";
import { RecordBatch } from "apache-arrow/recordbatch";
import { Field } from "apache-arrow/schema";
import { Table } from "apache-arrow/table";
import { Null, Struct } from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { arrowSchema } from "./arrow-schema.js";
import { asTable, columnVector } from "./as-table.js";
import type { ColumnValues, TableLike } from "./table-like.js";
import { tableOf } from "./write-table.js";

/**
 * A table with one column more, behind the others, or in the place of the one that has this name. Types are found as in {@link tableFrom}.
 *
 * @param table - A Table, records or columns.
 * @param name - The column.
 * @param values - One value a row: an array, a typed array, or an Arrow Vector.
 * @throws KindredError WRONG_LENGTH where there is not one value a row; INVALID_INPUT where types are mixed.
 *
 * @example
 * ```ts
 * import { withColumn } from "kindred";
 *
 * const scored = withColumn({ LNR: [7, 8] }, "SCORE", Float64Array.of(0.2, 0.7));
 * scored.getChild("SCORE")!.get(1); // 0.7
 * ```
 */
export function withColumn(table: TableLike, name: string, values: ColumnValues): Table {
  const own = asTable(table, "withColumn");
  return withVector(own, name, columnVector(name, values, own.numRows, "withColumn"));
}

/** The same for a column of one chunk, cut to the table's batches. */
export function withVector(table: Table, name: string, vector: Vector): Table {
  const at = table.schema.fields.findIndex((field) => field.name === name);
  if (table.schema.fields.length === 0) return tableOf([name], [vector], vector.length, table.schema.metadata);
  const field = new Field(name, vector.type, true);
  const put = <T>(list: readonly T[], one: T): T[] =>
    at < 0 ? [...list, one] : list.map((other, j) => (j === at ? one : other));
  const fields = put(table.schema.fields, field);
  const schema = arrowSchema(fields, table.schema.metadata);
  let from = 0;
  const batches = table.batches.map(({ data, numRows }) => {
    const piece = vector.slice(from, from + numRows).data[0] ?? vector.data[0]!;
    from += numRows;
    const children = put(data.children, piece);
    return new RecordBatch(schema, makeData({ type: new Struct(fields), length: numRows, nullCount: 0, children }));
  });
  return new Table(schema, batches);
}

/** A table with columns of nothing but missing values behind its own. */
export function withMissingColumns(table: Table, names: readonly string[]): Table {
  const missing = (): Vector => new Vector([makeData({ type: new Null(), length: table.numRows })]);
  return names.reduce((wider, name) => withVector(wider, name, missing()), table);
}
