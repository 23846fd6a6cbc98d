import { FeatureMatrix, readValues } from "../../matrix/index.js";
import { exp } from "../numeric/math/index.js";
import type { Executor, RowFunction } from "./operation.js";
import { allSources } from "./provenance.js";

/** A rising or falling map from a score to a probability. */
export type ScoreCurve =
  /** 1 / (1 + exp(slope * score + intercept)). */
  | { readonly kind: "sigmoid"; readonly slope: number; readonly intercept: number }
  /** Straight lines between points, flat outside; `x` rising. */
  | { readonly kind: "points"; readonly x: Float64Array; readonly y: Float64Array };

/**
 * Scores made probabilities: one score (of the second of two classes) by one curve, or one score a class each by its own, then made to add up
 * to 1.
 */
export interface CalibrateOperation {
  readonly op: "calibrate";
  readonly curves: readonly ScoreCurve[];
  /** One name a class. */
  readonly names: readonly string[];
}

/** The weighted mean of what several models say, class by class: models x classes columns become one a class. */
export interface BlendOperation {
  readonly op: "blend";
  /** One for each model; they add up to 1. */
  readonly weights: Float64Array;
  /** One name a class. */
  readonly names: readonly string[];
}

/** Probabilities times a factor a class, made to add up to 1 again: what they are where classes have other shares. */
export interface ReweighOperation {
  readonly op: "reweigh";
  readonly factors: Float64Array;
  /** One name a class. */
  readonly names: readonly string[];
}

export const calibrate: Executor<CalibrateOperation> = rowWise(({ curves, names }) => {
  const bends = curves.map(bendingOf);
  const out = new Float64Array(names.length);
  return (scores) => {
    if (bends.length === 1) {
      const p = bends[0]!(scores[0]!);
      out[0] = 1 - p;
      out[1] = p;
      return out;
    }
    for (let k = 0; k < out.length; k++) out[k] = bends[k]!(scores[k]!);
    return normalized(out);
  };
});

export const blend: Executor<BlendOperation> = rowWise(({ weights, names }) => {
  const out = new Float64Array(names.length);
  return (values) => {
    out.fill(0);
    for (let m = 0; m < weights.length; m++)
      for (let k = 0; k < out.length; k++) out[k]! += weights[m]! * values[m * out.length + k]!;
    return out;
  };
});

export const reweigh: Executor<ReweighOperation> = rowWise(({ factors }) => (values) => {
  for (let k = 0; k < values.length; k++) values[k]! *= factors[k]!;
  return normalized(values);
});

/** An operation given as a function of one row, whose columns are named by class. */
function rowWise<O extends { readonly names: readonly string[] }>(compile: (operation: O) => RowFunction): Executor<O> {
  return {
    block(operation, { x }) {
      const run = compile(operation);
      const { names } = operation;
      const width = x.columns.length;
      const rows = new Float64Array(x.rows * width);
      x.stores.forEach((store, j) => {
        readValues(store, x.rows, rows, j, width);
      });
      const out = new Float64Array(x.rows * names.length);
      for (let i = 0; i < x.rows; i++) out.set(run(rows.subarray(i * width, (i + 1) * width)), i * names.length);
      return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, names.length));
    },
    row: compile,
  };
}

/** Where all are 0, every class is as likely. NaN stays NaN. */
function normalized(values: Float64Array): Float64Array {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k]!;
  for (let k = 0; k < values.length; k++) values[k] = total === 0 ? 1 / values.length : values[k]! / total;
  return values;
}

/** A curve as a function of one score. */
export function bendingOf(curve: ScoreCurve): (score: number) => number {
  if (curve.kind === "points") return (score) => between(score, curve.x, curve.y);
  return (score) => {
    const z = curve.slope * score + curve.intercept;
    const small = exp(z > 0 ? -z : z);
    return z > 0 ? small / (1 + small) : 1 / (1 + small);
  };
}

function between(score: number, x: Float64Array, y: Float64Array): number {
  if (Number.isNaN(score)) return score;
  const last = x.length - 1;
  if (score <= x[0]!) return y[0]!;
  if (score >= x[last]!) return y[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= score) low = middle;
    else high = middle;
  }
  return y[low]! + ((score - x[low]!) / (x[high]! - x[low]!)) * (y[high]! - y[low]!);
}
