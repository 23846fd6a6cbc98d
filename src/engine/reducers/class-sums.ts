import { readValues } from "../../matrix/index.js";
import { addParts, type Fold } from "./reducer.js";

/**
 * By class and column (classes x columns, row by row): weight, sum and sum of squares about a shift (`given.shift`, one a column).
 * Missing values count nowhere. `given.settings` holds the number of classes.
 */
export const classMoments: Fold = {
  name: "classMoments",
  blockRows: 4096,
  start({ columns }, given) {
    const size = given["settings"]![0]! * columns;
    return { weight: new Float64Array(size), sum: new Float64Array(size), squares: new Float64Array(size) };
  },
  merge: addParts,
  add(parts, { x, y, w }, given) {
    const values = new Float64Array(x.rows);
    const columns = x.stores.length;
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, values);
      const shift = given["shift"]![j]!;
      for (let i = 0; i < x.rows; i++) {
        const weight = w === undefined ? 1 : w[i]!;
        const apart = values[i]! - shift;
        if (weight === 0 || Number.isNaN(apart)) continue;
        const at = y![i]! * columns + j;
        parts["weight"]![at]! += weight;
        parts["sum"]![at]! += weight * apart;
        parts["squares"]![at]! += weight * apart * apart;
      }
    });
  },
};

/**
 * The weight of each known value in each class: for the columns `given.columns`, whose values lie one column after the other in
 * `given.values`, that of column c from `given.starts[c]` on; values x classes. `given.settings` holds the number of classes.
 */
export const classValueCounts: Fold = {
  name: "classValueCounts",
  blockRows: 4096,
  start: (_shape, given) => ({ weight: new Float64Array(given["values"]!.length * given["settings"]![0]!) }),
  merge: addParts,
  add(parts, { x, y, w }, given) {
    const classes = given["settings"]![0]!;
    const known = given["values"]!;
    const values = new Float64Array(x.rows);
    const weights = parts["weight"]!;
    given["columns"]!.forEach((j, c) => {
      readValues(x.stores[j]!, x.rows, values);
      const positions = new Map<number, number>();
      for (let at = given["starts"]![c]!; at < given["starts"]![c + 1]!; at++) positions.set(known[at]!, at);
      for (let i = 0; i < x.rows; i++) {
        const at = positions.get(values[i]!);
        if (at !== undefined) weights[at * classes + y![i]!]! += w === undefined ? 1 : w[i]!;
      }
    });
  },
};
