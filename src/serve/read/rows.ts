/** Why one row got no score. Neither message holds a value of the row. */
export interface RowFailure {
  /** Position of the row in the request, from 0. */
  readonly row: number;
  /** Stable name of the failure. */
  readonly code: string;
  /** The column concerned, where there is one. */
  readonly column?: string;
  /** What is wrong and what was expected. */
  readonly message: string;
}

/** Values of a column that pass through from the request to the answer. */
export interface PassedColumn {
  readonly name: string;
  /** One a row of the request. */
  readonly values: readonly unknown[];
}

/** The rows of a request as numbers: words are codes, missing values NaN. */
export interface Rows {
  /** Rows in the request. */
  readonly count: number;
  /** Positions of the rows that could be read. */
  readonly good: Int32Array;
  /** Their values, row after row, in the order of the model's columns. */
  readonly values: Float64Array;
  /** The rows that could not be read. */
  readonly failures: readonly RowFailure[];
  /** Ids. */
  readonly passed: readonly PassedColumn[];
  /** Did the request name its columns on a line of its own? */
  readonly header: boolean;
}

/** Rows for which there is room at first. */
const FIRST_ROWS = 256;

/** Collects rows one value after the other; a row with a failure is left out and the next begins. */
export class RowsBuilder {
  readonly #columns: readonly string[];
  readonly #failures: RowFailure[] = [];
  #values: Float64Array;
  #good: Int32Array;
  #filled = 0;
  #count = 0;
  #failed = false;

  constructor(columns: readonly string[], expectedRows: number) {
    // Memory grows with the rows that were read well: a short body of many bad rows takes none.
    const first = Math.max(1, Math.min(expectedRows, FIRST_ROWS));
    this.#columns = columns;
    this.#values = new Float64Array(columns.length * first);
    this.#good = new Int32Array(first);
  }

  /** The value of a column in the row that is being read. */
  set(column: number, value: number): void {
    this.#values[this.#filled * this.#columns.length + column] = value;
  }

  /** The row that is being read gets no score; the first reason counts. */
  fail(code: string, message: string, column?: number): void {
    if (this.#failed) return;
    this.#failed = true;
    const name = column === undefined ? {} : { column: this.#columns[column]! };
    this.#failures.push({ row: this.#count, code, ...name, message });
  }

  /** Ends a row. */
  next(): void {
    if (!this.#failed) this.#good[this.#filled++] = this.#count;
    this.#failed = false;
    this.#count++;
    if (this.#filled < this.#good.length) return;
    this.#grow();
  }

  #grow(): void {
    const [values, good] = [this.#values, this.#good];
    this.#values = new Float64Array(values.length * 2);
    this.#values.set(values);
    this.#good = new Int32Array(good.length * 2);
    this.#good.set(good);
  }

  /** Everything read. */
  finish(passed: readonly PassedColumn[], header = false): Rows {
    return {
      count: this.#count,
      good: this.#good.subarray(0, this.#filled),
      values: this.#values.subarray(0, this.#filled * this.#columns.length),
      failures: this.#failures,
      passed,
      header,
    };
  }
}
