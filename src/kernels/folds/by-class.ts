import { readValues } from "../../matrix/index.js";
import { addParts, type Fold } from "./fold.js";

/**
 * By class and column: weight, sum and sum of squares about a shift (`given.shift`, classes x columns) of the values that are there.
 * `given.settings` holds the number of classes.
 */
export const classMoments: Fold = {
  name: "classMoments",
  blockRows: 4096,
  start({ columns }, given) {
    const size = given.settings![0]! * columns;
    return { weight: new Float64Array(size), sum: new Float64Array(size), squares: new Float64Array(size) };
  },
  merge: addParts,
  add(parts, { x, y, w }, given) {
    const columns = x.stores.length;
    const values = new Float64Array(x.rows);
    const { weight, sum, squares } = parts;
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, values);
      for (let i = 0; i < x.rows; i++) {
        const u = w === undefined ? 1 : w[i]!;
        const value = values[i]!;
        if (u === 0 || Number.isNaN(value)) continue;
        const at = y![i]! * columns + j;
        const d = value - (given.shift?.[at] ?? 0);
        weight![at]! += u;
        sum![at]! += u * d;
        squares![at]! += u * d * d;
      }
    });
  },
};

/**
 * How often each class has each code, by weight. `given.starts` says for each column where its codes begin among all that are counted
 * (-1 where they are not), `given.lowest` which code is the first; `given.settings` holds the number of classes and of all codes. Counts
 * lie code by code, class by class. `broken` counts values of each column that are no whole numbers.
 */
export const codeCounts: Fold = {
  name: "codeCounts",
  blockRows: 4096,
  start({ columns }, given) {
    const [classes, codes] = given.settings!;
    return { counts: new Float64Array(classes! * codes!), broken: new Float64Array(columns) };
  },
  merge: addParts,
  add(parts, { x, y, w }, given) {
    const classes = given.settings![0]!;
    const values = new Float64Array(x.rows);
    const { counts, broken } = parts;
    x.stores.forEach((store, j) => {
      const start = given.starts![j]!;
      if (start < 0) return;
      readValues(store, x.rows, values);
      for (let i = 0; i < x.rows; i++) {
        const u = w === undefined ? 1 : w[i]!;
        const value = values[i]!;
        if (u === 0 || Number.isNaN(value)) continue;
        if (Number.isInteger(value)) counts![(start + value - given.lowest![j]!) * classes + y![i]!]! += u;
        else broken![j]!++;
      }
    });
  },
};
