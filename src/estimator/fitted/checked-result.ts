import { KindredError } from "../../errors/index.js";
import { type FeatureMatrix, valueAt } from "../../matrix/index.js";

/** What the probabilities of a row may miss one by: they may be float32, and of many classes. */
const SUM_TOLERANCE = 1e-5;

/** Refuses rows of values that are no probabilities, or do not add up to one. Rows with NaN are left to the check of missing values. */
export function refuseNoProbabilities(result: FeatureMatrix, kind: string): void {
  for (let i = 0; i < result.rows; i++) {
    let sum = 0;
    let inRange = true;
    for (const store of result.stores) {
      const value = valueAt(store, i);
      sum += value;
      if (value < -SUM_TOLERANCE || value > 1 + SUM_TOLERANCE) inRange = false;
    }
    if (Number.isNaN(sum) || (inRange && Math.abs(sum - 1) <= SUM_TOLERANCE)) continue;
    const row = result.stores.map((store) => valueAt(store, i));
    throw new KindredError({
      code: "INVALID_RESULT",
      where: `${kind}.predictProbabilities`,
      problem: `gave ${row.join(", ")} for row ${i}, which ${inRange ? `add up to ${sum}` : "are no probabilities"}`,
      fix: "Give values from 0 to 1 that add up to 1",
      got: row,
    });
  }
}

/** Refuses what is no cluster: the position of one, a whole number from 0 up. */
export function refuseNoClusters(result: FeatureMatrix, kind: string): void {
  for (let i = 0; i < result.rows; i++) {
    const value = valueAt(result.stores[0]!, i);
    if (Number.isInteger(value) && value >= 0) continue;
    throw new KindredError({
      code: "INVALID_RESULT",
      where: `${kind}.predict`,
      problem: `gave ${value} for row ${i}`,
      fix: "Give the position of a cluster: a whole number from 0 up",
      got: value,
    });
  }
}
