import {
  Bool,
  type Data,
  type DataType,
  DateMillisecond,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int16,
  Int32,
  makeData,
  TimestampMillisecond,
  Utf8,
  Vector,
} from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { allocate, validity } from "../../matrix/index.js";
import { copyNumbers } from "../csv/copy.js";
import { arrayOf, type ColumnData, isWider, type Kind, missingCode, narrowest } from "../csv/kind.js";
import type { ParquetType } from "./type.js";

const NO_WORD: number = missingCode("text");

/** One column while its row groups are read: numbers in the narrowest storage that holds them, words by their code. */
export class ParquetColumn {
  readonly name: string;
  readonly type: ParquetType;
  rows = 0;
  #kind: Kind;
  #data: ColumnData;
  readonly #where: string;
  readonly #words = new Map<string, number>();

  /** @param kind - The storage to begin with: what the file says of its numbers, or the narrowest. */
  constructor(name: string, type: ParquetType, kind: Kind, where: string) {
    this.name = name;
    this.type = type;
    this.#where = where;
    this.#kind = type === "text" ? "text" : type === "number" || type === "boolean" ? kind : "float64";
    this.#data = arrayOf(this.#kind, 0);
  }

  /** Room for `rows` rows. */
  makeRoom(rows: number): void {
    if (rows <= this.#data.length) return;
    this.#store(this.#kind, rows);
  }

  /** Adds rows as they were decoded; null, undefined and NaN are missing. */
  append(values: ArrayLike<unknown>): void {
    this.makeRoom(this.rows + values.length);
    if (this.type === "text") this.#appendWords(values);
    else this.#appendNumbers(values);
    this.rows += values.length;
  }

  #appendWords(values: ArrayLike<unknown>): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === null || value === undefined) {
        this.#data[this.rows + i] = NO_WORD;
        continue;
      }
      const word = typeof value === "string" ? value : JSON.stringify(value);
      let code = this.#words.get(word);
      if (code === undefined) {
        code = this.#words.size;
        this.#words.set(word, code);
      }
      this.#data[this.rows + i] = code;
    }
  }

  #appendNumbers(values: ArrayLike<unknown>): void {
    let missing = missingCode(this.#kind);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      const number = value === null || value === undefined ? Number.NaN : Number(value);
      if (Number.isNaN(number)) {
        this.#data[this.rows + i] = missing;
        continue;
      }
      if (typeof value === "bigint" && !Number.isSafeInteger(number)) throw this.#tooLarge(value);
      const needed = Number.isSafeInteger(number) && !Object.is(number, -0) ? narrowest(number) : "float64";
      if (isWider(needed, this.#kind)) {
        this.rows += i;
        this.#store(needed, this.#data.length);
        this.rows -= i;
        missing = missingCode(needed);
      }
      this.#data[this.rows + i] = number;
    }
  }

  #store(kind: Kind, length: number): void {
    const data = arrayOf(kind, length);
    copyNumbers({ kind: this.#kind, data: this.#data, rows: this.rows }, kind, data, 0);
    this.#kind = kind;
    this.#data = data;
  }

  #tooLarge(value: bigint): KindredError {
    return new KindredError({
      code: "UNSUPPORTED",
      where: this.#where,
      problem: `column "${this.name}" holds ${value}, which a number cannot hold exactly`,
      fix: "Store it as text, or leave it out with `columns`",
      column: this.name,
      got: value,
    });
  }

  /** The column in Arrow. */
  finish(): { readonly field: Field; readonly data: Data } {
    const data = this.#arrow();
    return { field: new Field(this.name, data.type, true), data };
  }

  #arrow(): Data {
    const { rows } = this;
    const codes = this.#data.subarray(0, rows) as ColumnData;
    const { nullBitmap, nullCount } = validity(codes, rows);
    const common = { length: rows, nullBitmap, nullCount };
    switch (this.type) {
      case "number":
        return makeData({
          type: NUMBERS[this.#kind as keyof typeof NUMBERS] as Int32,
          data: codes as Int32Array,
          ...common,
        });
      case "text":
        return makeData({
          type: new Dictionary(new Utf8(), new Int32()),
          data: codes as Int32Array,
          dictionary: dictionaryOf([...this.#words.keys()]),
          ...common,
        });
      case "boolean": {
        const bits = new Uint8Array(allocate((rows + 7) >> 3));
        for (let i = 0; i < rows; i++) if (codes[i] === 1) bits[i >> 3]! |= 1 << (i & 7);
        return makeData({ type: new Bool(), data: bits, ...common });
      }
      default: {
        const times = new BigInt64Array(allocate(rows * 8));
        for (let i = 0; i < rows; i++) if (!Number.isNaN(codes[i]!)) times[i] = BigInt(codes[i]!);
        const type: DataType =
          this.type === "date"
            ? new DateMillisecond()
            : new TimestampMillisecond(this.type === "utcTimestamp" ? "UTC" : null);
        return makeData({ type: type as DateMillisecond, data: times, ...common });
      }
    }
  }
}

const NUMBERS = { int8: new Int8(), int16: new Int16(), int32: new Int32(), float64: new Float64() } as const;

function dictionaryOf(words: readonly string[]): Vector<Utf8> {
  const encoder = new TextEncoder();
  const encoded = words.map((word) => encoder.encode(word));
  const valueOffsets = new Int32Array(words.length + 1);
  encoded.forEach((bytes, k) => {
    valueOffsets[k + 1] = valueOffsets[k]! + bytes.length;
  });
  const bytes = new Uint8Array(valueOffsets[words.length]!);
  encoded.forEach((word, k) => {
    bytes.set(word, valueOffsets[k]!);
  });
  return new Vector([makeData({ type: new Utf8(), length: words.length, nullCount: 0, valueOffsets, data: bytes })]);
}
