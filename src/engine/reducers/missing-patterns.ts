import { readValues } from "../../matrix/index.js";
import { addArrays, listed, type Reducer } from "./reducer.js";

/**
 * Where values are missing: `missing` by column, in `rows` how many rows miss 0, 1, 2, … columns, and in `first` and `second` a sum over the rows that miss a
 * column, modulo 2^32, of two hashes of the row's number: columns that are missing in the same rows share both.
 */
export const missingPatterns: Reducer = /* @__PURE__ */ listed({
  name: "missingPatterns",
  blockRows: 4096,
  init: ({ columns }) => ({
    missing: new Float64Array(columns),
    first: new Int32Array(columns),
    second: new Int32Array(columns),
    rows: new Float64Array(columns + 1),
  }),
  add(parts, { x, row }) {
    const values = new Float64Array(x.rows);
    const inRow = new Int32Array(x.rows);
    const [first, second] = [hashes(row, x.rows, FIRST_SEED), hashes(row, x.rows, SECOND_SEED)];
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, values);
      let [missing, a, b] = [0, 0, 0];
      for (let i = 0; i < values.length; i++) {
        if (!Number.isNaN(values[i]!)) continue;
        missing++;
        a = (a + first[i]!) | 0;
        b = (b + second[i]!) | 0;
        inRow[i]! += 1;
      }
      parts.missing![j]! += missing;
      parts.first![j]! += a;
      parts.second![j]! += b;
    });
    for (const missing of inRow) parts.rows![missing]! += 1;
  },
  // Sums that are too large for 32 bits lose their upper ones as they are stored.
  merge: addArrays,
});

const FIRST_SEED = 0x2545f491;
const SECOND_SEED = 0x6c8e9cf5;

/** Hashes of row numbers: both halves of 64 bits, each through the last step of MurmurHash3 (A. Appleby, public domain). */
function hashes(row: number, rows: number, seed: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    const upper = Math.floor((row + i) / 2 ** 32);
    return mixed(mixed((row + i) ^ seed) ^ upper);
  });
}

function mixed(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
