import type { FeatureMatrix } from "../../matrix/index.js";
import type { ColumnBins } from "./column-bins.js";
import { type Distinct, distinctOf, sampler } from "./distinct.js";

/** What bins are found by. */
export interface BinOptions {
  /** The most bins of values a column may have; 255 at most. */
  readonly maxBins: number;
  /** Which columns hold categories. */
  readonly categorical: ReadonlySet<number>;
}

/** Bins for every column that can tell rows apart, from the rows chosen. */
export function findBins(x: FeatureMatrix, rows: Int32Array, options: BinOptions): ColumnBins[] {
  let chosen: Int32Array | undefined;
  const sample = (): Int32Array => {
    chosen ??= rows.filter(sampler(rows.length));
    return chosen;
  };
  return x.stores.flatMap((store, column) => binsOf(column, distinctOf(store, rows, sample), rows.length, options));
}

/**
 * The bins of a column that can tell rows apart: a bin for each distinct value where there are at most `maxBins`, else bins of about equally many
 * rows. None for a column that says the same of every row.
 */
export function binsOf(
  column: number,
  distinct: Distinct,
  rows: number,
  { maxBins, categorical }: BinOptions,
): readonly ColumnBins[] {
  const { length } = distinct.values;
  const complete = distinct.counts.reduce((sum, n) => sum + n, 0) === rows;
  if (length === 0 || (length === 1 && complete)) return [];
  if (categorical.has(column)) {
    const categories = frequent(distinct, maxBins);
    return [{ column, count: categories.length, ends: new Float64Array(0), categories }];
  }
  const ends = length <= maxBins ? between(distinct.values) : equalShares(distinct, maxBins);
  return [{ column, count: ends.length + 1, ends }];
}

/** The share of rows whose categories are kept apart; the rarest of the others tell too little each. */
const KEPT_SHARE = 0.99;

/** The most frequent values, rising, up to a share of the rows; of equally frequent ones the smaller. */
function frequent({ values, counts }: Distinct, most: number): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const enough = KEPT_SHARE * counts.reduce((sum, n) => sum + n, 0);
  const kept: number[] = [];
  for (let held = 0, k = 0; k < order.length && k < most && held < enough; k++) {
    kept.push(values[order[k]!]!);
    held += counts[order[k]!]!;
  }
  return Float64Array.from(kept).sort();
}

function between(values: Float64Array): Float64Array {
  return Float64Array.from({ length: values.length - 1 }, (_, k) => middle(values[k]!, values[k + 1]!));
}

/** A number that a is not above and b is. */
function middle(a: number, b: number): number {
  const half = a / 2 + b / 2;
  return half >= a && half < b ? half : a;
}

/** Ends of bins of about equally many rows; a value that fills a bin by itself gets one. */
function equalShares({ values, counts }: Distinct, maxBins: number): Float64Array {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const large = Uint8Array.from(counts, (n) => (n >= total / maxBins ? 1 : 0));
  let bins = maxBins;
  let rest = total;
  counts.forEach((n, k) => {
    if (large[k] === 0) return;
    bins -= 1;
    rest -= n;
  });
  const ends: number[] = [];
  let held = 0;
  for (let k = 0; k < values.length - 1 && ends.length < maxBins - 1; k++) {
    held += counts[k]!;
    if (large[k] === 0) rest -= counts[k]!;
    const share = (rest + (large[k] === 0 ? held : 0)) / Math.max(1, bins);
    const full = large[k] === 1 || held >= share || (large[k + 1] === 1 && held >= share / 2);
    if (!full) continue;
    ends.push(middle(values[k]!, values[k + 1]!));
    if (large[k] === 0) bins -= 1;
    held = 0;
  }
  return Float64Array.from(ends);
}
