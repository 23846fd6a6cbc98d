import type { ColumnPlan, ColumnStore } from "../../matrix/index.js";
import type { DistinctValues } from "./distinct-values.js";
import { listed, type NamedArrays, type Reducer } from "./reducer.js";

/** The lowest code of each storage that is counted in a table, and how many there are. */
const TABLES: Readonly<Record<string, readonly [low: number, size: number]>> = {
  int8: [-128, 256],
  uint8: [0, 256],
  int16: [-32768, 65_536],
};

/** What tells a column's values from its codes, per column in `maps`: center, scale, the missing code, and whether it is known yet. */
const MAP_WORDS = 4;
/** A missing code that no code is. */
const NO_CODE = 65_536;

/** How {@link codeCounts} is to count the columns of a plan (`given`). */
export function countedCodes(plan: readonly ColumnPlan[]): NamedArrays {
  const slots = new Int32Array(plan.length + 1);
  plan.forEach(({ storage }, j) => {
    slots[j + 1] = slots[j]! + (TABLES[storage]?.[1] ?? 0);
  });
  return { slots, lows: Int32Array.from(plan, ({ storage }) => TABLES[storage]?.[0] ?? 0) };
}

/**
 * The weight of the rows with each code, for every column of bytes and of 16 bits: one table a column, in which it begins at
 * `given.slots` with the code `given.lows` ({@link countedCodes} makes both).
 */
export const codeCounts: Reducer = /* @__PURE__ */ listed({
  name: "codeCounts",
  blockRows: 32_768,
  init: ({ columns }, params) => ({
    weights: new Float64Array(params.slots![columns]!),
    maps: new Float64Array(MAP_WORDS * columns),
  }),
  add(parts, { x, w }, params) {
    x.stores.forEach((store, j) => {
      const [from, to] = [params.slots![j]!, params.slots![j + 1]!];
      if (from === to) return;
      const table = (parts.weights as Float64Array).subarray(from, to);
      if (w === undefined) addOnes(table, store, x.rows, params.lows![j]!);
      else addWeights(table, store, w, params.lows![j]!);
      parts.maps!.set([store.center, store.scale, store.missing ?? NO_CODE, 1], MAP_WORDS * j);
    });
  },
  merge(into, from) {
    for (let at = 0; at < into.weights!.length; at++) into.weights![at]! += from.weights![at]!;
    for (let at = 0; at < into.maps!.length; at += MAP_WORDS) {
      if (from.maps![at + 3] === 0) continue;
      for (let k = 0; k < MAP_WORDS; k++) {
        if (into.maps![at + 3] === 1 && into.maps![at + k] !== from.maps![at + k])
          throw new Error(`column ${at / MAP_WORDS} changed its storage between two blocks`);
      }
      for (let k = 0; k < MAP_WORDS; k++) into.maps![at + k] = from.maps![at + k]!;
    }
  },
});

function addOnes(table: Float64Array, { data, start, stride }: ColumnStore, rows: number, low: number): void {
  const counts = new Int32Array(table.length);
  for (let i = 0, at = start; i < rows; i++, at += stride) counts[data[at]! - low]! += 1;
  for (let slot = 0; slot < counts.length; slot++) table[slot]! += counts[slot]!;
}

function addWeights(table: Float64Array, { data, start, stride }: ColumnStore, w: Float64Array, low: number): void {
  for (let i = 0, at = start; i < w.length; i++, at += stride) table[data[at]! - low]! += w[i]!;
}

/** The distinct values of a counted column. */
export function valuesOfCodes(
  { weights, maps }: NamedArrays,
  { slots, lows }: NamedArrays,
  column: number,
): DistinctValues {
  const [center, scale, missing] = maps!.subarray(MAP_WORDS * column, MAP_WORDS * column + 3) as Float64Array;
  const found: { readonly value: number; readonly weight: number }[] = [];
  let gone = 0;
  for (let at = slots![column]!; at < slots![column + 1]!; at++) {
    const weight = weights![at]!;
    const code = at - slots![column]! + lows![column]!;
    if (weight === 0) continue;
    if (code === missing) gone = weight;
    // Adding 0 makes 0 of -0.
    else found.push({ value: (code - center!) * scale! + 0, weight });
  }
  found.sort((a, b) => a.value - b.value);
  return {
    values: Float64Array.from(found, ({ value }) => value),
    weights: Float64Array.from(found, ({ weight }) => weight),
    missing: gone,
    infinite: 0,
  };
}
