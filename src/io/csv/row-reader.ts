import { checkLimits } from "../limits.js";
import { Column } from "./column.js";
import type { ColumnPart, Inferred, Reading } from "./column-part.js";
import type { DeclaredType } from "./declared-type.js";
import { ParseError, type ParseIssue } from "./parse-issue.js";
import type { CsvPlan } from "./plan.js";
import type { Dialect } from "./row-cutter.js";
import { RowParser } from "./row-parser.js";
import type { RowSample } from "./row-sample.js";

/** A row longer than this is taken for a quote that was never closed. */
const MAX_ROW_BYTES = 1 << 26;
const LF = 10;
const CTRL_Z = 0x1a;

/** What a reader of rows needs. */
export interface RowReaderOptions {
  readonly dialect: Dialect;
  readonly reading: Reading;
  /** Names of all columns of the file. */
  readonly names: readonly string[];
  /** Names of the columns to keep, in order. */
  readonly chosen: readonly string[];
  readonly types: ReadonlyMap<string, DeclaredType>;
  /** Line of the first row. */
  readonly line: number;
  /** How much may be read. */
  readonly limit?: Pick<CsvPlan, "where" | "file" | "limits"> | undefined;
  /** Rows to read at most. */
  readonly rows?: number | undefined;
  readonly sample?: RowSample | undefined;
  /** Called when `rows` rows are there; the caller takes them and empties the columns. */
  readonly full?: { readonly rows: number; take(columns: readonly Column[]): void } | undefined;
  /** What an earlier reading found out about columns. */
  readonly inferred?: ReadonlyMap<string, Inferred> | undefined;
  /** Bytes of the whole file, if known: so that columns get their final size at once. */
  readonly size?: number | undefined;
}

/** Rows of a part of the file, and the lines it has. */
export interface RowRange {
  readonly rows: number;
  readonly lines: number;
  readonly columns: readonly ColumnPart[];
}

/**
 * Bytes in, columns out. Bytes come in pieces of any size (`space` and `commit`, so that a file can be read straight into
 * the buffer); whole rows are parsed a block at a time, the rest waits for more.
 */
export class RowReader {
  readonly columns: readonly Column[];
  /** Rows parsed, dropped ones included. */
  parsed = 0;
  /** Have enough rows been read? */
  done = false;
  readonly parser: RowParser;
  readonly #options: RowReaderOptions;
  readonly #positions: readonly number[];
  /** Bytes not yet parsed are [start, end) of the parser's. */
  #start = 0;
  #end = 0;
  /** No use in parsing again before `end` gets here. */
  #wait = 0;
  /** 1 if the last byte is a line feed that the file does not have. */
  #added = 0;
  #consumed = 0;
  #size: number | undefined;

  constructor(options: RowReaderOptions) {
    this.#options = options;
    this.#size = options.size;
    this.parser = new RowParser(options.dialect, options.names, options.line);
    const { chosen, names, types, reading } = options;
    this.columns = chosen.map((name) => new Column(name, types.get(name), reading, options.inferred?.get(name)));
    if (options.full !== undefined) for (const column of this.columns) column.expected = options.full.rows;
    const positions = new Map(names.map((name, position) => [name, position]));
    this.#positions = chosen.map((name) => positions.get(name)!);
    this.done = options.rows === 0;
  }

  /** Begins again, with other bytes of the same file: types stay inferred, rows go. */
  restart(bytes: number): void {
    this.#start = 0;
    this.#end = 0;
    this.#wait = 0;
    this.#added = 0;
    this.#consumed = 0;
    this.#size = bytes;
    this.parsed = 0;
    this.parser.line = this.#options.line;
    for (const column of this.columns) column.forget();
  }

  /** Bytes that no row has been made of yet. */
  get pending(): number {
    return this.#end - this.#start - this.#added;
  }

  /** Takes rows that another reader made of the next `bytes` bytes; `codes` are this reader's codes of its words. */
  append(range: RowRange, bytes: number, codes: readonly number[][]): void {
    this.#consumed += bytes;
    if (this.parsed === 0 && range.rows > 0) this.#expect(range.rows);
    for (let j = 0; j < this.columns.length; j++) this.columns[j]!.append(range.columns[j]!, codes[j]!);
    this.#options.sample?.drop(this.columns, this.parsed, range.rows);
    this.parsed += range.rows;
    this.#checkLimits();
    this.parser.line += range.lines;
  }

  /** Room for the next bytes: fill some of it and say how many to `commit`. */
  space(bytes: number): Uint8Array {
    const left = this.#end - this.#start;
    // One byte more than asked, for the line feed that the last line may lack.
    const { memory } = this.parser;
    const room = memory.bytes.length;
    if (this.#end + bytes + 1 > room) {
      const wanted = left + bytes + 1;
      const length = wanted > room ? Math.max(wanted, Math.min(room * 2, wanted + MAX_ROW_BYTES)) : wanted;
      memory.makeRoom(length, this.#start, this.#end);
      this.#wait -= this.#start;
      this.#start = 0;
      this.#end = left;
    }
    return memory.bytes.subarray(this.#end, this.#end + bytes);
  }

  /** Takes the first bytes of `space`. */
  commit(bytes: number): void {
    const old = this.#end;
    this.#end += bytes;
    if (this.done) return;
    const { bytes: all } = this.parser.memory;
    let to = this.#end;
    while (to > old && all[to - 1] !== LF) to--;
    if (to > old && this.#end >= this.#wait) this.#parse(to);
    if (this.#end - this.#start > MAX_ROW_BYTES)
      throw new ParseError({
        line: this.parser.openQuote?.line ?? this.parser.line,
        problem: "a row of more than 64 MB",
        fix: "Look for a quote that is never closed there",
      });
  }

  /** Takes bytes from elsewhere. */
  push(bytes: Uint8Array): void {
    this.space(bytes.length).set(bytes);
    this.commit(bytes.length);
  }

  /** Takes the last line, if it has no line feed. A row whose quote is open stays pending. */
  flush(): void {
    const { bytes } = this.parser.memory;
    // What old tools of Windows put at the end of a text.
    if (this.#end - this.#start === 1 && bytes[this.#start] === CTRL_Z) this.#start = this.#end;
    if (this.done || this.#start === this.#end) return;
    if (bytes[this.#end - 1] !== LF) {
      this.space(1)[0] = LF;
      this.#end++;
      this.#added = 1;
    }
    this.#parse(this.#end);
  }

  /** Takes what is left, and settles the rows. */
  finish(): void {
    this.flush();
    const open = this.parser.openQuote;
    if (!this.done && this.#start < this.#end && open !== undefined)
      throw new ParseError({
        line: open.line,
        column: this.#options.names[open.column]!,
        problem: "a quote is opened and never closed",
        fix: "Close the quote, or double it if it belongs to the text",
      });
    this.parser.memory.release();
    this.#options.sample?.settle(this.columns);
  }

  #parse(to: number): void {
    const { parser, columns } = this;
    const { rows, full, sample } = this.#options;
    while (this.#start < to && !this.done) {
      const kept = columns[0]?.rows ?? 0;
      const most = Math.min(
        (rows ?? Number.POSITIVE_INFINITY) - this.parsed,
        (full?.rows ?? Number.POSITIVE_INFINITY) - kept,
      );
      const next = parser.parse(this.#start, to, most);
      this.#consumed += next - this.#start;
      if (this.parsed === 0 && parser.rows > 0) this.#expect(parser.rows);
      this.#appendBlock();
      if (parser.issue !== undefined) throw new ParseError(parser.issue);
      sample?.drop(columns, this.parsed, parser.rows);
      this.parsed += parser.rows;
      this.#checkLimits();
      this.#start = next;
      if (this.parsed === rows) this.done = true;
      if (full !== undefined && (columns[0]?.rows ?? 0) >= full.rows) full.take(columns);
      if (parser.openQuote !== undefined) {
        this.#wait = this.#start + 2 * (this.#end - this.#start);
        return;
      }
    }
  }

  #checkLimits(): void {
    const { limit } = this.#options;
    if (limit === undefined) return;
    checkLimits(limit.where, limit.file, limit.limits, { rows: this.parsed, columns: this.columns.length });
  }

  /** Hands the block to the columns. Of several issues the one on the first line is reported, wherever blocks begin. */
  #appendBlock(): void {
    const { parser, columns } = this;
    let first: ParseIssue | undefined;
    for (let j = 0; j < columns.length; j++) {
      try {
        columns[j]!.appendBlock(parser, this.#positions[j]!);
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
        if (first === undefined || error.issue.line! < first.line!) first = error.issue;
      }
    }
    if (first !== undefined) throw new ParseError(first);
  }

  /** Guesses the number of rows from the first block, a little generously: pages never written to cost nothing. */
  #expect(parsed: number): void {
    const { rows, sample, full } = this.#options;
    const size = this.#size;
    if (size === undefined || sample !== undefined || full !== undefined) return;
    const guess = Math.ceil((size / (this.#consumed / parsed)) * 1.05) + 16;
    for (const column of this.columns) column.expected = Math.min(guess, rows ?? guess);
  }
}
