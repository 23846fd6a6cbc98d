import { newRowState, runReducer } from "../../engine/reducers/index.js";
import { memorySource, yieldToEventLoop } from "../../engine/rows/index.js";
import type { JobOptions } from "../../estimator/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import type { Passes } from "./lloyd.js";
import type { Sample } from "./sample.js";

/** Passes over rows in memory. */
export function passesOver(
  { rows, columns, values, weights }: Sample,
  shift: Float64Array,
  names: readonly string[],
  { signal, threads }: Pick<JobOptions, "signal" | "threads">,
): Passes {
  const source = memorySource({ x: FeatureMatrix.dense(rows, names, values), row: 0, w: weights });
  return {
    rows,
    columns,
    shift,
    reduce: (reducer, params, rowState) =>
      runReducer(source, reducer, params, {
        ...(rowState === undefined ? {} : { rowState }),
        ...(signal === undefined ? {} : { signal }),
        ...(threads === undefined ? {} : { threads }),
      }),
    rowState: (bytesPerRow) => newRowState(rows, bytesPerRow),
    yieldNow: yieldToEventLoop(signal),
  };
}

/** What distances are computed about: the mean, where it is large beside the spread. */
export function shiftOf(mean: Float64Array, variance: Float64Array): Float64Array {
  return mean.map((value, j) => (value * value > variance[j]! ? value : 0));
}
