import { type FeatureMatrix, readValues } from "../../matrix/index.js";

/** A block's values row by row in float64, in memory that the next block uses again. */
export function denseRows(x: FeatureMatrix, scratch: { rows?: Float64Array }): Float64Array {
  const width = x.stores.length;
  const needed = x.rows * width;
  if (scratch.rows === undefined || scratch.rows.length < needed) scratch.rows = new Float64Array(needed);
  const { rows } = scratch;
  x.stores.forEach((store, j) => {
    readValues(store, x.rows, rows, j, width);
  });
  return rows;
}
