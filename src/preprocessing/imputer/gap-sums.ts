import type { Block } from "../../engine/rows/index.js";
import { readValues } from "../../matrix/index.js";

/** Weighted sums of products of columns about their means. */
export interface CenteredProducts {
  /** Width x width, both triangles. */
  readonly products: Float64Array;
  readonly means: Float64Array;
  readonly weight: number;
  readonly width: number;
}

/**
 * Rows with gaps that are filled and filled again, and the sums of products over all of them. A changed column changes the sums of its own
 * row and column alone, and sums over the rows that know a column are those over all less those over its gaps: so a turn costs as much as
 * the gaps are many, not as the rows are.
 */
export class GapSums {
  /** The largest known value, whatever its sign. */
  readonly largest: number;
  readonly #width: number;
  readonly #rows: number;
  /** Distances from the first guesses, row by row. */
  readonly #values: Float64Array;
  readonly #weights: Float64Array;
  /** By column the rows that miss it. */
  readonly #gaps: readonly Int32Array[];
  readonly #products: Float64Array;
  readonly #sums: Float64Array;
  #before: Float64Array;

  constructor({ x, w }: Block, columns: readonly number[], guesses: Float64Array) {
    const width = columns.length;
    this.#width = width;
    this.#rows = x.rows;
    this.#values = new Float64Array(x.rows * width);
    this.#weights = w ?? new Float64Array(x.rows).fill(1);
    let largest = 0;
    const column = new Float64Array(x.rows);
    this.#gaps = columns.map((position, place) => {
      readValues(x.stores[position]!, x.rows, column);
      const gaps: number[] = [];
      column.forEach((value, i) => {
        if (Number.isNaN(value)) gaps.push(i);
        else {
          largest = Math.max(largest, Math.abs(value));
          this.#values[i * width + place] = value - guesses[place]!;
        }
      });
      return Int32Array.from(gaps);
    });
    this.largest = largest;
    this.#products = new Float64Array(width * width);
    this.#sums = new Float64Array(width);
    this.#addRows(everyRow(x.rows), 1, this.#products, this.#sums);
    this.#before = this.#values;
  }

  /** Columns from the fewest gaps to the most, equals in their order. */
  byMissing(): number[] {
    return this.#gaps.map((_, place) => place).sort((a, b) => this.#gaps[a]!.length - this.#gaps[b]!.length || a - b);
  }

  /** Remembers where rows are, for `moved`. */
  startRound(): void {
    this.#before = this.#values.slice();
  }

  /** The largest sum of changes in a row since the round began. */
  moved(): number {
    let most = 0;
    for (let i = 0; i < this.#rows; i++) {
      let sum = 0;
      for (let at = i * this.#width, end = at + this.#width; at < end; at++)
        sum += Math.abs(this.#values[at]! - this.#before[at]!);
      most = Math.max(most, sum);
    }
    return most;
  }

  /** Products about the means of the rows that know a column. */
  centeredWhereKnown(place: number): CenteredProducts {
    const width = this.#width;
    const gaps = this.#gaps[place]!;
    const few = gaps.length * 2 <= this.#rows;
    const products = few ? this.#products.slice() : new Float64Array(width * width);
    const sums = few ? this.#sums.slice() : new Float64Array(width);
    const rows = few ? gaps : without(this.#rows, gaps);
    this.#addRows(rows, few ? -1 : 1, products, sums);
    const total = few ? this.#weightOf(everyRow(this.#rows)) : 0;
    const weight = total + (few ? -1 : 1) * this.#weightOf(rows);
    const means = sums.map((sum) => sum / weight);
    for (let j = 0; j < width; j++) for (let k = 0; k < width; k++) products[j * width + k]! -= means[j]! * sums[k]!;
    return { products, means, weight, width };
  }

  /** Fills the gaps of a column with what a regression says, within bounds where there are any, and brings the sums up to date. */
  fill(place: number, coefficients: Float64Array, intercept: number, bounds?: Float64Array): void {
    const width = this.#width;
    const low = bounds?.[2 * place] ?? Number.NEGATIVE_INFINITY;
    const high = bounds?.[2 * place + 1] ?? Number.POSITIVE_INFINITY;
    for (const i of this.#gaps[place]!) {
      const at = i * width;
      let value = intercept;
      for (let j = 0; j < width; j++) value += coefficients[j]! * this.#values[at + j]!;
      value = Math.min(high, Math.max(low, value));
      const old = this.#values[at + place]!;
      const by = this.#weights[i]! * (value - old);
      for (let j = 0; j < width; j++) {
        if (j === place) continue;
        this.#products[place * width + j]! += by * this.#values[at + j]!;
        this.#products[j * width + place] = this.#products[place * width + j]!;
      }
      this.#products[place * width + place]! += by * (value + old);
      this.#sums[place]! += by;
      this.#values[at + place] = value;
    }
  }

  #weightOf(rows: Int32Array): number {
    let sum = 0;
    for (const i of rows) sum += this.#weights[i]!;
    return sum;
  }

  #addRows(rows: Int32Array, sign: number, products: Float64Array, sums: Float64Array): void {
    const width = this.#width;
    for (const i of rows) {
      const at = i * width;
      const weight = sign * this.#weights[i]!;
      for (let j = 0; j < width; j++) {
        const value = weight * this.#values[at + j]!;
        sums[j]! += value;
        if (value !== 0) addScaled(products, j * width, this.#values, at, j + 1, value);
      }
    }
    for (let j = 0; j < width; j++) for (let k = 0; k < j; k++) products[k * width + j] = products[j * width + k]!;
  }
}

// A function of its own: engines compile small ones that are called often sooner, and better.
function addScaled(out: Float64Array, to: number, from: Float64Array, at: number, count: number, by: number): void {
  for (let k = 0; k < count; k++) out[to + k]! += by * from[at + k]!;
}

function everyRow(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => i);
}

function without(rows: number, some: Int32Array): Int32Array {
  const left = new Uint8Array(rows).fill(1);
  for (const i of some) left[i] = 0;
  return everyRow(rows).filter((i) => left[i] === 1);
}
