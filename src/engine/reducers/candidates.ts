import { contiguousRows, type Floats } from "../../matrix/index.js";
import { squaredDistances } from "../numeric/distances/index.js";
import type { Block } from "../rows/index.js";
import { denseRows } from "./dense.js";
import { listed, type Reducer } from "./reducer.js";

const scratch: { rows?: Float64Array } = {};

/** The squared distances of every row to `given.points`: row state, 8 bytes a point, row by row. */
export const candidates: Reducer = /* @__PURE__ */ listed({
  name: "candidates",
  blockRows: 4096,
  init: () => ({}),
  merge() {},
  add(_, { x }, params, rowState) {
    const points = params.points as Float64Array;
    const count = rowState!.length / (8 * x.rows);
    const out = new Float64Array(rowState!.buffer, rowState!.byteOffset, count * x.rows);
    squaredDistances(rowsOf(x), x.stores.length, points, out);
  },
});

/** The values row by row: as they lie in memory where they do so, else copied. */
function rowsOf(x: Block["x"]): Floats {
  return contiguousRows(x) ?? denseRows(x, scratch).subarray(0, x.rows * x.stores.length);
}
