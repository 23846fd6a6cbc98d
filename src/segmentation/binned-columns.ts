import { Random } from "../engine/numeric/random/index.js";
import { type FeatureMatrix, readValues } from "../matrix/index.js";
import type { Schema } from "../table/index.js";

/** A column of sampled rows in bins. */
export interface BinnedColumn {
  /** Its position. */
  readonly position: number;
  /** Are the values names, each a bin of its own? Bins of numbers are ordered otherwise. */
  readonly named: boolean;
  /** Of each row; `NO_BIN` where the value is missing, or a name that few rows hold. */
  readonly bins: Uint8Array;
  /** By bin: the name's code, or the largest value in the bin. */
  readonly edges: readonly number[];
}

/** No bin. */
export const NO_BIN = 255;
const MAX_NAMES = 50;
const MAX_BINS = 32;
const SAMPLED_ROWS = 20_000;

/** Rows drawn for what does not need all of them. */
export function sampledRows(rows: number, where: string): Int32Array {
  if (rows <= SAMPLED_ROWS) return Int32Array.from({ length: rows }, (_, i) => i);
  return new Random(0, where).sample(rows, SAMPLED_ROWS);
}

/** Columns in bins: names by value, numbers by value where there are few, else by quantiles. */
export function binColumns(x: FeatureMatrix, rows: Int32Array, schema: Schema): BinnedColumn[] {
  const all = new Float64Array(x.rows);
  const values = new Float64Array(rows.length);
  return x.columns.map((name, position): BinnedColumn => {
    const store = x.stores[position]!;
    readValues(store, x.rows, all);
    for (let k = 0; k < rows.length; k++) values[k] = all[rows[k]!]!;
    const named = store.labels !== undefined || schema.column(name).level === "nominal";
    const edges = named ? frequentNames(values) : edgesOf(values);
    const bins = new Uint8Array(values.length);
    for (let k = 0; k < bins.length; k++) bins[k] = binOf(values[k]!, edges, named);
    return { position, named, bins, edges };
  });
}

function frequentNames(values: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of values) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MAX_NAMES)
    .map(([value]) => value);
}

/** The largest value of each bin. */
function edgesOf(values: Float64Array): number[] {
  const distinct = new Set<number>();
  for (let k = 0; k < values.length && distinct.size <= MAX_BINS; k++)
    if (!Number.isNaN(values[k]!)) distinct.add(values[k]!);
  if (distinct.size <= MAX_BINS) return [...distinct].sort((a, b) => a - b);
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from({ length: MAX_BINS }, (_, b) => known[Math.ceil(((b + 1) * known.length) / MAX_BINS) - 1]!);
  return [...new Set(edges)];
}

function binOf(value: number, edges: readonly number[], named: boolean): number {
  if (Number.isNaN(value)) return NO_BIN;
  if (named) return edges.indexOf(value) < 0 ? NO_BIN : edges.indexOf(value);
  let [low, high] = [0, edges.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
