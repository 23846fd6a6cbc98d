import { textOf } from "./cell.js";
import { type CsvHead, fail, headOf, namesOf } from "./head.js";
import type { CsvPlan } from "./plan.js";
import { readRecord, type TextRecord } from "./record.js";
import { RowReader, type RowReaderOptions } from "./row-reader.js";
import { RowSample } from "./row-sample.js";
import { detectSeparator } from "./separator.js";

const LF = 10;
const CR = 13;
/** Bytes that are looked at to find the separator. */
const HEAD_BYTES = 1 << 16;
/** A header longer than this is taken for something else than a header. */
const MAX_HEADER_BYTES = 1 << 24;

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
    if (this.#rows !== undefined) this.#rows.commit(bytes);
    else {
      this.#filled += bytes;
      this.#start(false);
    }
  }

  /** Takes bytes from elsewhere. */
  push(bytes: Uint8Array): void {
    this.space(bytes.length).set(bytes);
    this.commit(bytes.length);
  }

  /** Ends the input. */
  finish(): RowReader {
    if (this.#rows === undefined) this.#start(true);
    this.#rows!.finish();
    return this.#rows!;
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
      limit: this.#plan,
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
    if (!last && plan.separator === undefined && (bytes.length < HEAD_BYTES || !bytes.includes(LF))) {
      if (bytes.length > MAX_HEADER_BYTES) fail("the first line is longer than 16 MB", "Check that this is a CSV file");
      return undefined;
    }
    const named = separatorLine(bytes);
    let from = named?.bytes ?? 0;
    let line = named === undefined ? 1 : 2;
    for (let blank = blankLine(bytes, from); plan.header === true && blank > 0; blank = blankLine(bytes, from)) {
      from += blank;
      line++;
    }
    const ended = last && from < bytes.length ? Uint8Array.from([...bytes.subarray(from), LF]) : bytes.subarray(from);
    const separator =
      plan.separator ?? named?.separator ?? detectSeparator(ended, 0, ended.length, plan.quote, plan.point);
    if (plan.header === true && last && from >= bytes.length)
      fail("the file is empty", "Give it a header line, or name the columns in `header`");
    const record = readRecord(ended, 0, ended.length, separator, plan.quote);
    if (record === undefined && !last) {
      if (bytes.length > MAX_HEADER_BYTES) fail("the header is longer than 16 MB", "Check that this is a CSV file");
      return undefined;
    }
    const start = { separator, bytes: from, line };
    if (plan.header !== true) return headOf(plan, plan.header, record, record, start);
    if (record === undefined) fail("a quote is opened in the header and never closed", "Close the quote", line);
    const next = firstRecord(ended.subarray(0, record.next + HEAD_BYTES), record.next, separator, plan.quote);
    if (next === undefined && !last && ended.length < record.next + HEAD_BYTES) return undefined;
    const after = { separator, bytes: from + Math.min(record.next, bytes.length - from), line: line + record.lines };
    return headOf(plan, namesOf(plan, record, line), undefined, next, after);
  }
}

/** The first line where it is `sep=;`, as spreadsheets write it. */
function separatorLine(bytes: Uint8Array): { readonly separator: number; readonly bytes: number } | undefined {
  const found = /^"?sep=([\t -~])"?\r?\n/i.exec(textOf(bytes, 0, Math.min(bytes.length, 10)));
  return found === null ? undefined : { separator: found[1]!.charCodeAt(0), bytes: found[0].length };
}

/** Bytes of the line break at a position, where the line is empty; 0 where it is not. */
function blankLine(bytes: Uint8Array, at: number): number {
  if (bytes[at] === LF) return 1;
  return bytes[at] === CR && bytes[at + 1] === LF ? 2 : 0;
}

/** The first record that is no empty line. */
function firstRecord(bytes: Uint8Array, from: number, separator: number, quote: number): TextRecord | undefined {
  let at = from;
  for (let blank = blankLine(bytes, at); blank > 0; blank = blankLine(bytes, at)) at += blank;
  return readRecord(bytes, at, bytes.length, separator, quote);
}
