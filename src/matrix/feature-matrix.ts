import type { Table } from "apache-arrow";
import type { NdArray } from "ndarray";
import { counted, KindredError, listed, printed, textTable } from "../errors/index.js";
import {
  type ColumnStore,
  concatStores,
  isIdentity,
  plainStore,
  readValues,
  sliceStore,
  takeStore,
  valueAt,
} from "./column-store.js";
import { contiguousRows } from "./contiguous-rows.js";
import { denseFrom, type Numbers, type PlainMatrix } from "./dense-rows.js";
import type { Floats } from "./store.js";
import type { Origin, StoredRows } from "./stored-rows.js";
import { isTable, type TableShape, tables } from "./table-bridge.js";
import { viewOf } from "./view.js";

const BRAND: symbol = Symbol.for("kindred.matrix");

/** Numbers in rows and columns, in any of the shapes that the field's libraries use. */
export type MatrixLike = FeatureMatrix | PlainMatrix;

/**
 * Rows and named columns of numbers, NaN where a value is missing. A column may be stored as small integer codes with an
 * affine map or as floats; readers see plain numbers. Read-only.
 *
 * @example
 * ```ts
 * import { FeatureMatrix } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ age: [34, 51], income: [1800, Number.NaN] });
 * people.rows;            // 2
 * people.column("age");   // Float64Array [34, 51]
 * people.toRows();        // [[34, 1800], [51, NaN]]
 * ```
 */
export class FeatureMatrix {
  /** How many rows. */
  readonly rows: number;
  /** The columns' names, in order. */
  readonly columns: readonly string[];
  /** Where each column comes from, in the order of `columns`. */
  readonly provenance: readonly Origin[];
  /** How each column is stored. @internal */
  readonly stores: readonly ColumnStore[];

  static {
    Object.defineProperty(FeatureMatrix.prototype, BRAND, { value: true });
    printed(FeatureMatrix.prototype);
  }

  /** @internal */
  constructor(
    rows: number,
    columns: readonly string[],
    stores: readonly ColumnStore[],
    provenance: readonly Origin[] = columns.map((name) => ({ sources: [name] })),
  ) {
    this.rows = rows;
    this.columns = columns;
    this.stores = stores;
    this.provenance = provenance;
  }

  /**
   * A matrix over any of the accepted shapes.
   *
   * @param data - A FeatureMatrix (given back as it is), `number[][]`, an ndarray, an ml-matrix Matrix, or a Table of numbers.
   * @param columns - Names; by default `x0`, `x1`, …
   * @throws KindredError where rows differ in length, a value is not a number, or the names do not fit.
   */
  static from(data: MatrixLike | TableShape, columns?: readonly string[]): FeatureMatrix {
    if (isFeatureMatrix(data)) return columns === undefined ? data : data.renamed(columns);
    if (isTable(data)) {
      const read = FeatureMatrix.#over(tables("FeatureMatrix.from").read(data));
      return columns === undefined ? read : read.renamed(columns);
    }
    const dense = denseFrom(data);
    const width = dense.rows === 0 ? (columns?.length ?? 0) : dense.width;
    return FeatureMatrix.dense(dense.rows, columns ?? defaultNames(width), dense.data);
  }

  /**
   * A matrix from arrays of equal length, by column name.
   *
   * @throws KindredError where the lengths differ.
   */
  static fromColumns(columns: Record<string, Numbers>): FeatureMatrix {
    const names = Object.keys(columns);
    const rows = names.length === 0 ? 0 : columns[names[0]!]!.length;
    const stores = names.map((name) => {
      const values = columns[name]!;
      if (values.length !== rows)
        throw new KindredError({
          code: "WRONG_LENGTH",
          where: "FeatureMatrix.fromColumns",
          problem: `column "${name}" has ${values.length} values and "${names[0]}" has ${rows}`,
          fix: "Give every column the same number of values",
          column: name,
          expected: rows,
          got: values.length,
        });
      return plainStore(values instanceof Float32Array ? values : Float64Array.from(values));
    });
    return new FeatureMatrix(rows, names, stores);
  }

  static #over({ rows, columns, stores, provenance }: StoredRows): FeatureMatrix {
    return new FeatureMatrix(rows, columns, stores, provenance);
  }

  /** A matrix over one row-major array. @internal */
  static dense(rows: number, columns: readonly string[], data: Floats, provenance?: readonly Origin[]): FeatureMatrix {
    const width = columns.length;
    if (data.length !== rows * width)
      throw new KindredError({
        code: "WRONG_WIDTH",
        where: "FeatureMatrix.from",
        problem: `${columns.length} column names for ${rows === 0 ? 0 : data.length / rows} columns`,
        fix: "Give one name a column",
        expected: rows === 0 ? 0 : data.length / rows,
        got: columns.length,
      });
    refuseDuplicates(columns);
    const stores = columns.map((_, j): ColumnStore => ({ data, start: j, stride: width, center: 0, scale: 1 }));
    return new FeatureMatrix(rows, columns, stores, provenance);
  }

  /** The matrix as a read-only ndarray of shape [rows, columns], without a copy, whatever the storage. */
  get view(): NdArray {
    return viewOf(this);
  }

  /**
   * One column's values. Shares memory where they are stored as plain floats side by side, copies elsewhere.
   *
   * @throws KindredError where there is no such column.
   */
  column(name: string | number): Float32Array | Float64Array {
    const store = this.stores[this.indexOf(name)]!;
    if (store.data instanceof Float32Array || store.data instanceof Float64Array)
      if (store.stride === 1 && isIdentity(store)) return store.data.subarray(store.start, store.start + this.rows);
    const single = store.data instanceof Float32Array && isIdentity(store);
    const out = single ? new Float32Array(this.rows) : new Float64Array(this.rows);
    readValues(store, this.rows, out);
    return out;
  }

  /** Chosen rows, in the order given; a row may be taken more than once. */
  take(rows: Numbers): FeatureMatrix {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (!Number.isInteger(row) || row < 0 || row >= this.rows)
        throw new KindredError({
          code: "INVALID_INPUT",
          where: "FeatureMatrix.take",
          problem: `row ${row} does not exist: there are ${this.rows}`,
          got: row,
        });
    }
    const stores = this.stores.map((store) => takeStore(store, rows));
    return new FeatureMatrix(rows.length, this.columns, stores, this.provenance);
  }

  /** Every row as an array of plain numbers. A copy. */
  toRows(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => this.stores.map((store) => valueAt(store, i)));
  }

  /** Its size, and its first rows and columns. */
  toText(): string {
    const { rows, columns, stores } = this;
    const first = textTable(columns, rows, (i) => stores.map((store) => valueAt(store, i)));
    return `FeatureMatrix of ${counted(rows, "row")} x ${counted(columns.length, "column")}\n${first}`;
  }

  /** An Arrow Table with the same columns; missing values become nulls. */
  toTable(): Table {
    return tables("FeatureMatrix.toTable").write(this) as Table;
  }

  /** Position of a column. @internal */
  indexOf(name: string | number): number {
    const at = typeof name === "number" ? name : this.columns.indexOf(name);
    if (at < 0 || at >= this.columns.length || !Number.isInteger(at))
      throw new KindredError({
        code: "MISSING_COLUMN",
        where: "FeatureMatrix.column",
        problem: `there is no column ${typeof name === "number" ? name : `"${name}"`}; there are ${listed(this.columns)}`,
        column: String(name),
      });
    return at;
  }

  /** Rows [from, to) over the same memory. @internal */
  slice(from: number, to: number): FeatureMatrix {
    if (from === 0 && to === this.rows) return this;
    const stores = this.stores.map((store) => sliceStore(store, from));
    return new FeatureMatrix(to - from, this.columns, stores, this.provenance);
  }

  /** The same columns under other names. @internal */
  renamed(columns: readonly string[]): FeatureMatrix {
    if (columns.length !== this.columns.length)
      throw new KindredError({
        code: "WRONG_WIDTH",
        where: "FeatureMatrix.from",
        problem: `${columns.length} column names for ${this.columns.length} columns`,
        fix: "Give one name a column",
        expected: this.columns.length,
        got: columns.length,
      });
    refuseDuplicates(columns);
    return new FeatureMatrix(this.rows, columns, this.stores, this.provenance);
  }

  /** All values in rows, one after the other. @internal */
  toDense(): Float64Array {
    const width = this.columns.length;
    const out = new Float64Array(this.rows * width);
    this.stores.forEach((store, j) => {
      readValues(store, this.rows, out, j, width);
    });
    return out;
  }
}

/** Recognizes a matrix of any copy of this library. */
export function isFeatureMatrix(data: unknown): data is FeatureMatrix {
  return typeof data === "object" && data !== null && BRAND in data;
}

/** Do the rows lie one after the other in one array, without anything in between? */
export function isDense({ stores }: FeatureMatrix): boolean {
  const [first] = stores;
  return (
    first !== undefined &&
    stores.every(
      ({ data, start, stride }, j) => data === first.data && start === first.start + j && stride === stores.length,
    )
  );
}

/** Blocks of rows, one below the other. */
export function concatRows(parts: readonly FeatureMatrix[]): FeatureMatrix {
  const first = parts[0]!;
  if (parts.length === 1) return first;
  const whole = joinedRows(parts.map(contiguousRows));
  if (whole !== undefined)
    return FeatureMatrix.dense(whole.length / first.columns.length, first.columns, whole, first.provenance);
  const rows = parts.map((part) => part.rows);
  const stores = first.stores.map((_, j) =>
    concatStores(
      parts.map((part) => part.stores[j]!),
      rows,
    ),
  );
  return new FeatureMatrix(
    rows.reduce((a, b) => a + b, 0),
    first.columns,
    stores,
    first.provenance,
  );
}

/** Blocks of rows that each lie in one piece, in one piece. */
function joinedRows(pieces: readonly (Floats | undefined)[]): Floats | undefined {
  const found = pieces.filter((piece) => piece !== undefined);
  const length = found.reduce((sum, piece) => sum + piece.length, 0);
  const single = found[0] instanceof Float32Array;
  if (found.length < pieces.length || found.some((piece) => piece instanceof Float32Array !== single)) return undefined;
  const whole = single ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const piece of found) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function defaultNames(width: number): string[] {
  return Array.from({ length: width }, (_, j) => `x${j}`);
}

function refuseDuplicates(columns: readonly string[]): void {
  if (new Set(columns).size === columns.length) return;
  const twice = columns.filter((name, i) => columns.indexOf(name) !== i);
  throw new KindredError({
    code: "DUPLICATE_COLUMN",
    where: "FeatureMatrix.from",
    problem: `${listed([...new Set(twice)])} is the name of more than one column`,
    fix: "Give every column its own name",
    column: twice[0]!,
  });
}
