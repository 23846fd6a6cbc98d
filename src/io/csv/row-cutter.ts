import { counted } from "../../errors/index.js";
import type { BlockMemory } from "./block-memory.js";
import { FIRST_SIDE, SIDE_NUMBERS } from "./cell.js";
import type { ParseIssue } from "./parse-issue.js";
import { hashOf } from "./word-hash.js";

/** A missing cell. Eight bits of it are the missing code of the narrowest storage. A cell of this value is a side cell. */
export const MISSING = -128;
/** The least integer of the fast path: nine digits and a sign. */
export const LEAST_INTEGER = -999999999;

/** What a parser has to know of a file. */
export interface Dialect {
  readonly separator: number;
  /** The quote character; -1 for none. */
  readonly quote: number;
  /** The decimal point. */
  readonly point: number;
  /** Is 8.0 the integer 8? */
  readonly canonicalNumbers: boolean;
  /** Is an empty cell missing? (Otherwise it is a word of no characters.) */
  readonly emptyIsMissing: boolean;
}

const LF = 10;
const CR = 13;
const MINUS = 45;
const ZERO = 48;

/**
 * The reference of the kernel that cuts rows, which runs where there is none; and what finds out what is wrong with a row that the kernel stopped at.
 */
export class RowCutter {
  /** Bytes, cells and side cells. */
  readonly memory: BlockMemory;
  /** Rows in the block. */
  rows = 0;
  /** The line that comes next. */
  line: number;
  /** What ended the block early. */
  issue: ParseIssue | undefined;
  /** Does the row at the returned position open a quote that these bytes do not close? Then this is the line. */
  openQuote: { readonly line: number; readonly column: number } | undefined;
  protected readonly dialect: Dialect;
  protected readonly names: readonly string[];
  #sideCount = 0;
  #viewed: Uint8Array | undefined;
  #view: DataView | undefined;

  constructor(dialect: Dialect, names: readonly string[], line: number, memory: BlockMemory) {
    this.dialect = dialect;
    this.names = names;
    this.line = line;
    this.memory = memory;
  }

  /** Line of each row of the block. */
  get lines(): Float64Array {
    return this.memory.lines;
  }

  /** Cuts up to `limit` rows of the bytes [from, to), which end with a line feed. Returns where the next row starts. */
  cutPlainly(from: number, to: number, limit: number): number {
    const { bytes, cells, lines, stride } = this.memory;
    const { separator, point, canonicalNumbers, emptyIsMissing } = this.dialect;
    const last = (this.names.length - 1) * stride;
    this.#sideCount = 0;
    this.issue = undefined;
    this.openQuote = undefined;
    let p = from;
    let row = 0;
    while (row < limit && p < to) {
      if (last > 0 && (bytes[p] === LF || (bytes[p] === CR && bytes[p + 1] === LF))) {
        p += bytes[p] === LF ? 1 : 2;
        this.line++;
        continue;
      }
      const start = p;
      const line = this.line;
      lines[row] = line;
      const end = last + row;
      let o = row;
      for (;;) {
        const c = bytes[p]!;
        // Most cells of coded data take these fast paths: one digit, two, or none.
        if (o < end) {
          const single = c - ZERO;
          const next = bytes[p + 1]!;
          if (single >>> 0 < 10) {
            if (next === separator) {
              cells[o] = single;
              o += stride;
              p += 2;
              continue;
            }
            if (single !== 0 && (next - ZERO) >>> 0 < 10 && bytes[p + 2] === separator) {
              cells[o] = single * 10 + next - ZERO;
              o += stride;
              p += 3;
              continue;
            }
          } else if (c === separator && emptyIsMissing) {
            cells[o] = MISSING;
            o += stride;
            p++;
            continue;
          }
        }
        const first = c === MINUS ? p + 1 : p;
        let q = first;
        let size = 0;
        for (let digit = bytes[q]! - ZERO; digit >>> 0 < 10; digit = bytes[q]! - ZERO) {
          size = (Math.imul(size, 10) + digit) | 0;
          q++;
        }
        const digits = q - first;
        if (digits > 0 && digits < 10 && (digits === 1 || bytes[first] !== ZERO)) {
          if (bytes[q] === point && canonicalNumbers) {
            let zero = q + 1;
            while (bytes[zero] === ZERO) zero++;
            if (zero > q + 1) q = zero;
          }
          if (first > p) size = -size | 0;
          if (size === MISSING) q = -1;
        } else if (q === p && emptyIsMissing) size = MISSING;
        else q = -1;
        const after = q < 0 ? 0 : bytes[q]!;
        if (after === separator || after === LF || (after === CR && bytes[q + 1] === LF)) {
          cells[o] = size;
          p = q;
        } else {
          p = this.#word(bytes, p, to, o, row);
          if (p < 0) break;
        }
        if (bytes[p] === separator) {
          if (o === end) {
            this.#tooMany(bytes, p, to, line);
            p = -1;
            break;
          }
          o += stride;
          p++;
          continue;
        }
        if (o < end) {
          this.#tooFew(o, line);
          p = -1;
        }
        break;
      }
      if (p < 0) {
        p = start;
        this.line = line;
        break;
      }
      p += bytes[p] === CR ? 2 : 1;
      this.line++;
      row++;
    }
    this.rows = row;
    return p;
  }

  /** Notes the cell that starts at p; returns the place of its terminator, -1 where there is an issue or no end. */
  #word(bytes: Uint8Array, p: number, to: number, o: number, row: number): number {
    const { separator, quote } = this.dialect;
    if (bytes[p] === quote) return this.#quoted(bytes, p, to, o, row);
    let q = p;
    for (; ; q++) {
      const c = bytes[q]!;
      if (c === separator || c === LF) break;
      if (c === CR) {
        if (bytes[q + 1] === LF) break;
        this.#fail(o, row, "a carriage return without a line feed", "End lines with LF or CR LF, or quote the cell");
        return -1;
      }
      if (c === quote) {
        this.#fail(o, row, "a quote inside a cell that is not quoted", "Quote the whole cell and double the quote");
        return -1;
      }
    }
    this.#note(o, p, q, 0);
    return q;
  }

  #quoted(bytes: Uint8Array, p: number, to: number, o: number, row: number): number {
    const { separator, quote } = this.dialect;
    const opened = this.line;
    let doubled = 0;
    let q = p + 1;
    for (; ; q++) {
      if (q >= to) {
        this.openQuote = { line: opened, column: this.#column(o) };
        return -1;
      }
      const c = bytes[q]!;
      if (c === LF) this.line++;
      else if (c === quote) {
        if (bytes[q + 1] !== quote) break;
        doubled = 1;
        q++;
      }
    }
    const after = bytes[q + 1]!;
    if (after !== separator && after !== LF && !(after === CR && bytes[q + 2] === LF)) {
      this.#fail(o, row, "text after a closing quote", "Double the quotes inside a quoted cell");
      return -1;
    }
    this.#note(o, p + 1, q, doubled);
    return q + 1;
  }

  #note(o: number, start: number, end: number, doubled: number): void {
    const { memory } = this;
    memory.makeSideRoom(this.#sideCount);
    const at = this.#sideCount * SIDE_NUMBERS;
    const { bytes } = memory;
    if (this.#viewed !== bytes) {
      this.#viewed = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    memory.sides[at] = start;
    memory.sides[at + 1] = end;
    memory.sides[at + 2] = doubled;
    memory.sides[at + 3] = hashOf(this.#view!, start, end);
    memory.cells[o] = FIRST_SIDE + this.#sideCount++;
  }

  #column(o: number): number {
    return Math.floor(o / this.memory.stride);
  }

  #fail(o: number, row: number, problem: string, fix: string): void {
    this.issue = { line: this.lines[row]!, column: this.names[this.#column(o)]!, problem, fix };
  }

  #tooFew(o: number, line: number): void {
    const cells = this.#column(o) + 1;
    this.issue = {
      line,
      column: this.names[cells]!,
      problem: `the row ends after ${counted(cells, "cell")} where the header has ${this.names.length}`,
      fix: "Give every row one cell a column, or name the right separator",
      expected: this.names.length,
      got: cells,
    };
  }

  #tooMany(bytes: Uint8Array, p: number, to: number, line: number): void {
    const { separator } = this.dialect;
    let cells = this.names.length;
    for (let q = p; q < to && bytes[q] !== LF; q++) if (bytes[q] === separator) cells++;
    this.issue = {
      line,
      column: this.names.at(-1)!,
      problem: `the row goes on after the last column: about ${counted(cells, "cell")} where the header has ${this.names.length}`,
      fix:
        this.names.length === 1
          ? "Name the right separator, or leave titles above the header out with `skip`"
          : "Quote cells that contain the separator, or name the right separator",
      expected: this.names.length,
      got: cells,
    };
  }
}
