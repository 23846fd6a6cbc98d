import { type ColumnStore, isCoded, missingCodeOf, type Store, valueAt } from "../../matrix/index.js";
import { hashed } from "../numeric/random/index.js";

/** The distinct values of a column, rising, and how many rows have each. */
export interface Distinct {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** Rows, about, that a column of fractions is looked at: its bins' ends are quantiles, and more rows hardly move them. */
const SAMPLE_ROWS = 200_000;
/** Distinct values up to which they are counted rather than sorted. */
export const COUNTED_VALUES = 1024;

/**
 * The distinct values of a column in the rows chosen, missing ones aside.
 *
 * @param sample - Those of the rows that are looked at where values are too many to be counted.
 */
export function distinctOf(store: ColumnStore, rows: Int32Array, sample: () => Int32Array): Distinct {
  if (isCoded(store) && !(store.data instanceof Int32Array)) return distinctCodes(store, rows);
  return distinctNumbers(store, rows, sample);
}

/** The least code that a storage of at most 16 bits holds. */
export function leastCode(data: Store): number {
  return data instanceof Uint8Array ? 0 : missingCodeOf(data)!;
}

/** How many codes a storage of at most 16 bits holds. */
export function codesOf(data: Store): number {
  return 256 ** data.BYTES_PER_ELEMENT;
}

function distinctCodes(store: ColumnStore, rows: Int32Array): Distinct {
  const { data, start, stride, missing, center, scale } = store;
  const least = leastCode(data);
  const counts = new Float64Array(codesOf(data));
  for (let i = 0; i < rows.length; i++) counts[data[start + rows[i]! * stride]! - least]! += 1;
  if (missing !== undefined) counts[missing - least] = 0;
  const found: [value: number, count: number][] = [];
  counts.forEach((count, at) => {
    if (count > 0) found.push([(at + least - center) * scale, count]);
  });
  return fromPairs(found);
}

function distinctNumbers(store: ColumnStore, rows: Int32Array, sample: () => Int32Array): Distinct {
  const counts = new Map<number, number>();
  for (let i = 0; i < rows.length && counts.size <= COUNTED_VALUES; i++) {
    const value = valueAt(store, rows[i]!);
    if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size <= COUNTED_VALUES) return fromPairs([...counts]);
  const values = Float64Array.from(sample(), (row) => valueAt(store, row));
  return distinctOfSample(values.filter((value) => !Number.isNaN(value)));
}

/** Which rows are looked at where values are too many to be counted, by the number of rows: a hash of their own numbers decides. */
export function sampler(rows: number): (row: number) => boolean {
  const step = Math.ceil(rows / SAMPLE_ROWS);
  return step <= 1 ? () => true : (row) => hashed(0, "bins", row) % step === 0;
}

/** The distinct values of some, which it sorts. */
export function distinctOfSample(values: Float64Array): Distinct {
  const sorted = values.sort();
  const found: [number, number][] = [];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    found.push([sorted[from]!, to - from]);
  }
  return fromPairs(found);
}

/** Values and how many rows have each, in any order. */
export function fromPairs(pairs: [value: number, count: number][]): Distinct {
  pairs.sort(([a], [b]) => a - b);
  return {
    // Adding 0 makes 0 of -0.
    values: Float64Array.from(pairs, ([value]) => value + 0),
    counts: Float64Array.from(pairs, ([, count]) => count),
  };
}
