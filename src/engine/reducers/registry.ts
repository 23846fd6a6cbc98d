import { assign } from "./assign.js";
import { candidates } from "./candidates.js";
import { classMoments, classValueCounts } from "./class-sums.js";
import { codeCounts } from "./code-counts.js";
import { farthest } from "./farthest.js";
import { gram } from "./gram.js";
import { gramTimes } from "./gram-times.js";
import { inertia } from "./inertia.js";
import { classTotals, logistic } from "./logistic.js";
import { moments } from "./moments.js";
import { pairSums } from "./pair-sums.js";
import type { Fold } from "./reducer.js";

/** The folds that workers know, by name. Every fold of this library is listed here; others run on the calling thread. */
export const FOLDS: ReadonlyMap<string, Fold> = new Map(
  [
    moments,
    codeCounts,
    gram,
    gramTimes,
    assign,
    candidates,
    farthest,
    inertia,
    pairSums,
    classTotals,
    classMoments,
    classValueCounts,
    logistic,
  ].map((fold) => [fold.name, fold]),
);
