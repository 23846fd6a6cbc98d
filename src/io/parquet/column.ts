import { type Validity, validity } from "../../matrix/index.js";
import { copyNumbers } from "../csv/copy.js";
import { arrayOf, type ColumnData, isWider, type Kind, missingCode, narrowest } from "../csv/kind.js";
import type { Unpacked } from "./bits.js";
import { fillByteRows, fillWideRows } from "./byte-rows.js";
import { fillFloat64Rows, fillInt8Rows, fillInt16Rows, fillInt32Rows } from "./fill-rows.js";
import { decimalsOf, InexactNumber, type NumberForm, type Numbers, numbersOf } from "./numbers.js";
import { type PackedRows, type PageRows, unpackRows } from "./pages.js";
import { type PageValues, sizeOf } from "./values.js";
import { type WordList, Words } from "./words.js";

/** A column that was read, in shared memory where the platform has it. */
export interface ReadColumn {
  readonly rows: number;
  readonly kind: Kind;
  /** Numbers, or codes of the words; the reserved code where a value is missing. */
  readonly data: ColumnData;
  readonly validity: Validity;
  /** Of a column of text. */
  readonly words: WordList | undefined;
  /** A number that no number holds, where the column was not to become text for it: then the rest is of no use. */
  readonly inexact: string | undefined;
}

/** One column while its row groups are read: numbers in the narrowest storage that holds them, words by their code. */
export class ParquetColumn {
  readonly name: string;
  readonly form: NumberForm;
  /** Rows so far. */
  rows = 0;
  /** A number that no number holds: from here on, all of them are wanted as text. */
  inexact: string | undefined;
  #kind: Kind;
  #data: ColumnData;
  #text: boolean;
  readonly #words: Words = new Words();
  /** The dictionary of the last page, and what it was made into. */
  #dictionary: PageValues | undefined;
  #numbers: Numbers = new Int32Array(0);
  #needed: Kind = "int8";

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
    this.#dictionary = undefined;
    this.#data = arrayOf("text", this.#data.length);
  }

  /** Adds a page. Nothing more is added once a number was inexact. @throws RangeError where the page is damaged. */
  append(page: PageRows | PackedRows): void {
    if (this.inexact !== undefined) return;
    const to = this.rows + page.rows;
    if (to > this.#data.length) this.makeRoom(Math.max(to, Math.ceil(this.#data.length * 1.5)));
    try {
      if ("dictionary" in page) this.#appendPacked(page);
      else this.#appendRows(page, this.#numbersOf(page.values));
    } catch (error) {
      if (!(error instanceof InexactNumber)) throw error;
      this.inexact = error.value;
    }
    this.rows = to;
  }

  /** Keeps, of the rows from `from` on, those at these places behind it, which ascend. */
  keep(from: number, places: Int32Array): void {
    const data = this.#data;
    for (let i = 0; i < places.length; i++) data[from + i] = data[from + places[i]!]!;
    this.rows = from + places.length;
  }

  #appendPacked(page: PackedRows): void {
    const { dictionary } = page;
    if (this.#dictionary !== dictionary) {
      this.#numbers = this.#numbersOf(dictionary);
      this.#needed = this.#text ? "text" : kindOf(this.#numbers, undefined);
      this.#dictionary = dictionary;
    }
    if (this.#text || !isWider(this.#needed, this.#kind)) {
      const data = this.#data;
      const numbers = this.#numbers;
      const isFilled =
        data instanceof Int8Array
          ? fillByteRows(page, numbers, data, this.rows)
          : fillWideRows(page, numbers, data, this.rows, missingCode(this.#kind));
      if (isFilled) return;
    }
    this.#appendRows(unpackRows(page), this.#numbers);
  }

  /** Values as numbers; as codes of their words where they become text. */
  #numbersOf(values: PageValues): Numbers {
    const { type } = this.form;
    if (!this.#text) return numbersOf(values, this.form);
    if (type === "text" && values.kind === "bytes") return this.#words.ofBytes(this.name, values);
    if (type === "uuid" && values.kind === "bytes") return this.#words.ofUuids(values);
    return this.#words.ofStrings(decimalsOf(values, this.form));
  }

  #appendRows(page: PageRows, numbers: Numbers): void {
    if (!this.#text) {
      const { codes } = page;
      let needed = kindOf(numbers, undefined);
      // An entry of the dictionary that no row uses widens nothing.
      if (isWider(needed, this.#kind) && codes !== undefined)
        needed = kindOf(numbers, usedOf(codes, sizeOf(page.values)));
      if (isWider(needed, this.#kind)) this.#store(needed, this.#data.length);
    }
    this.#fill(page, numbers);
  }

  #fill({ rows, present, codes }: PageRows, numbers: Numbers): void {
    const data = this.#data;
    const missing = missingCode(this.#kind);
    const at = this.rows;
    if (data instanceof Int8Array && codes instanceof Uint8Array)
      fillInt8Rows(data, at, rows, new Int8Array(numbers), codes, present, missing);
    else if (data instanceof Int16Array || data instanceof Int8Array)
      fillInt16Rows(data, at, rows, new Int16Array(numbers), codes, present, missing);
    else if (data instanceof Int32Array) {
      const values = numbers instanceof Int32Array ? numbers : new Int32Array(numbers);
      fillInt32Rows(data, at, rows, values, codes, present, missing);
    } else fillFloat64Rows(data, at, rows, new Float64Array(numbers), codes, present, missing);
  }

  #store(kind: Kind, length: number): void {
    const data = arrayOf(kind, length);
    copyNumbers({ kind: this.#kind, data: this.#data, rows: this.rows }, kind, data, 0);
    this.#kind = kind;
    this.#data = data;
  }

  /** What was read. */
  finish(): ReadColumn {
    const { rows, inexact } = this;
    const data = this.#data.subarray(0, rows) as ColumnData;
    const words = this.#text ? this.#words.list() : undefined;
    return { rows, kind: this.#kind, data, validity: validity(data, rows), words, inexact };
  }
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
