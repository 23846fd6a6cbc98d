import { answerCounts } from "./answer-counts.js";
import { assign } from "./assign.js";
import { boosting, boostingTotals } from "./boosting.js";
import { candidates } from "./candidates.js";
import { classMoments, classValueCounts } from "./class-sums.js";
import { codeCounts } from "./code-counts.js";
import { farthest } from "./farthest.js";
import { gram } from "./gram.js";
import { gramTimes } from "./gram-times.js";
import { inertia } from "./inertia.js";
import { classTotals, logistic } from "./logistic.js";
import { missingPatterns } from "./missing-patterns.js";
import { mixture } from "./mixture.js";
import { moments } from "./moments.js";
import { pairSums } from "./pair-sums.js";
import { placedValues } from "./placed-values.js";
import type { Reducer } from "./reducer.js";
import { targetSums } from "./target-sums.js";

/**
 * The reducers that workers and executors know, by name. Every reducer of this library is listed here; others run on the calling thread. Only what runs
 * there may read this list: it holds all code of passes.
 */
export const REDUCERS: ReadonlyMap<string, Reducer> = new Map(
  [
    answerCounts,
    moments,
    codeCounts,
    gram,
    gramTimes,
    assign,
    boosting,
    boostingTotals,
    candidates,
    farthest,
    inertia,
    pairSums,
    classTotals,
    classMoments,
    classValueCounts,
    targetSums,
    logistic,
    mixture,
    missingPatterns,
    placedValues,
  ].map((reducer) => [reducer.name, reducer]),
);

/** A reducer as a worker finds it. */
export function reducerNamed(name: string): Reducer {
  const reducer = REDUCERS.get(name);
  if (reducer === undefined) throw new Error(`a worker knows no reducer "${name}"`);
  return reducer;
}
