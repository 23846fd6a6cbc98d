import { FeatureMatrix, materialized, plainStore } from "../../matrix/index.js";
import { expm1, log1p, pow } from "../numeric/math/index.js";
import type { Executor } from "./operation.js";

/** How the values of one column are bent. All curves rise, and NaN stays NaN. */
export type Curve =
  /** The column stays as it is stored: neither bent nor moved nor stretched. */
  | { readonly kind: "identity" }
  | ({ readonly kind: "log1p" } & CurveLimits)
  /** I. Yeo, R. Johnson, "A new family of power transformations to improve normality or symmetry", 2000. */
  | ({ readonly kind: "yeoJohnson"; readonly lambda: number } & CurveLimits)
  /** To the share of values below: quantiles at even steps from 0 to 1, never falling. */
  | { readonly kind: "quantile"; readonly quantiles: Float64Array };

/** The smallest and the largest value at fit. */
export type SeenRange = readonly [low: number, high: number];

/** What counts instead of a value that a curve takes to no finite number. */
export interface CurveLimits {
  /** Without it such a value stays what the curve makes of it. */
  readonly seen?: SeenRange;
  /** The nearer end of what was seen, as in documents before version 3 of Scaler; otherwise the nearest value whose result is finite, which keeps the order. */
  readonly beyond?: "seen";
}

/**
 * (bent value - center) * scale, column by column, in one step: a high power overflows float32 before it is scaled. A value whose result is no finite number
 * counts as its column's limits say.
 */
export interface CurveOperation {
  readonly op: "curve";
  readonly curves: readonly Curve[];
  readonly center: Float64Array;
  readonly scale: Float64Array;
  /** Are results rounded to float32? */
  readonly single: boolean;
}

export const curve: Executor<CurveOperation> = {
  block: (operation, { x }) =>
    new FeatureMatrix(
      x.rows,
      x.columns,
      x.stores.map((store, j) => {
        if (operation.curves[j]!.kind === "identity") return store;
        const values = materialized(store, x.rows);
        const bend = scaledBending(operation, j);
        for (let i = 0; i < values.length; i++) values[i] = bend(values[i]!);
        return plainStore(operation.single ? Float32Array.from(values) : values);
      }),
      x.provenance,
    ),
  row: (operation) => {
    const bends = operation.curves.map((_, j) => scaledBending(operation, j));
    return (values) => {
      for (let j = 0; j < values.length; j++) values[j] = bends[j]!(values[j]!);
      return values;
    };
  },
};

function scaledBending(operation: CurveOperation, j: number): (value: number) => number {
  const result = unboundedResult(operation, j);
  let ends: CurveEnds | undefined;
  return (value) => {
    const found = result(value);
    if (Number.isFinite(found) || Number.isNaN(value)) return found;
    // Looked for once, and only where a value needs them.
    ends ??= curveEnds(operation, j) ?? NO_ENDS;
    return result(value > ends.high ? ends.above : value < ends.low ? ends.below : value);
  };
}

/** What becomes of a value, also where that is no finite number. */
function unboundedResult({ curves, center, scale, single }: CurveOperation, j: number): (value: number) => number {
  const curve = curves[j]!;
  if (curve.kind === "identity") return (value) => value;
  const bend = bending(curve);
  const [from, by] = [center[j]!, scale[j]!];
  return single ? (value) => Math.fround((bend(value) - from) * by) : (value) => (bend(value) - from) * by;
}

/** A curve as a function of one value, also where its result is no finite number. */
export function bending(curve: Curve): (value: number) => number {
  switch (curve.kind) {
    case "identity":
      return (value) => value;
    case "log1p":
      return log1p;
    case "yeoJohnson":
      return (value) => yeoJohnson(value, curve.lambda);
    case "quantile":
      return (value) => shareBelow(value, curve.quantiles);
  }
}

/** Where the results of a column end, and what counts there. */
export interface CurveEnds {
  /** The least and the greatest value whose results are finite; infinite where there is no limit. */
  readonly low: number;
  readonly high: number;
  /** What counts instead of a value below `low`, and of one above `high`. */
  readonly below: number;
  readonly above: number;
}

const NO_ENDS: CurveEnds = {
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  below: Number.NEGATIVE_INFINITY,
  above: Number.POSITIVE_INFINITY,
};

/** The ends of a column; undefined where nothing is known of what was seen. */
export function curveEnds(operation: CurveOperation, j: number): CurveEnds | undefined {
  const curve = operation.curves[j]!;
  if (!("seen" in curve) || curve.seen === undefined || !curve.seen.every(Number.isFinite)) return undefined;
  const [low, high] = finiteRange(operation, j, curve.seen);
  const [below, above] = curve.beyond === "seen" ? curve.seen : [low, high];
  return { low, high, below, above };
}

/** From the largest double down to the smallest there are fewer. */
const MAX_HALVINGS = 2200;

function finiteRange(operation: CurveOperation, j: number, seen: SeenRange): readonly [low: number, high: number] {
  const result = unboundedResult(operation, j);
  const limit = (inside: number, end: number): number => {
    if (Number.isFinite(result(end))) return end;
    let [good, bad] = [inside, end < 0 ? -Number.MAX_VALUE : Number.MAX_VALUE];
    if (Number.isFinite(result(bad))) return bad;
    for (let halving = 0; halving < MAX_HALVINGS; halving++) {
      const middle = good / 2 + bad / 2;
      if (middle === good || middle === bad) break;
      if (Number.isFinite(result(middle))) good = middle;
      else bad = middle;
    }
    return good;
  };
  return [limit(seen[0], Number.NEGATIVE_INFINITY), limit(seen[1], Number.POSITIVE_INFINITY)];
}

/** The way back, as a function of one bent value. */
export function unbending(curve: Curve): (value: number) => number {
  switch (curve.kind) {
    case "identity":
      return (value) => value;
    case "log1p":
      return expm1;
    case "yeoJohnson":
      return (value) => yeoJohnsonInverse(value, curve.lambda);
    case "quantile":
      return (value) => quantileAt(value, curve.quantiles);
  }
}

function yeoJohnson(value: number, lambda: number): number {
  if (value >= 0) return lambda === 0 ? log1p(value) : (pow(1 + value, lambda) - 1) / lambda;
  return lambda === 2 ? -log1p(-value) : -(pow(1 - value, 2 - lambda) - 1) / (2 - lambda);
}

function yeoJohnsonInverse(value: number, lambda: number): number {
  if (value >= 0) return lambda === 0 ? expm1(value) : pow(value * lambda + 1, 1 / lambda) - 1;
  return lambda === 2 ? -expm1(-value) : 1 - pow(1 - (2 - lambda) * value, 1 / (2 - lambda));
}

/** The mean of the shares that the ends of a run of equal quantiles have. */
function shareBelow(value: number, quantiles: Float64Array): number {
  const last = quantiles.length - 1;
  if (Number.isNaN(value)) return value;
  if (value <= quantiles[0]!) return 0;
  if (value >= quantiles[last]!) return 1;
  const above = firstAtLeast(quantiles, value, false);
  const upper = firstAtLeast(quantiles, value, true);
  const from = (at: number): number => {
    const step = quantiles[at]! - quantiles[at - 1]!;
    return step > 0 ? (at - 1 + (value - quantiles[at - 1]!) / step) / last : at / last;
  };
  return (from(above) + (upper > above ? (upper - 1) / last : from(above))) / 2;
}

function quantileAt(share: number, quantiles: Float64Array): number {
  if (Number.isNaN(share)) return share;
  const last = quantiles.length - 1;
  const at = Math.min(1, Math.max(0, share)) * last;
  const below = Math.min(Math.floor(at), Math.max(0, last - 1));
  const next = quantiles[Math.min(below + 1, last)]!;
  return quantiles[below]! + (at - below) * (next - quantiles[below]!);
}

/** The first position whose quantile is at least the value, or where `past`, above it. */
function firstAtLeast(quantiles: Float64Array, value: number, past: boolean): number {
  let low = 0;
  let high = quantiles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (quantiles[middle]! < value || (past && quantiles[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
