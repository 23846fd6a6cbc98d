import type { Column } from "./column.js";

/**
 * A sample of a fixed number of rows, drawn without knowing how many there are: every row has a pseudo-random priority made of the
 * seed and its number, and the rows of least priority stay, in the order of the file. What stays depends on the seed and
 * the rows alone, not on how the file was cut.
 */
export class RowSample {
  readonly #rows: number;
  readonly #seed: number;
  /** Rows above it are certainly not among the sample. */
  #threshold = Number.POSITIVE_INFINITY;
  /** Priority of each row that is kept so far. */
  #priorities: number[] = [];

  constructor(rows: number, seed: number) {
    this.#rows = rows;
    this.#seed = seed;
  }

  /** Looks at the last `count` rows of the columns, which are rows [number, number + count) of the file. */
  drop(columns: readonly Column[], number: number, count: number): void {
    const from = this.#priorities.length;
    const kept: number[] = [];
    for (let i = 0; i < count; i++) {
      const priority = priorityOf(this.#seed, number + i);
      if (priority > this.#threshold) continue;
      kept.push(from + i);
      this.#priorities.push(priority);
    }
    if (kept.length < count) for (const column of columns) column.keep(from, kept);
    if (this.#priorities.length > 2 * this.#rows + 4096) this.settle(columns);
  }

  /** Keeps the rows of least priority only. */
  settle(columns: readonly Column[]): void {
    const count = this.#priorities.length;
    if (count <= this.#rows) return;
    const order = Array.from({ length: count }, (_, row) => row).sort(
      (a, b) => this.#priorities[a]! - this.#priorities[b]! || a - b,
    );
    const kept = order.slice(0, this.#rows).sort((a, b) => a - b);
    this.#threshold = this.#rows === 0 ? -1 : this.#priorities[order[this.#rows - 1]!]!;
    this.#priorities = kept.map((row) => this.#priorities[row]!);
    for (const column of columns) column.keep(0, kept);
  }
}

/** A number in [0, 2^53) made of two numbers. The mixing is that of MurmurHash3's finalizer. */
function priorityOf(seed: number, row: number): number {
  const high = mix(mix(seed | 0) ^ mix(row | 0) ^ Math.floor(row / 4294967296));
  const low = mix(high ^ 0x9e3779b9 ^ row);
  return (high >>> 0) * 2097152 + (low >>> 11);
}

function mix(value: number): number {
  let x = (value + 0x7f4a7c15) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
