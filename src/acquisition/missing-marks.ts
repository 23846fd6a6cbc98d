import { FeatureMatrix, missingCodeOf, plainStore, valueAt } from "../matrix/index.js";

/**
 * What is missing, as numbers: for each different pattern of a column's missing values one column of 0 and 1, and the share of missing values of
 * each row. Nothing where nothing is missing.
 */
export function missingMarks(block: FeatureMatrix): FeatureMatrix | undefined {
  const patterns = new Map<string, Int8Array>();
  const shares = new Float64Array(block.rows);
  for (const store of block.stores) {
    const marks = new Int8Array(block.rows);
    let count = 0;
    let print = 0;
    for (let i = 0; i < block.rows; i++) {
      if (!Number.isNaN(valueAt(store, i))) continue;
      marks[i] = 1;
      shares[i]! += 1 / block.stores.length;
      count++;
      print = Math.imul(print ^ i, 0x9e3779b1);
    }
    if (count > 0 && count < block.rows) patterns.set(`${count}:${print}`, marks);
  }
  if (patterns.size === 0) return undefined;
  const marks = [...patterns.values()].map((data) => plainStore(data, { missing: missingCodeOf(data)! }));
  const names = marks.map((_, j) => `missing${j}`);
  return new FeatureMatrix(block.rows, [...names, "share"], [...marks, plainStore(shares)]);
}
