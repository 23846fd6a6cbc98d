import { allocate, type Validity, validity } from "../../matrix/index.js";
import type { ColumnData } from "./kind.js";

/** Which rows of a part hold a value: bits as in Arrow, those behind its rows 0. */
export interface PresentRows {
  readonly bits: Uint8Array;
  /** How many hold one. */
  readonly count: number;
}

/** Which rows of a column hold a value, as far as other threads said when they handed rows over. */
export class Presence {
  #bits: Uint8Array = new Uint8Array(0);
  /** Rows that are described, all from the first; not a number once that is no use. */
  #rows = 0;
  #count = 0;

  /** Adds what is known of `rows` rows that begin at row `at`; `room` rows are expected in all. */
  append(part: PresentRows | undefined, at: number, rows: number, room: number): void {
    if (part === undefined || at !== this.#rows) {
      this.forget();
      return;
    }
    this.#makeRoom(at + rows, room);
    const { bits } = part;
    const shift = at & 7;
    const first = at >> 3;
    const bytes = (rows + 7) >> 3;
    if (shift === 0) for (let i = 0; i < bytes; i++) this.#bits[first + i] = bits[i]!;
    else
      for (let i = 0; i < bytes; i++) {
        this.#bits[first + i]! |= bits[i]! << shift;
        this.#bits[first + i + 1] = bits[i]! >> (8 - shift);
      }
    this.#rows += rows;
    this.#count += part.count;
  }

  /** Forgets the description: rows have gone. */
  forget(): void {
    this.#rows = Number.NaN;
    this.#bits = new Uint8Array(0);
  }

  /** Which of the first rows hold a value: as described, or else as the missing codes say. */
  of(data: ColumnData, rows: number): Validity {
    if (this.#rows !== rows) return validity(data, rows);
    if (this.#count === rows) return { nullBitmap: null, nullCount: 0 };
    return { nullBitmap: this.#bits.subarray(0, (rows + 7) >> 3), nullCount: rows - this.#count };
  }

  /** One byte more than the rows take, for the bits that are shifted out of the last. */
  #makeRoom(rows: number, room: number): void {
    const bytes = ((rows + 7) >> 3) + 1;
    if (bytes <= this.#bits.length) return;
    const larger = new Uint8Array(allocate(Math.max(bytes, ((room + 7) >> 3) + 1)));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
