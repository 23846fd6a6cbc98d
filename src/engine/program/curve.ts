import { FeatureMatrix, materialized, plainStore } from "../../matrix/index.js";
import { expm1, log1p, pow } from "../numeric/math/index.js";
import type { Executor } from "./operation.js";

/** How the values of one column are bent. All curves rise, and NaN stays NaN. */
export type Curve =
  | { readonly kind: "log1p"; readonly seen?: SeenRange }
  /** I. Yeo, R. Johnson, "A new family of power transformations to improve normality or symmetry", 2000. */
  | { readonly kind: "yeoJohnson"; readonly lambda: number; readonly seen?: SeenRange }
  /** To the share of values below: quantiles at even steps from 0 to 1, never falling. */
  | { readonly kind: "quantile"; readonly quantiles: Float64Array };

/** The smallest and the largest value at fit: one that a curve takes to no finite number counts as the nearer of them. */
export type SeenRange = readonly [low: number, high: number];

/** (bent value - center) * scale, column by column, in one step: a high power overflows float32 before it is scaled. */
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
      for (let j = 0; j < values.length; j++) {
        const bent = bends[j]!(values[j]!);
        values[j] = operation.single ? Math.fround(bent) : bent;
      }
      return values;
    };
  },
};

function scaledBending({ curves, center, scale }: CurveOperation, j: number): (value: number) => number {
  const bend = bending(curves[j]!);
  return (value) => (bend(value) - center[j]!) * scale[j]!;
}

/** A curve as a function of one value. */
export function bending(curve: Curve): (value: number) => number {
  switch (curve.kind) {
    case "log1p":
      return finite(log1p, curve.seen);
    case "yeoJohnson":
      return finite((value) => yeoJohnson(value, curve.lambda), curve.seen);
    case "quantile":
      return (value) => shareBelow(value, curve.quantiles);
  }
}

function finite(bend: (value: number) => number, seen: SeenRange | undefined): (value: number) => number {
  if (seen === undefined) return bend;
  const [low, high] = seen;
  return (value) => {
    const bent = bend(value);
    return Number.isFinite(bent) || Number.isNaN(value) ? bent : bend(Math.min(high, Math.max(low, value)));
  };
}

/** The way back, as a function of one bent value. */
export function unbending(curve: Curve): (value: number) => number {
  switch (curve.kind) {
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
