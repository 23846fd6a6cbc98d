import { readValues } from "../../matrix/index.js";
import { addArrays, listed, type Reducer } from "./reducer.js";

/**
 * By class and column (classes x columns, row by row): weight, sum and sum of squares about a shift (`given.shift`, one a column).
 * Missing values count nowhere. `given.settings` holds the number of classes.
 */
export const classMoments: Reducer = /* @__PURE__ */ listed({
  name: "classMoments",
  blockRows: 4096,
  init({ columns }, params) {
    const size = params["settings"]![0]! * columns;
    return { weight: new Float64Array(size), sum: new Float64Array(size), squares: new Float64Array(size) };
  },
  merge: addArrays,
  add(parts, { x, y, w }, params) {
    const values = new Float64Array(x.rows);
    const columns = x.stores.length;
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, values);
      const shift = params["shift"]![j]!;
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
});

/**
 * The weight of each known value in each class: for the columns `given.columns`, whose values lie one column after the other in
 * `given.values`, that of column c from `given.starts[c]` on; values x classes. `given.settings` holds the number of classes.
 */
export const classValueCounts: Reducer = /* @__PURE__ */ listed({
  name: "classValueCounts",
  blockRows: 4096,
  init: (_shape, params) => ({ weight: new Float64Array(params["values"]!.length * params["settings"]![0]!) }),
  merge: addArrays,
  add(parts, { x, y, w }, params) {
    const classes = params["settings"]![0]!;
    const known = params["values"]!;
    const values = new Float64Array(x.rows);
    const weights = parts["weight"]!;
    params["columns"]!.forEach((j, c) => {
      readValues(x.stores[j]!, x.rows, values);
      const positions = new Map<number, number>();
      for (let at = params["starts"]![c]!; at < params["starts"]![c + 1]!; at++) positions.set(known[at]!, at);
      for (let i = 0; i < x.rows; i++) {
        const at = positions.get(values[i]!);
        if (at !== undefined) weights[at * classes + y![i]!]! += w === undefined ? 1 : w[i]!;
      }
    });
  },
});
