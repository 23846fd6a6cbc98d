import { BlockMemory, type ColumnBytes } from "./block-memory.js";
import { CellPlace } from "./cell.js";
import { KnownWords } from "./known-words.js";
import { type Dialect, MISSING, RowCutter } from "./row-cutter.js";

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const MINUS = 45;
const ZERO = 48;

/**
 * Cuts bytes into rows of cells. Small integers, the bulk of coded data, become numbers right here; every other cell is
 * noted by its place in the bytes, for its column to make sense of.
 */
export class RowParser extends RowCutter {
  /** The quote character. */
  readonly quote: number;
  /** Finds side cells in the bytes. */
  readonly place: CellPlace = new CellPlace();
  /** Finds words that were there before. */
  readonly known: KnownWords = new KnownWords();
  readonly #capacity: number;

  constructor(dialect: Dialect, names: readonly string[], line: number) {
    const capacity = Math.min(4096, Math.max(64, 1 << (31 - Math.clz32(98304 / names.length))));
    const { separator, quote, point, canonicalNumbers, emptyIsMissing } = dialect;
    // The kernel takes what separates cells for no part of a number.
    const fast = separator !== MINUS && (separator - ZERO) >>> 0 >= 10;
    super(dialect, names, line, new BlockMemory(names.length, capacity, fast));
    this.quote = quote;
    this.#capacity = capacity;
    this.memory.kernels?.run.dialect(separator, quote < 0 ? 256 : quote, point, canonicalNumbers, emptyIsMissing);
  }

  /** The cells of a column, until another one's are asked for. */
  cellsOf(column: number): Int32Array {
    return this.memory.columnCells(column, this.rows);
  }

  /** The cells of a column as bytes, where that is known already; undefined where one does not fit in. */
  bytesOf(column: number): ColumnBytes | undefined {
    const { kernels, lows, highs, narrow } = this.memory;
    return kernels !== undefined && lows[column]! >= MISSING && highs[column]! <= 127 ? narrow[column] : undefined;
  }

  /** Parses up to `most` rows of the bytes [from, to), which end with a line feed. Returns where the next row starts. */
  parse(from: number, to: number, most: number): number {
    const limit = Math.min(most, this.#capacity);
    this.issue = undefined;
    this.openQuote = undefined;
    for (let at = from; ; ) {
      const next = this.memory.kernels === undefined ? this.cutPlainly(at, to, limit) : this.#parseFast(at, to, limit);
      if (next === to || (this.rows > 0 && this.issue === undefined)) return next;
      const behind = this.#behindSpaces(next, to);
      if (behind === next) return this.memory.kernels === undefined ? next : this.#findIssue(next, to);
      this.issue = undefined;
      this.line++;
      if (this.rows > 0 || behind === to) return behind;
      at = behind;
    }
  }

  /** The kernel stops before a row that has something wrong with it; what that is the reference finds out. */
  #findIssue(next: number, to: number): number {
    const stopped = this.cutPlainly(next, to, 1);
    if (this.rows > 0) throw new Error(`the kernel refused a row that is sound, on line ${this.line - 1}`);
    return stopped;
  }

  /** Where the line at a position ends, if there is nothing but spaces in it and a row has several cells; the position if not. */
  #behindSpaces(from: number, to: number): number {
    const { bytes } = this.memory;
    if (this.names.length === 1) return from;
    let at = from;
    while (at < to && (bytes[at] === SPACE || bytes[at] === TAB) && bytes[at] !== this.dialect.separator) at++;
    if (bytes[at] === CR) at++;
    return at < to && bytes[at] === LF ? at + 1 : from;
  }

  #parseFast(from: number, to: number, limit: number): number {
    const { kernels, bytes, cells, lines, sides, narrow, stride, lows, highs } = this.memory;
    const { run } = kernels!;
    const columns = this.names.length;
    const rows = cells.byteOffset;
    const start = bytes.byteOffset;
    const next = run.cutRows(
      start,
      start + from,
      start + to,
      limit,
      columns,
      rows,
      lines.byteOffset,
      sides.byteOffset,
      this.line,
    );
    this.rows = run.rowsDone();
    this.line = run.nextLine();
    if (this.rows > 0)
      run.narrowColumns(
        rows,
        this.rows,
        columns,
        narrow[0]!.single.byteOffset,
        stride,
        lows.byteOffset,
        highs.byteOffset,
      );
    return next - start;
  }
}
