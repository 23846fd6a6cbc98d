import { textOf } from "./cell.js";
import { checkWord, notOfType, notText } from "./cell-issues.js";
import type { ColumnPart, Inferred, Reading } from "./column-part.js";
import { copyBytes, copyCodes, copyNumbers } from "./copy.js";
import type { MomentReader } from "./dates.js";
import type { DeclaredType } from "./declared-type.js";
import { fillFloat64, fillInt8, fillInt16, fillInt32, hasValue } from "./fill.js";
import { arrayOf, type ColumnData, isWider, type Kind, missingCode, narrowest } from "./kind.js";
import { CODE, EXCEPTION, INTEGER, NOT_A_NUMBER, PLUS } from "./numbers.js";
import { Presence } from "./presence.js";
import { LEAST_INTEGER, MISSING } from "./row-cutter.js";
import type { RowParser } from "./row-parser.js";
import { NOT_TEXT, WordTable } from "./word-table.js";
import { writeWords } from "./write-words.js";

/** The code of a missing text. */
const NO_WORD: number = missingCode("text");

/**
 * One column while it is read. It starts as the narrowest integers and widens when a value asks for it, so that its type
 * is that of the whole file. Should words turn up after numbers, the numbers become the words that they were: integers
 * have one spelling, decimals keep their number of digits beside them, and rarer spellings are kept as they are.
 */
export class Column {
  readonly name: string;
  readonly declared: DeclaredType | undefined;
  kind: Kind;
  data!: ColumnData;
  rows = 0;
  words: WordTable | undefined;
  /** Spelling of each number, where some are not written the shortest way. */
  spellings: Uint8Array | undefined;
  /** Spellings that a number of decimals cannot express, by row. */
  exceptions: Map<number, string> | undefined;
  /** Rows to make room for, where that is known roughly. */
  expected = 0;
  /** Which rows hold a value, as far as it is known already. */
  readonly presence: Presence = new Presence();
  /** Have rows been forgotten, whose spelling is therefore unknown now? */
  rowsDropped = false;
  /** Did words turn up after forgotten numbers? */
  textAfterNumbers = false;
  /** The data of an int8 column, four at a time. */
  #fours: Int32Array | undefined;
  readonly #reading: Reading;
  #seen = false;

  constructor(name: string, declared: DeclaredType | undefined, reading: Reading, inferred?: Inferred) {
    this.name = name;
    this.declared = declared;
    this.#reading = reading;
    const number = declared === "int" || declared === "number" || declared === "float";
    const text = declared !== undefined && !number;
    this.kind = inferred?.kind ?? (text ? "text" : declared === "float" ? "float64" : "int8");
    if (this.kind === "text") this.words = inferred?.words ?? new WordTable();
    if (this.kind === "float64") this.spellings = new Uint8Array(0);
    this.#store(arrayOf(this.kind, 0));
  }

  /**
   * Adds rows that another reader's column of the same file holds. `codes` are this column's codes of that reader's words;
   * those of new words come behind them.
   */
  append(part: ColumnPart, codes: number[]): void {
    const { kind, rows, words } = part;
    this.makeRoom(this.rows + rows);
    if (kind === "text" || (this.kind !== "text" && isWider(kind, this.kind))) this.widen(kind);
    if (words !== undefined)
      for (let word = 0; word + 1 < words.offsets.length; word++)
        codes.push(this.words!.codeOf(words.bytes, words.offsets[word]!, words.offsets[word + 1]!));
    const at = this.rows;
    const { data } = this;
    if (this.kind === "text") {
      if (kind === "text") copyCodes(part, codes, data, at);
      else writeWords(part, rows, this.#reading.point, this.words!, data as Int32Array, at);
    } else copyNumbers(part, this.kind, data, at);
    if (part.spellings !== undefined && this.kind !== "text") this.spellings ??= new Uint8Array(data.length);
    if (this.spellings !== undefined) {
      if (part.spellings === undefined) this.spellings.fill(0, at, at + rows);
      else this.spellings.set(part.spellings.subarray(0, rows), at);
    }
    if (part.exceptions !== undefined && this.kind !== "text") {
      this.exceptions ??= new Map();
      for (const [row, word] of part.exceptions) this.exceptions.set(at + row, word);
    }
    this.presence.append(part.present, at, rows, this.data.length);
    this.rows += rows;
  }

  /** Adds the block's rows of a column of the file. */
  appendBlock(block: RowParser, position: number): void {
    const count = block.rows;
    this.makeRoom(this.rows + count);
    const { integers } = this.#reading.nullWords;
    const bytes = this.kind === "int8" && integers.size === 0 ? block.bytesOf(position) : undefined;
    // Rows are written over when earlier ones were dropped.
    this.spellings?.fill(0, this.rows, this.rows + count);
    if (bytes !== undefined) copyBytes(bytes, count, this.data as Int8Array, this.#fours!, this.rows);
    else {
      const cells = block.cellsOf(position);
      if (integers.size > 0) for (let i = 0; i < count; i++) if (integers.has(cells[i]!)) cells[i] = MISSING;
      for (let row = 0; ; ) {
        row = this.#fill(block, cells, row);
        if (row === count) break;
        row = this.#widenFor(block, cells, row);
      }
    }
    this.rows += count;
  }

  /** How moments may be written in this column. */
  get readers(): readonly MomentReader[] {
    return this.#reading.moments;
  }

  /** Room for `rows` rows at least. */
  makeRoom(rows: number): void {
    if (rows <= this.data.length) return;
    const length = Math.max(rows, this.expected, Math.min(Math.ceil(this.data.length * 1.5), this.data.length + 4e6));
    const data = arrayOf(this.kind, length);
    copyNumbers(this, this.kind, data, 0);
    this.#store(data);
    if (this.spellings !== undefined) {
      const spellings = new Uint8Array(length);
      spellings.set(this.spellings.subarray(0, this.rows));
      this.spellings = spellings;
    }
  }

  /** Keeps of the rows from `from` on only those given (ascending); the rows before stay. */
  keep(from: number, rows: ArrayLike<number>): void {
    this.presence.forget();
    const { data, spellings, exceptions } = this;
    const exceptionsKept =
      exceptions === undefined ? undefined : new Map([...exceptions].filter(([row]) => row < from));
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      data[from + i] = data[row]!;
      if (spellings !== undefined) spellings[from + i] = spellings[row]!;
      const word = exceptions?.get(row);
      if (word !== undefined) exceptionsKept!.set(from + i, word);
    }
    this.exceptions = exceptionsKept;
    this.rows = from + rows.length;
  }

  /** Has there been any value, in rows that are gone or not? */
  get seen(): boolean {
    this.#seen ||= this.kind !== "int8" || hasValue(this.data as Int8Array, this.rows);
    return this.#seen;
  }

  /** Drops all rows, but not what was inferred of the type. */
  forget(): void {
    this.#seen = this.seen;
    if (this.rows > 0) this.rowsDropped = true;
    this.rows = 0;
    this.exceptions = undefined;
  }

  /** Drops all rows and leaves the memory they are in to others. */
  restart(): void {
    this.forget();
    this.#store(arrayOf(this.kind, 0));
    if (this.spellings !== undefined) this.spellings = new Uint8Array(0);
  }

  /** Makes the column at least as wide as a kind; `used` rows hold values. */
  widen(kind: Kind, used: number = this.rows): void {
    if (kind === this.kind) return;
    if (kind === "text") {
      this.#toText(used);
      return;
    }
    const data = arrayOf(kind, this.data.length);
    copyNumbers({ kind: this.kind, data: this.data, rows: used }, kind, data, 0);
    if (kind === "float64") this.spellings ??= new Uint8Array(data.length);
    this.#store(data);
    this.kind = kind;
  }

  #store(data: ColumnData): void {
    this.data = data;
    this.#fours = data instanceof Int8Array ? new Int32Array(data.buffer, 0, data.length >> 2) : undefined;
  }

  /** Fills rows from `from` on until a cell does not fit; returns its row. */
  #fill(block: RowParser, cells: Int32Array, from: number): number {
    const at = this.rows;
    const count = block.rows;
    if (this.kind === "int8") return fillInt8(cells, from, count, this.data as Int8Array, at);
    if (this.kind === "int16") return fillInt16(cells, from, count, this.data as Int16Array, at);
    if (this.kind === "int32") return fillInt32(cells, from, count, this.data as Int32Array, at);
    if (this.kind === "float64") return fillFloat64(cells, from, count, this.data as Float64Array, this.spellings!, at);
    return this.#fillText(block, cells, from, count);
  }

  #fillText(block: RowParser, cells: Int32Array, from: number, count: number): number {
    const words = this.words!;
    const codes = this.data as Int32Array;
    const { memory, known } = block;
    const cellsOfBlock = { memory, cells, from, count, codes, at: this.rows, missing: NO_WORD };
    for (const row of known.match(cellsOfBlock, words, this.#reading)) {
      const cell = cells[row]!;
      if (cell === MISSING) codes[this.rows + row] = NO_WORD;
      else {
        const before = words.count;
        const code = cell >= LEAST_INTEGER ? words.codeOfInteger(cell) : this.#codeOfSide(block, cell);
        if (code === NOT_TEXT) throw notText(this, block.lines[row]!);
        if (words.count > before) checkWord(this, code, block.lines[row]!);
        codes[this.rows + row] = code;
      }
    }
    return count;
  }

  /** Takes a cell that did not fit: widens the column, or writes the value. Returns the row to go on with. */
  #widenFor(block: RowParser, cells: Int32Array, row: number): number {
    const cell = cells[row]!;
    if (cell >= LEAST_INTEGER) {
      this.widen(narrowest(cell), this.rows + row);
      return row;
    }
    const { numbers, nullWords } = this.#reading;
    const { bytes, start, end, from, to } = block.place.find(block, cell);
    if (nullWords.has(bytes, from, to)) {
      cells[row] = MISSING;
      return row;
    }
    let found = numbers.read(bytes, from, to);
    // Undeclared, digits in groups may be anything: amounts, versions, dates.
    if (found === NOT_A_NUMBER && this.declared !== undefined) found = numbers.readGrouped(bytes, from, to);
    if (found === CODE) found = this.declared === undefined ? NOT_A_NUMBER : INTEGER;
    if (found === NOT_A_NUMBER || (this.declared === "int" && !Number.isSafeInteger(numbers.value))) {
      if (this.declared !== undefined)
        throw notOfType(this, textOf(bytes, start, Math.min(end, start + 80)), block.lines[row]!);
      this.widen("text", this.rows + row);
      return row;
    }
    const { value } = numbers;
    if (nullWords.integers.has(value)) {
      cells[row] = MISSING;
      return row;
    }
    const integral = (found === INTEGER || this.declared === "int") && Number.isSafeInteger(value);
    // Only a column that may become text needs to know how its numbers were spelled.
    const spelling = this.declared === undefined ? numbers.spelling : 0;
    if (integral && spelling === 0 && value >= LEAST_INTEGER && value <= -LEAST_INTEGER && value !== MISSING) {
      cells[row] = value;
      return row;
    }
    const kind = integral ? narrowest(value) : "float64";
    if (isWider(kind, this.kind)) this.widen(kind, this.rows + row);
    const at = this.rows + row;
    this.data[at] = value;
    if (spelling !== 0) this.#spell(at, spelling, bytes, from, to);
    return row + 1;
  }

  #spell(at: number, spelling: number, bytes: Uint8Array, from: number, to: number): void {
    this.spellings ??= new Uint8Array(this.data.length);
    this.spellings[at] = spelling;
    if (spelling !== EXCEPTION) return;
    this.exceptions ??= new Map();
    this.exceptions.set(at, textOf(bytes, from, to));
  }

  #codeOfSide(block: RowParser, cell: number): number {
    const { numbers, nullWords, canonicalNumbers } = this.#reading;
    const words = this.words!;
    const { bytes, start, end, from, to } = block.place.find(block, cell);
    if (nullWords.has(bytes, from, to)) return NO_WORD;
    // A number's word is the same whether the column already was text when it came or became text later.
    const edges = from !== start || to !== end;
    if (edges || nullWords.integers.size > 0 || (canonicalNumbers && bytes[to - 1] === 48)) {
      const found = numbers.read(bytes, from, to);
      if (found !== NOT_A_NUMBER && found !== CODE) {
        if (nullWords.integers.has(numbers.value)) return NO_WORD;
        if (found !== INTEGER || numbers.spelling === EXCEPTION) return words.codeOf(bytes, from, to);
        return numbers.spelling === PLUS ? words.codeOfString(`+${numbers.value}`) : words.codeOfInteger(numbers.value);
      }
    }
    const { doubled, hash } = block.place;
    return doubled ? words.codeOf(bytes, start, end) : words.codeOfHashed(bytes, start, end, hash);
  }

  #toText(used: number): void {
    if (this.rowsDropped) this.textAfterNumbers = true;
    const words = new WordTable();
    const codes = arrayOf("text", this.data.length);
    writeWords(this, used, this.#reading.point, words, codes as Int32Array, 0);
    this.words = words;
    this.#store(codes);
    this.spellings = undefined;
    this.exceptions = undefined;
    this.kind = "text";
  }
}
