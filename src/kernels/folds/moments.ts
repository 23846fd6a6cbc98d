import { readValues } from "../../matrix/index.js";
import type { Fold, Parts } from "./fold.js";

/** By column: weight, sum and sum of squares about a shift (`given.shift`), smallest and largest value, missing and infinite ones. */
export const moments: Fold = {
  name: "moments",
  blockRows: 4096,
  start: ({ columns }) => ({
    weight: new Float64Array(columns),
    sum: new Float64Array(columns),
    squares: new Float64Array(columns),
    smallest: new Float64Array(columns).fill(Number.POSITIVE_INFINITY),
    largest: new Float64Array(columns).fill(Number.NEGATIVE_INFINITY),
    missing: new Float64Array(columns),
    infinite: new Float64Array(columns),
  }),
  add(parts, { x, w }, given) {
    const values = new Float64Array(x.rows);
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, values);
      addColumn(parts, j, values, w, given["shift"]?.[j] ?? 0);
    });
  },
  merge(into, from) {
    for (const key of ["weight", "sum", "squares", "missing", "infinite"] as const)
      for (let j = 0; j < into[key]!.length; j++) into[key]![j]! += from[key]![j]!;
    for (let j = 0; j < into["smallest"]!.length; j++) {
      into["smallest"]![j] = Math.min(into["smallest"]![j]!, from["smallest"]![j]!);
      into["largest"]![j] = Math.max(into["largest"]![j]!, from["largest"]![j]!);
    }
  },
};

function addColumn(parts: Parts, j: number, values: Float64Array, w: Float64Array | undefined, shift: number): void {
  let weight = 0;
  let sum = 0;
  let squares = 0;
  let missing = 0;
  let infinite = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const u = w === undefined ? 1 : w[i]!;
    if (u === 0) continue;
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    if (!Number.isFinite(value)) infinite++;
    const d = value - shift;
    weight += u;
    sum += u * d;
    squares += u * d * d;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  parts["weight"]![j]! += weight;
  parts["sum"]![j]! += sum;
  parts["squares"]![j]! += squares;
  parts["missing"]![j]! += missing;
  parts["infinite"]![j]! += infinite;
  parts["smallest"]![j] = Math.min(parts["smallest"]![j]!, smallest);
  parts["largest"]![j] = Math.max(parts["largest"]![j]!, largest);
}
