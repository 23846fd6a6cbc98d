import type { Data, DataType } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { Bool, Dictionary, Utf8 } from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { KindredError } from "../../errors/index.js";
import { missingCodeOf, type Store } from "../../matrix/index.js";
import { WordTable } from "../csv/word-table.js";

/** How the values of a column are given. */
export interface ColumnForm {
  readonly name: string;
  readonly type: DataType;
  /** A value that is not null, as its type stores it. */
  readonly stored: (value: unknown) => number | bigint | string;
}

/** The values of one column of a batch, as Arrow stores them, while chunks are added. */
export class ColumnMemory {
  /** A value for each row; a bit for each row of a column of truth values. */
  data: Store | BigInt64Array;
  /** Rows that are there. */
  length = 0;
  /** The words of a column of text, undefined for others. */
  readonly words: WordTable | undefined;
  readonly #where: string;
  readonly #column: ColumnForm;
  readonly #isBool: boolean;
  readonly #missing: number | bigint;
  /** 1 for each row but those whose value is missing. */
  #bits: Uint8Array<ArrayBuffer>;
  /** Rows that there is room for, a multiple of 8. */
  #rows: number;
  #nullCount = 0;

  /** @param rows - Rows to have room for at first. */
  constructor(where: string, column: ColumnForm, rows: number) {
    const { type } = column;
    this.#where = where;
    this.#column = column;
    this.#isBool = type instanceof Bool;
    this.words = type instanceof Dictionary ? new WordTable(true) : undefined;
    this.#rows = (rows + 7) & ~7;
    this.#bits = new Uint8Array(this.#rows >> 3).fill(255);
    this.data = new (arrayOf(type))(this.#isBool ? this.#rows >> 3 : this.#rows);
    this.#missing = this.data instanceof BigInt64Array ? 0n : (missingCodeOf(this.data) ?? Number.NaN);
  }

  /** Makes room for more rows; `data` may be another array afterwards. */
  reserve(rows: number): void {
    if (this.length + rows <= this.#rows) return;
    this.#rows = Math.max(2 * this.#rows, (this.length + rows + 7) & ~7);
    const larger = new (arrayOf(this.#column.type))(this.#isBool ? this.#rows >> 3 : this.#rows);
    larger.set(this.data as never);
    this.data = larger;
    const bits = new Uint8Array(this.#rows >> 3).fill(255);
    bits.set(this.#bits);
    this.#bits = bits;
  }

  /** Adds values one by one, as @duckdb/node-api gives them. Room for them must be there. */
  addValues(values: readonly unknown[]): void {
    const { data } = this;
    for (const value of values) {
      if (value === null || value === undefined) this.#setMissing(this.length);
      else if (this.#isBool) (data as Uint8Array)[this.length >> 3]! |= Number(this.stored(value)) << (this.length & 7);
      else data[this.length] = this.stored(value) as never;
      this.length++;
    }
  }

  /** Adds rows whose values lie in `data` already, but for those that are missing. */
  addRows(rows: number, valid: Uint8Array | undefined): void {
    if (valid !== undefined)
      for (let from = 0; from < rows; from += 8) {
        const among = rows - from < 8 ? (1 << (rows - from)) - 1 : 255;
        for (let absent = ~valid[from >> 3]! & among; absent !== 0; absent &= absent - 1)
          this.#setMissing(this.length + from + 31 - Math.clz32(absent & -absent));
      }
    this.length += rows;
  }

  /** A value that is not null, as the column stores it. */
  stored(value: unknown): number | bigint {
    const stored = this.#column.stored(value);
    return typeof stored === "string" ? this.codeOf(stored) : stored;
  }

  /** The code of a word. */
  codeOf(word: string): number {
    const code = this.words!.codeOfString(word);
    if (code >= 0) return code;
    throw new KindredError({
      code: "INVALID_INPUT",
      where: this.#where,
      problem: `column "${this.#column.name}" holds bytes that are no text`,
      column: this.#column.name,
    });
  }

  toData(): Data {
    const { type } = this.#column;
    const { length, words } = this;
    const bytes = (length + 7) >> 3;
    const data = start(this.data, this.#isBool ? bytes : length);
    const nullBitmap = this.#nullCount === 0 ? null : start(this.#bits, bytes);
    if (nullBitmap !== null && (length & 7) !== 0) nullBitmap[bytes - 1]! &= (1 << (length & 7)) - 1;
    const parts = { type, data, length, nullCount: this.#nullCount, nullBitmap };
    if (words === undefined) return makeData(parts as never);
    const { count, offsets, bytes: text } = words;
    const dictionary = new Vector([
      makeData({
        type: new Utf8(),
        length: count,
        nullCount: 0,
        valueOffsets: start(offsets, count + 1),
        data: start(text, offsets[count]!),
      }),
    ]);
    return makeData({ ...parts, dictionary } as never);
  }

  #setMissing(row: number): void {
    const absent = ~(1 << (row & 7));
    this.#bits[row >> 3]! &= absent;
    this.#nullCount++;
    if (this.#isBool) (this.data as Uint8Array)[row >> 3]! &= absent;
    else this.data[row] = this.#missing as never;
  }
}

function arrayOf(type: DataType): new (length: number) => Store | BigInt64Array {
  if (type instanceof Bool) return Uint8Array;
  if (type instanceof Dictionary) return Int32Array;
  return type.ArrayType as new (
    length: number,
  ) => Store;
}

/** The first values of an array, without memory for others. */
function start<A extends Store | BigInt64Array>(array: A, length: number): A {
  return array.length === length ? array : (array.slice(0, length) as A);
}
