import { assign, assignBounded, farthest } from "./assign.js";
import { classMoments, classValueCounts } from "./class-sums.js";
import type { Fold } from "./fold.js";
import { gram, gramTimes } from "./gram.js";
import { classTotals, logistic } from "./logistic.js";
import { moments } from "./moments.js";

/** The folds that workers know, by name. Every fold of this library is listed here; others run on the calling thread. */
export const FOLDS: ReadonlyMap<string, Fold> = new Map(
  [
    moments,
    gram,
    gramTimes,
    assign,
    assignBounded,
    farthest,
    classTotals,
    classMoments,
    classValueCounts,
    logistic,
  ].map((fold) => [fold.name, fold]),
);
