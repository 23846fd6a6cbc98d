import { type ColumnStore, readValues } from "../../matrix/index.js";
import { listed, type NamedArrays, type Reducer } from "./reducer.js";

/** Where the values of a column are counted. */
export interface Places {
  /** Values, or the upper bounds of bins, rising. */
  readonly edges: ArrayLike<number>;
  /** Are edges bounds? A bin holds what is at most its bound, and the last all above. */
  readonly areBounds: boolean;
}

/** What {@link placedValues} counted of a column. */
export interface PlacedCounts {
  /** Rows by edge, and those of no edge last. */
  readonly counts: Float64Array;
  /** Rows that know the column. */
  readonly known: number;
  /** Values of no edge with their rows, most first. Rows are exact for up to 256 such values, else up to a 257th of all rows of no edge too few. */
  readonly others: readonly (readonly [value: number, rows: number])[];
}

/** Values of no edge that are listed, by column. */
const OTHERS = 256;

/** How {@link placedValues} is to count columns (`params`). */
export function placesOf(columns: readonly Places[]): NamedArrays {
  const starts = new Int32Array(columns.length + 1);
  const listed = new Int32Array(columns.length);
  let lists = 0;
  columns.forEach(({ edges, areBounds }, j) => {
    starts[j + 1] = starts[j]! + edges.length;
    listed[j] = areBounds ? NOT_LISTED : lists++;
  });
  return {
    starts,
    edges: Float64Array.from(columns.flatMap(({ edges }) => Array.from(edges))),
    listed,
    lists: Int32Array.of(lists),
  };
}

const NOT_LISTED = -1;

/**
 * How many rows hold each of some values of a column, or fall into each of some bins, and which other values most of the rest hold (J. Misra and
 * D. Gries, "Finding repeated elements", 1982; summaries merged as in P. Agarwal and others, "Mergeable summaries", 2012). Weights are left out.
 */
export const placedValues: Reducer = /* @__PURE__ */ listed({
  name: "placedValues",
  blockRows: 32_768,
  init: ({ columns }, { edges, lists }) => ({
    counts: new Float64Array(edges!.length + columns),
    known: new Float64Array(columns),
    values: new Float64Array(OTHERS * lists![0]!),
    rows: new Float64Array(OTHERS * lists![0]!),
  }),
  add(parts, { x }, params) {
    x.stores.forEach((store, j) => {
      const found = valuesOf(store, x.rows);
      const others = new Map<number, number>();
      const edges = params.edges!.subarray(params.starts![j], params.starts![j + 1]) as Float64Array;
      const list = params.listed![j]!;
      const from = params.starts![j]! + j;
      for (const [value, rows] of found) {
        const place = binOf(edges, value);
        const isOther = list !== NOT_LISTED && edges[place] !== value;
        parts.counts![from + (isOther ? edges.length : place)]! += rows;
        parts.known![j]! += rows;
        if (isOther) others.set(value, (others.get(value) ?? 0) + rows);
      }
      if (others.size > 0) addOthers(parts, list, others);
    });
  },
  merge(into, from) {
    for (const key of ["counts", "known"]) for (let i = 0; i < into[key]!.length; i++) into[key]![i]! += from[key]![i]!;
    for (let list = 0; list < from.rows!.length / OTHERS; list++) {
      const others = othersOf(from, list);
      if (others.size > 0) addOthers(into, list, others);
    }
  },
});

/** The distinct values of a block that are not missing, with their rows. */
function valuesOf(store: ColumnStore, rows: number): Map<number, number> {
  const values = new Float64Array(rows);
  readValues(store, rows, values);
  const found = new Map<number, number>();
  const small = new Int32Array(SMALL_CODES);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const slot = value + SMALL_CODES / 2;
    if (slot >= 0 && slot < SMALL_CODES && Number.isInteger(slot) && slot - SMALL_CODES / 2 === value)
      small[slot]! += 1;
    else found.set(value, (found.get(value) ?? 0) + 1);
  }
  for (let slot = 0; slot < SMALL_CODES; slot++) if (small[slot]! > 0) found.set(slot - SMALL_CODES / 2, small[slot]!);
  return found;
}

/** Whole numbers around 0 are counted in a table. */
const SMALL_CODES = 512;

function othersOf({ values, rows }: NamedArrays, list: number): Map<number, number> {
  const others = new Map<number, number>();
  for (let at = list * OTHERS; at < (list + 1) * OTHERS && rows![at]! > 0; at++) others.set(values![at]!, rows![at]!);
  return others;
}

function addOthers(parts: NamedArrays, list: number, more: ReadonlyMap<number, number>): void {
  const others = othersOf(parts, list);
  for (const [value, rows] of more) others.set(value, (others.get(value) ?? 0) + rows);
  const ranked = mostFirst(others);
  const least = ranked[OTHERS]?.[1] ?? 0;
  const [values, rows] = [parts.values!, parts.rows!].map((all) => all.subarray(list * OTHERS, (list + 1) * OTHERS));
  rows!.fill(0);
  ranked.slice(0, OTHERS).forEach(([value, count], at) => {
    values![at] = value;
    rows![at] = count - least;
  });
}

function mostFirst(others: ReadonlyMap<number, number>): (readonly [number, number])[] {
  return [...others].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** The counts of one column. */
export function placedCounts(sums: NamedArrays, { starts, listed }: NamedArrays, j: number): PlacedCounts {
  const from = starts![j]! + j;
  const list = listed![j]!;
  return {
    counts: Float64Array.from(sums.counts!.subarray(from, starts![j + 1]! + j + 1)),
    known: sums.known![j]!,
    others: list === NOT_LISTED ? [] : mostFirst(othersOf(sums, list)),
  };
}

/** The first of rising bounds that a value is not above; their number where it is above all. */
export function binOf(bounds: ArrayLike<number>, value: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= bounds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
