import type { BlockMemory } from "./block-memory.js";
import { FIRST_SIDE, SIDE_NUMBERS } from "./cell.js";
import type { Reading } from "./column-part.js";
import { LEAST_INTEGER, MISSING } from "./row-cutter.js";
import type { WordTable } from "./word-table.js";

const SPACE = 32;
const ZERO = 48;
const NINE = 57;
/** Cells of a column in a block, and where they go. */
export interface BlockCells {
  readonly memory: Pick<BlockMemory, "bytes" | "sides">;
  /** The cells of the rows [from, count). */
  readonly cells: Int32Array;
  readonly from: number;
  readonly count: number;
  /** The code of row `r` goes to codes[at + r]. */
  readonly codes: Int32Array;
  readonly at: number;
  /** The code of a missing cell. */
  readonly missing: number;
}

/** A cell that has to be looked at by itself. */
const OPEN = -1;
/** A missing cell. */
const GONE = -2;

/**
 * Finds the codes of cells whose words are known already, a block at a time: places of the table, then where words begin, then their bytes. Each look
 * at memory waits for none before it, so that those of many rows are under way at once: one after the other is what words cost most.
 */
export class KnownWords {
  #codes: Int32Array = new Int32Array(0);
  #starts: Int32Array = new Int32Array(0);

  /** Writes the codes of words that are known, and of missing cells. Returns the rows that are left, in their order. */
  match(block: BlockCells, words: WordTable, { nullWords, canonicalNumbers }: Reading): readonly number[] {
    const { cells, from, count, codes: data, at, missing } = block;
    // Integers among the null words may be written in several ways.
    if (nullWords.integers.size > 0) return Array.from({ length: count - from }, (_, k) => from + k);
    if (this.#codes.length < count) {
      this.#codes = new Int32Array(count);
      this.#starts = new Int32Array(count);
    }
    const codes = this.#codes;
    const starts = this.#starts;
    const { bytes, sides } = block.memory;
    for (let row = from; row < count; row++) {
      const cell = cells[row]!;
      codes[row] = OPEN;
      if (cell === MISSING) codes[row] = GONE;
      if (cell >= LEAST_INTEGER) continue;
      const side = (cell - FIRST_SIDE) * SIDE_NUMBERS;
      const start = sides[side]!;
      const end = sides[side + 1]!;
      if (start === end || sides[side + 2] === 1) continue;
      const first = bytes[start]!;
      const last = bytes[end - 1]!;
      // Spaces around it, a null word, or a number that is written another way.
      if (first <= SPACE || last <= SPACE || (last === ZERO && first <= NINE && canonicalNumbers)) continue;
      if (nullWords.has(bytes, start, end)) codes[row] = GONE;
      else codes[row] = words.candidate(sides[side + 3]!);
    }
    for (let row = from; row < count; row++) {
      const code = codes[row]!;
      if (code >= 0) starts[row] = words.offsets[code]!;
    }
    const open: number[] = [];
    for (let row = from; row < count; row++) {
      const code = codes[row]!;
      if (code >= 0) {
        const side = (cells[row]! - FIRST_SIDE) * SIDE_NUMBERS;
        if (words.isWord(code, starts[row]!, bytes, sides[side]!, sides[side + 1]!)) data[at + row] = code;
        else open.push(row);
      } else if (code === GONE) data[at + row] = missing;
      else open.push(row);
    }
    return open;
  }
}
