/** Side cell k of a block is written as FIRST_SIDE + k: no integer of the fast path reaches down there. */
export const FIRST_SIDE = -2147483647;
/** Numbers that a side cell is noted by. */
export const SIDE_NUMBERS = 4;

/** What holds side cells: four numbers each, start, end, 1 if quotes are doubled inside, and the hash of the bytes. */
export interface SideCells {
  readonly memory: { readonly bytes: Uint8Array; readonly sides: Int32Array };
  readonly quote: number;
}

const SPACE = 32;
const TAB = 9;
const DECODER: TextDecoder = new TextDecoder();

/** Where a side cell lies. One object serves all cells, since there may be a billion of them. */
export class CellPlace {
  bytes: Uint8Array = new Uint8Array(0);
  /** The cell is bytes[start, end). */
  start = 0;
  end = 0;
  /** The hash of the cell; not where quotes were doubled inside. */
  hash = 0;
  /** Were quotes doubled inside? */
  doubled = false;
  /** The cell without spaces around it is bytes[from, to). */
  from = 0;
  to = 0;
  #unquoted: Uint8Array = new Uint8Array(256);

  /** Finds a cell; doubled quotes are made single on the way. */
  find(cells: SideCells, cell: number): this {
    const at = (cell - FIRST_SIDE) * SIDE_NUMBERS;
    const { bytes: all, sides } = cells.memory;
    this.bytes = all;
    this.start = sides[at]!;
    this.end = sides[at + 1]!;
    this.hash = sides[at + 3]!;
    this.doubled = sides[at + 2] === 1;
    if (this.doubled) this.#unquote(cells.quote);
    const { bytes } = this;
    let { start, end } = this;
    while (start < end && (bytes[start] === SPACE || bytes[start] === TAB)) start++;
    while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
    this.from = start;
    this.to = end;
    return this;
  }

  #unquote(quote: number): void {
    const { bytes, start, end } = this;
    if (this.#unquoted.length < end - start) this.#unquoted = new Uint8Array(2 * (end - start));
    let to = 0;
    for (let i = start; i < end; i++) {
      this.#unquoted[to++] = bytes[i]!;
      if (bytes[i] === quote) i++;
    }
    this.bytes = this.#unquoted;
    this.start = 0;
    this.end = to;
  }
}

/** Bytes as a string. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return DECODER.decode(bytes.slice(start, end));
}
