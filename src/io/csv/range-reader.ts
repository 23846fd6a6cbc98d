import { allocate, markValid } from "../../matrix/index.js";
import type { ColumnPart } from "./column-part.js";
import type { DeclaredType } from "./declared-type.js";

import type { ColumnData } from "./kind.js";
import { ParseError, type ParseIssue } from "./parse-issue.js";
import { type CellFormat, parserSetup } from "./parser-setup.js";
import type { PresentRows } from "./presence.js";
import { type RowRange, RowReader } from "./row-reader.js";

/** What a range reader needs, in a form that can be sent to another thread. */
export interface RangeSetup {
  readonly format: CellFormat;
  readonly separator: number;
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly types: ReadonlyMap<string, DeclaredType>;
}

/** What became of a range. */
export interface RangeResult extends RowRange {
  /** Is this the first range of its reader, which has handed over no words before it? */
  readonly isFirst: boolean;
  /** Where the last whole row ends: before the end of the range only where a quote is open there. */
  readonly end: number;
  /** Did the file end before the range? */
  readonly short: boolean;
  /** What is wrong, with lines counted from the range's first. */
  readonly issue?: ParseIssue | undefined;
}

/** Reads bytes of the file into an array, from a position on; returns how many there were. */
export type ReadBytes = (into: Uint8Array, position: number) => number;

const STREAM_BYTES = 1 << 20;

/**
 * Reads ranges of a file, each as if its first byte began a row. Types and words that were inferred in one range serve the
 * next; they come from the file's own values, so the whole is not changed by them.
 */
export class RangeReader {
  readonly #rows: RowReader;
  /** Words of each column that were handed over already. */
  readonly #sent: number[];
  #isFirst = true;
  /** Which rows hold a value, one column after the other. */
  #bits: Uint8Array = new Uint8Array(0);

  constructor({ format, separator, names, chosen, types }: RangeSetup) {
    this.#rows = new RowReader({ ...parserSetup(format, separator), names, chosen, types, line: 1 });
    this.#sent = chosen.map(() => 0);
  }

  /** Reads the bytes [from, to). The result's arrays are this reader's own: the next range is written over them. */
  read(read: ReadBytes, from: number, to: number): RangeResult {
    const rows = this.#rows;
    rows.restart(to - from);
    let issue: ParseIssue | undefined;
    let short = false;
    try {
      for (let position = from; position < to; ) {
        const got = read(rows.space(Math.min(STREAM_BYTES, to - position)), position);
        short = got === 0;
        if (short) break;
        position += got;
        rows.commit(got);
      }
      rows.flush();
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      issue = error.issue;
    }
    const bytes = ((rows.columns[0]?.rows ?? 0) + 7) >> 3;
    if (this.#bits.length < bytes * rows.columns.length)
      this.#bits = new Uint8Array(allocate(Math.ceil(bytes * 1.1) * rows.columns.length));
    const columns = rows.columns.map((_, j) => this.#part(j));
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return { isFirst, rows: rows.parsed, lines: rows.parser.line - 1, columns, end: to - rows.pending, short, issue };
  }

  /** Gives back the memory that cells were cut in. Nothing is read after it. */
  release(): void {
    this.#rows.parser.memory.release();
  }

  #part(j: number): ColumnPart {
    const { kind, data, spellings, exceptions, rows, words } = this.#rows.columns[j]!;
    const sent = this.#sent[j]!;
    const present = this.#present(j, data, rows);
    // Arrays that own their memory are handed over with the result: this one is written on.
    const spelled = spellings?.slice(0, rows);
    if (words === undefined || words.count === sent)
      return { kind, data, spellings: spelled, exceptions, rows, present };
    this.#sent[j] = words.count;
    const start = words.offsets[sent]!;
    return {
      kind,
      data,
      spellings: spelled,
      exceptions,
      rows,
      present,
      words: {
        bytes: words.bytes.slice(start, words.offsets[words.count]),
        offsets: words.offsets.slice(sent, words.count + 1).map((offset) => offset - start),
      },
    };
  }
  #present(j: number, data: ColumnData, rows: number): PresentRows {
    const bytes = (rows + 7) >> 3;
    const bits = this.#bits.subarray(j * bytes, (j + 1) * bytes).fill(0);
    return { bits, count: markValid(data, rows, bits) };
  }
}
