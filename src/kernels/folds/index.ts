export { assign, assignBounded, boundedBytes, farthest } from "./assign.js";
export { classMoments, classValueCounts } from "./class-sums.js";
export { denseRows } from "./dense.js";
export { type DistinctValues, mostFrequent, ValueCounter, weightedMiddle } from "./distinct-values.js";
export { addParts, type Fold, newRowState, type Parts, type RowState, type Shape } from "./fold.js";
export { gram, gramTimes } from "./gram.js";
export { CURVATURE, classTotals, logistic } from "./logistic.js";
export { moments } from "./moments.js";
export { type PassOptions, runFold } from "./run-fold.js";
