import type { Data, DataType } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { Field } from "apache-arrow/schema";
import {
  Bool,
  DateMillisecond,
  Dictionary,
  Float64,
  Int8,
  Int16,
  Int32,
  TimestampMillisecond,
  Utf8,
} from "apache-arrow/type";
import { allocate, validity } from "../../matrix/index.js";
import { knowReservedNulls } from "../../table/index.js";
import { copyNumbers } from "../csv/copy.js";
import { arrayOf, type ColumnData, isWider, type Kind, missingCode, narrowest } from "../csv/kind.js";
import type { Unpacked } from "./bits.js";
import { fillFloat64Rows, fillInt8Rows, fillInt16Rows, fillInt32Rows } from "./fill-rows.js";
import { decimalsOf, InexactNumber, type NumberForm, type Numbers, numbersOf } from "./numbers.js";
import type { PageRows } from "./pages.js";
import { sizeOf } from "./values.js";
import { Words } from "./words.js";

/** One column while its row groups are read: numbers in the narrowest storage that holds them, words by their code. */
export class ParquetColumn {
  readonly name: string;
  readonly form: NumberForm;
  rows = 0;
  /** A number that no number holds: from here on, all of them are wanted as text. */
  inexact: string | undefined;
  #kind: Kind;
  #data: ColumnData;
  #text: boolean;
  readonly #words: Words = new Words();

  /**
   * @param kind - The storage to begin with: what the file says of its numbers, or the narrowest; text where its numbers are wanted digit by digit.
   */
  constructor(name: string, form: NumberForm, kind: Kind) {
    this.name = name;
    this.form = form;
    const { type } = form;
    this.#text = type === "text" || type === "uuid" || kind === "text";
    this.#kind = this.#text ? "text" : type === "number" || type === "boolean" ? kind : "float64";
    this.#data = arrayOf(this.#kind, 0);
  }

  /** Room for `rows` rows. */
  makeRoom(rows: number): void {
    if (rows > this.#data.length) this.#store(this.#kind, rows);
  }

  /** Begins again, with numbers as text. */
  restartAsText(): void {
    this.inexact = undefined;
    this.rows = 0;
    this.#text = true;
    this.#kind = "text";
    this.#data = arrayOf("text", this.#data.length);
  }

  /** Adds a page. Nothing more is added once a number was inexact. */
  append(page: PageRows): void {
    if (this.inexact !== undefined) return;
    const to = this.rows + page.rows;
    if (to > this.#data.length) this.makeRoom(Math.max(to, Math.ceil(this.#data.length * 1.5)));
    if (this.#text) this.#fill(page, this.#codesOf(page));
    else {
      try {
        this.#appendNumbers(page, numbersOf(page.values, this.form));
      } catch (error) {
        if (!(error instanceof InexactNumber)) throw error;
        this.inexact = error.value;
      }
    }
    this.rows = to;
  }

  /** Codes of the page's words (of its dictionary, where it has one). */
  #codesOf({ values }: PageRows): Int32Array {
    const { type } = this.form;
    if (type === "text" && values.kind === "bytes") return this.#words.ofBytes(this.name, values);
    if (type === "uuid" && values.kind === "bytes") return this.#words.ofUuids(values);
    return this.#words.ofStrings(decimalsOf(values, this.form));
  }

  #appendNumbers(page: PageRows, numbers: Numbers): void {
    const { codes } = page.values;
    let needed = kindOf(numbers, undefined);
    // An entry of the dictionary that no row uses widens nothing.
    if (isWider(needed, this.#kind) && codes !== undefined)
      needed = kindOf(numbers, usedOf(codes, sizeOf(page.values)));
    if (isWider(needed, this.#kind)) this.#store(needed, this.#data.length);
    this.#fill(page, numbers);
  }

  #fill({ rows, present, values: { codes } }: PageRows, numbers: Numbers): void {
    const data = this.#data;
    const missing = missingCode(this.#kind);
    const at = this.rows;
    if (data instanceof Int8Array && codes instanceof Uint8Array)
      fillInt8Rows(data, at, rows, new Int8Array(numbers), codes, present, missing);
    else if (data instanceof Int16Array || data instanceof Int8Array)
      fillInt16Rows(data, at, rows, new Int16Array(numbers), codes, present, missing);
    else if (data instanceof Int32Array)
      fillInt32Rows(
        data,
        at,
        rows,
        numbers instanceof Int32Array ? numbers : new Int32Array(numbers),
        codes,
        present,
        missing,
      );
    else fillFloat64Rows(data, at, rows, new Float64Array(numbers), codes, present, missing);
  }

  #store(kind: Kind, length: number): void {
    const data = arrayOf(kind, length);
    copyNumbers({ kind: this.#kind, data: this.#data, rows: this.rows }, kind, data, 0);
    this.#kind = kind;
    this.#data = data;
  }

  /** The column in Arrow. */
  finish(): { readonly field: Field; readonly data: Data } {
    const data = this.#arrow();
    if (!this.#text && this.form.type === "number") knowReservedNulls(data);
    return { field: new Field(this.name, data.type, true), data };
  }

  #arrow(): Data {
    const { rows } = this;
    const codes = this.#data.subarray(0, rows) as ColumnData;
    const { nullBitmap, nullCount } = validity(codes, rows);
    const common = { length: rows, nullBitmap, nullCount };
    switch (this.#text ? "text" : this.form.type) {
      case "number":
        return makeData({
          type: numberType(this.#kind) as Int32,
          data: codes as Int32Array,
          ...common,
        });
      case "text":
      case "uuid":
        return makeData({
          type: new Dictionary(new Utf8(), new Int32()),
          data: codes as Int32Array,
          dictionary: this.#words.toVector(),
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
          this.form.type === "date"
            ? new DateMillisecond()
            : new TimestampMillisecond(this.form.type === "utcTimestamp" ? "UTC" : null);
        return makeData({ type: type as DateMillisecond, data: times, ...common });
      }
    }
  }
}

/** The type of numbers of a kind. */
function numberType(kind: Kind): Int8 | Int16 | Int32 | Float64 {
  if (kind === "int8") return new Int8();
  if (kind === "int16") return new Int16();
  return kind === "int32" ? new Int32() : new Float64();
}

/** The narrowest storage of numbers, or of those that are used. */
function kindOf(numbers: Numbers, used: Uint8Array | undefined): Kind {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    if (used !== undefined && used[i] === 0) continue;
    const size = value < 0 ? -value : value;
    if (size > most) most = size;
    if (!(numbers instanceof Int32Array) && (!Number.isSafeInteger(value) || Object.is(value, -0))) return "float64";
  }
  return narrowest(most);
}

function usedOf(codes: Unpacked, size: number): Uint8Array {
  const used = new Uint8Array(size);
  for (let i = 0; i < codes.length; i++) used[codes[i]!] = 1;
  return used;
}
