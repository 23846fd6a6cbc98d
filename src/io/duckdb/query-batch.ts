import type { DuckDBDataChunk } from "@duckdb/node-api";
import { makeData } from "apache-arrow/data";
import { RecordBatch } from "apache-arrow/recordbatch";
import { Field } from "apache-arrow/schema";
import { Table } from "apache-arrow/table";
import { Struct } from "apache-arrow/type";
import { arrowSchema } from "../../table/index.js";
import { ColumnMemory } from "./column-memory.js";
import type { QueryColumn } from "./query-columns.js";
import { vectorMemory } from "./vector-memory.js";
import type { VectorReader } from "./vector-readers.js";

/** A column of a batch, and what reads its vectors. */
interface BatchColumn {
  readonly memory: ColumnMemory;
  readonly read: VectorReader | undefined;
}

/** Rows of a query while they are gathered. */
export class QueryBatch {
  rows = 0;
  readonly #columns: readonly QueryColumn[];
  readonly #batch: readonly BatchColumn[];

  /** @param rows - Rows to have room for at first. */
  constructor(where: string, columns: readonly QueryColumn[], rows: number) {
    this.#columns = columns;
    this.#batch = columns.map((column) => {
      const memory = new ColumnMemory(where, column, rows);
      return { memory, read: column.reader?.(memory) };
    });
  }

  /** Adds a chunk, whose memory is DuckDB's and is not used afterwards. */
  add(chunk: DuckDBDataChunk): void {
    const { rowCount } = chunk;
    for (const [j, { memory, read }] of this.#batch.entries()) {
      memory.reserve(rowCount);
      const vector = read && vectorMemory(chunk.getColumnVector(j), rowCount);
      if (vector !== undefined && read!(vector)) memory.addRows(rowCount, vector.valid);
      else memory.addValues(chunk.getColumnValues(j));
    }
    this.rows += rowCount;
  }

  toTable(): Table {
    const schema = arrowSchema(this.#columns.map(({ name, type }) => new Field(name, type, true)));
    const children = this.#batch.map(({ memory }) => memory.toData());
    const data = makeData({ type: new Struct(schema.fields), length: this.rows, nullCount: 0, children });
    return new Table(schema, [new RecordBatch(schema, data)]);
  }
}
