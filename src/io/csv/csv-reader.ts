import { KindredError, listed } from "../../errors/index.js";
import { textOf } from "./cell.js";
import type { Reading } from "./column-part.js";
import type { ColumnType } from "./column-type.js";
import { columnTypeOf } from "./declared-type.js";
import { NullWords } from "./null-words.js";
import { NumberReader } from "./numbers.js";
import type { CsvPlan } from "./options.js";
import { malformed, ParseError, type ParseIssue } from "./parse-issue.js";
import { readRecord } from "./record.js";
import type { Dialect } from "./row-cutter.js";
import { RowReader, type RowReaderOptions } from "./row-reader.js";
import { RowSample } from "./row-sample.js";
import { detectSeparator } from "./separator.js";
import { textIssueOf } from "./utf8.js";

/** Bytes that are looked at to find the separator. */
const HEAD_BYTES = 1 << 16;
/** A header longer than this is taken for something else than a header. */
const MAX_HEADER_BYTES = 1 << 24;

/** What the head of a file says. */
export interface CsvHead extends Omit<RowReaderOptions, "sample" | "full" | "size" | "rows" | "inferred"> {
  /** Bytes before the first row. */
  readonly bytes: number;
}

/** Reads the head of a CSV file, and with it sets up the reader of its rows. */
export class CsvReader {
  readonly #plan: CsvPlan;
  readonly #extra: Pick<RowReaderOptions, "full" | "inferred">;
  /** Bytes of the head are buffer[0, filled). */
  #buffer: Uint8Array = new Uint8Array(0);
  #filled = 0;
  #size: number | undefined;
  #rows: RowReader | undefined;
  #prepared: CsvHead | undefined;

  constructor(plan: CsvPlan, extra: Pick<RowReaderOptions, "full" | "inferred"> = {}) {
    this.#plan = plan;
    this.#extra = extra;
  }

  /** The reader of rows, once the head is read. */
  get rows(): RowReader | undefined {
    return this.#rows;
  }

  /** What the head said, once it is read. */
  get head(): CsvHead | undefined {
    return this.#prepared;
  }

  /** Have enough rows been read? */
  get done(): boolean {
    return this.#rows?.done === true;
  }

  /** The size of the file, where it is known: columns get their final room at once. */
  expectBytes(bytes: number): void {
    this.#size = bytes;
  }

  /** Room for the next bytes: fill some of it and say how many to `commit`. */
  space(bytes: number): Uint8Array {
    if (this.#rows !== undefined) return this.#rows.space(bytes);
    if (this.#filled + bytes > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#filled + bytes, 2 * this.#buffer.length));
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    return this.#buffer.subarray(this.#filled, this.#filled + bytes);
  }

  /** Takes the first bytes of `space`. */
  commit(bytes: number): void {
    this.#guard(() => {
      if (this.#rows !== undefined) this.#rows.commit(bytes);
      else {
        this.#filled += bytes;
        this.#start(false);
      }
    });
  }

  /** Takes bytes from elsewhere. */
  push(bytes: Uint8Array): void {
    this.space(bytes.length).set(bytes);
    this.commit(bytes.length);
  }

  /** Ends the input. */
  finish(): RowReader {
    this.#guard(() => {
      if (this.#rows === undefined) this.#start(true);
      this.#rows!.finish();
    });
    return this.#rows!;
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw error instanceof ParseError ? malformed(this.#plan.where, this.#plan.file, error.issue) : error;
    }
  }

  #start(last: boolean): void {
    const head = this.#readHead(last);
    if (head === undefined) return;
    const { rows, sample } = this.#plan;
    this.#prepared = head;
    this.#rows = new RowReader({
      ...head,
      ...this.#extra,
      size: this.#size,
      rows,
      sample: sample === undefined ? undefined : new RowSample(sample.rows, sample.seed),
    });
    const rest = this.#buffer.subarray(head.bytes, this.#filled);
    this.#buffer = new Uint8Array(0);
    this.#rows.push(rest);
  }

  /** The head, or undefined while more bytes are needed to read it. */
  #readHead(last: boolean): CsvHead | undefined {
    const plan = this.#plan;
    const bytes = this.#buffer.subarray(0, this.#filled);
    if (
      !last &&
      (bytes.length < 3 || (plan.separator === undefined && (bytes.length < HEAD_BYTES || !bytes.includes(10))))
    ) {
      if (bytes.length > MAX_HEADER_BYTES) fail("the first line is longer than 16 MB", "Check that this is a CSV file");
      return undefined;
    }
    const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (wide) fail("the file is UTF-16", "Save the file as UTF-8");
    let from = marked ? 3 : 0;
    let line = 1;
    while (
      plan.header === true &&
      from < bytes.length &&
      (bytes[from] === 10 || (bytes[from] === 13 && bytes[from + 1] === 10))
    ) {
      from += bytes[from] === 10 ? 1 : 2;
      line++;
    }
    const ended = last && from < bytes.length ? Uint8Array.from([...bytes.subarray(from), 10]) : bytes.subarray(from);
    const separator = plan.separator ?? detectSeparator(ended, 0, ended.length, plan.quote, plan.point);
    if (plan.header !== true) return this.#headOf(plan.header, separator, from, line);
    if (last && from >= bytes.length)
      fail("the file is empty", "Give it a header line, or name the columns in `header`");
    const record = readRecord(ended, 0, ended.length, separator, plan.quote);
    if (record === undefined) {
      if (last) fail("a quote is opened in the header and never closed", "Close the quote", line);
      if (bytes.length > MAX_HEADER_BYTES) fail("the header is longer than 16 MB", "Check that this is a CSV file");
      return undefined;
    }
    const names = record.cells.map((cell, position) => {
      const issue = textIssueOf(cell, 0, cell.length);
      const what = issue === "nul" ? "a NUL byte" : "bytes that are not UTF-8";
      if (issue !== undefined) fail(`${what} in the name of column ${position + 1}`, "Save the file as UTF-8", line);
      return textOf(cell, 0, cell.length);
    });
    if (names.some((name) => name.includes("\r")))
      fail("a carriage return without a line feed", "End lines with LF or CR LF", line);
    const twice = names.filter((name, position) => names.indexOf(name) !== position);
    if (twice.length > 0)
      throw new ParseError({
        line,
        column: twice[0]!,
        problem: `${listed([...new Set(twice)])} is the name of more than one column`,
        fix: "Give every column its own name, in the file or in `header`",
      });
    return this.#headOf(names, separator, from + Math.min(record.next, bytes.length - from), line + record.lines);
  }

  #headOf(names: readonly string[], separator: number, bytes: number, line: number): CsvHead {
    const plan = this.#plan;
    const chosen = plan.columns ?? names;
    const declared = Object.keys(plan.types);
    const unknown = [...new Set([...chosen, ...declared])].filter((name) => !names.includes(name));
    if (unknown.length > 0)
      throw new KindredError({
        code: "MISSING_COLUMN",
        where: plan.where,
        problem: `${plan.file} has no column ${listed(unknown)}`,
        fix: `Its columns are ${listed(names)}; check the names in \`columns\` and \`types\`, and the separator`,
        column: unknown[0]!,
        expected: unknown,
        got: names,
      });
    const types = new Map<string, ColumnType>();
    for (const { name, type } of plan.schema) {
      const known = columnTypeOf(type);
      if (known !== undefined) types.set(name, known);
    }
    for (const [name, type] of Object.entries(plan.types)) types.set(name, type);
    const { dialect, reading } = parserSetup(plan, separator);
    return { names, chosen, types, line, bytes, dialect, reading };
  }
}

/** The part of a plan that parser and columns have to know. */
export type CellFormat = Pick<CsvPlan, "quote" | "point" | "nullWords" | "canonicalNumbers">;

/** What parser and columns have to know. */
export function parserSetup(plan: CellFormat, separator: number): { dialect: Dialect; reading: Reading } {
  const { quote, point, canonicalNumbers } = plan;
  const nullWords = new NullWords(plan.nullWords);
  return {
    dialect: { separator, quote, point, canonicalNumbers, emptyIsMissing: nullWords.empty },
    reading: {
      numbers: new NumberReader(point, canonicalNumbers),
      nullWords,
      point: String.fromCharCode(point),
      canonicalNumbers,
    },
  };
}

function fail(problem: string, fix: string, line = 1): never {
  const issue: ParseIssue = { line, problem, fix };
  throw new ParseError(issue);
}
