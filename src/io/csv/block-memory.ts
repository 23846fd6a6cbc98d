import {
  addRegion,
  type CsvKernels,
  clearRegions,
  csvKernels,
  GAP,
  releaseCsvKernels,
} from "../../engine/wasm/index.js";
import { SIDE_NUMBERS } from "./cell.js";

/** Bytes behind the last that kernels may load. */
const SLACK = 128;
/** Rows, and cells, behind the last that kernels may write over. */
const ROWS_BEHIND = 16;
const CELLS_BEHIND = 96;
/** Columns that kernels turn at a time. */
const COLUMNS_AT_ONCE = 4;
const PAGE = 65_536;

/** The cells of a column as bytes, one at a time and four at a time. */
export interface ColumnBytes {
  readonly single: Int8Array;
  readonly fours: Int32Array;
}

/**
 * The bytes under way and the cells that a block of rows is cut into. Where there are kernels all of it lies in their memory: cells row by row, and by column
 * what they are as bytes; elsewhere cells lie column by column. Whatever makes room again makes new arrays: they are to be asked for again.
 */
export class BlockMemory {
  /** The kernels whose memory this is. */
  kernels: CsvKernels | undefined;
  /** Line of each row. */
  lines!: Float64Array;
  /** Side cells: start, end, 1 if quotes are doubled inside, hash. */
  sides!: Int32Array;
  /** Bytes that are read. */
  bytes!: Uint8Array;
  /** Cells row by row with kernels; without, cell (row, column) is cells[column * stride + row]. */
  cells!: Int32Array;
  /** From a column to the next, in cells and in bytes. */
  readonly stride: number;
  /** Each column's cells as bytes, cut to them; and the least and the largest cell of each. With kernels only. */
  narrow: readonly ColumnBytes[] = [];
  lows!: Int32Array;
  highs!: Int32Array;
  readonly #columns: number;
  readonly #rows: number;
  /** The cells of each column; with kernels one array for whichever is asked for. */
  #ofColumns: readonly Int32Array[] = [];

  /** For blocks of up to `rows` rows. */
  constructor(columns: number, rows: number, kernels: boolean) {
    this.#columns = columns;
    this.#rows = rows;
    // No power of two: columns would share cache lines' sets otherwise.
    this.stride = rows + 16;
    this.kernels = kernels ? csvKernels() : undefined;
    if (this.kernels !== undefined) {
      this.#layOut(0);
      return;
    }
    const { stride } = this;
    const cells = new Int32Array(columns * stride);
    this.cells = cells;
    this.#ofColumns = Array.from({ length: columns }, (_, j) => cells.subarray(j * stride, (j + 1) * stride));
    this.lines = new Float64Array(rows);
    this.sides = new Int32Array(SIDE_NUMBERS * 1024);
    this.bytes = new Uint8Array(1 << 16);
  }

  /** The cells of one column, until another one's are asked for. */
  columnCells(column: number, rows: number): Int32Array {
    if (this.kernels === undefined) return this.#ofColumns[column]!;
    const [out] = this.#ofColumns;
    this.kernels.run.columnCells(this.cells.byteOffset, rows, this.#columns, column, out!.byteOffset);
    return out!;
  }

  /** Makes room for `wanted` bytes at least; the bytes [from, to) become the first. */
  makeRoom(wanted: number, from: number, to: number): void {
    const { bytes } = this;
    if (this.kernels !== undefined) {
      if (from > 0) bytes.copyWithin(0, from, to);
      if (wanted > bytes.length) this.#layOut(wanted);
    } else if (wanted <= bytes.length) bytes.copyWithin(0, from, to);
    else {
      this.bytes = new Uint8Array(wanted);
      this.bytes.set(bytes.subarray(from, to));
    }
  }

  /** Makes room for one side cell more than there are. With kernels there is room for all cells. */
  makeSideRoom(count: number): void {
    if (SIDE_NUMBERS * (count + 1) <= this.sides.length) return;
    const larger = new Int32Array(this.sides.length * 2);
    larger.set(this.sides);
    this.sides = larger;
  }

  /** Leaves the memory to others. */
  release(): void {
    if (this.kernels === undefined) return;
    releaseCsvKernels(this.kernels);
    this.kernels = undefined;
    this.bytes = new Uint8Array(0);
  }

  #layOut(wanted: number): void {
    const { run, memory } = this.kernels!;
    const rows = this.#rows;
    const columns = this.#columns;
    const { stride } = this;
    const padded = columns + COLUMNS_AT_ONCE;
    let at = run.heapBase();
    const regions: [start: number, bytes: number][] = [[0, at]];
    const place = (length: number): number => {
      const start = (at + 63) & -64;
      at = start + length + GAP;
      regions.push([start, length]);
      return start;
    };
    const lines = place(8 * rows);
    const cells = place(4 * (columns * (rows + ROWS_BEHIND) + CELLS_BEHIND));
    const sides = place(4 * SIDE_NUMBERS * columns * rows);
    const narrow = place(padded * stride);
    const lows = place(4 * padded);
    const highs = place(4 * padded);
    const column = place(4 * rows);
    const bytes = place(Math.max(wanted, 1 << 16) + SLACK);
    const missing = at - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    const { buffer } = memory;
    // All memory that is left is for bytes.
    regions[regions.length - 1]![1] = buffer.byteLength - bytes;
    clearRegions(memory);
    for (const [start, length] of regions) addRegion(memory, start, length);
    this.lines = new Float64Array(buffer, lines, rows);
    this.cells = new Int32Array(buffer, cells, columns * rows);
    this.sides = new Int32Array(buffer, sides, SIDE_NUMBERS * columns * rows);
    this.lows = new Int32Array(buffer, lows, columns);
    this.highs = new Int32Array(buffer, highs, columns);
    this.#ofColumns = [new Int32Array(buffer, column, rows)];
    this.narrow = Array.from({ length: columns }, (_, j) => ({
      single: new Int8Array(buffer, narrow + j * stride, stride),
      fours: new Int32Array(buffer, narrow + j * stride, stride >> 2),
    }));
    this.bytes = new Uint8Array(buffer, bytes, buffer.byteLength - SLACK - bytes);
  }
}
