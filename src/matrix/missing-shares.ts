import { readValues } from "./column-store.js";
import type { FeatureMatrix } from "./feature-matrix.js";

/** The share of missing values in each row. */
export function missingShares(matrix: FeatureMatrix): Float64Array {
  const counts = new Float64Array(matrix.rows);
  const values = new Float64Array(matrix.rows);
  for (const store of matrix.stores) {
    readValues(store, matrix.rows, values);
    for (let i = 0; i < counts.length; i++) if (Number.isNaN(values[i]!)) counts[i]! += 1;
  }
  return counts.map((count) => count / Math.max(1, matrix.stores.length));
}
