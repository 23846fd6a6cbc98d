import type { Table } from "apache-arrow";
import { KindredError, listed } from "../errors/index.js";
import type { DataInput } from "../estimator/index.js";
import {
  type ColumnStore,
  FeatureMatrix,
  isFeatureMatrix,
  isTable,
  type MatrixLike,
  takeStore,
} from "../matrix/index.js";
import { asData, childOf, planOfTable, readTable, tableOf, writeTable } from "../table/index.js";
import type { ExplainableClassifier } from "./explainable.js";

/** Rows in memory, of the data kind that a model takes, whose columns can be exchanged one by one. */
export class HeldRows {
  readonly #matrix: FeatureMatrix;
  readonly #table: Table | undefined;
  readonly #where: string;
  readonly #model: Pick<ExplainableClassifier, "inputColumns">;

  /** Of a Table only the model's own columns are read, and once: those that are not exchanged keep their memory. */
  constructor(data: DataInput, model: Pick<ExplainableClassifier, "inputColumns">, where: string) {
    this.#where = where;
    this.#model = model;
    const own = asData(data, where);
    if (isTable(own)) {
      const table = own as Table;
      this.#matrix = readTable(table, planOfTable(table, model.inputColumns, where), where);
      this.#table = writeTable(this.#matrix);
    } else {
      const given = own as MatrixLike;
      this.#matrix = isFeatureMatrix(given) ? given : FeatureMatrix.from(given, model.inputColumns);
    }
    if (this.#matrix.rows === 0)
      throw new KindredError({
        code: "EMPTY_INPUT",
        where,
        problem: "there are no rows",
        fix: "Pass rows that the model has not learned from",
      });
  }

  get rows(): number {
    return this.#matrix.rows;
  }

  /** The rows as they are. */
  get data(): Table | FeatureMatrix {
    return this.#table ?? this.#matrix;
  }

  /** Is there such a column? */
  has(column: string): boolean {
    return this.#matrix.columns.includes(column);
  }

  /** How a column is held. */
  store(column: string): ColumnStore {
    const at = this.#matrix.columns.indexOf(column);
    if (at >= 0) return this.#matrix.stores[at]!;
    throw new KindredError({
      code: "MISSING_COLUMN",
      where: this.#where,
      problem: `the model has no column "${column}"`,
      fix: `It has ${listed(this.#matrix.columns)}`,
      column,
    });
  }

  /** The rows with other values in some columns. */
  with(replaced: ReadonlyMap<string, ColumnStore>): Table | FeatureMatrix {
    const { rows, columns, stores, provenance } = this.#matrix;
    if (this.#table === undefined)
      return new FeatureMatrix(
        rows,
        columns,
        columns.map((name, j) => replaced.get(name) ?? stores[j]!),
        provenance,
      );
    const names = [...replaced.keys()];
    const others = writeTable(new FeatureMatrix(rows, names, [...replaced.values()]));
    const vectors = columns.map((name) => childOf(replaced.has(name) ? others : this.#table!, name, this.#where));
    return tableOf(columns, vectors, rows);
  }

  /** Chosen rows. */
  take(rows: Int32Array): HeldRows {
    const taken = this.#matrix.take(rows);
    return new HeldRows(this.#table === undefined ? taken : writeTable(taken), this.#model, this.#where);
  }

  /** The rows with some columns in the order of other rows; the columns stay together. */
  shuffled(columns: readonly string[], order: Int32Array): Table | FeatureMatrix {
    return this.with(new Map(columns.map((name) => [name, takeStore(this.store(name), order)])));
  }
}
