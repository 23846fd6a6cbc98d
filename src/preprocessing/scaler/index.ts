import type { Program } from "../../engine/program/index.js";
import { defineTransformer, type TransformerClass } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedScaler } from "./fitted.js";
import type { ScalerOptions } from "./options.js";
import { type ScalerState, scalerState } from "./state.js";

const scalerParams: z.ZodType<ScalerOptions, object> = z
  .strictObject({
    method: z.enum(["standard", "minMax", "maxAbs", "robust", "quantile", "yeoJohnson", "log1p"]).default("standard"),
    columns: z.union([z.enum(["auto", "all"]), z.array(z.string())]).default("auto"),
    center: z.boolean().default(true),
    scale: z.boolean().default(true),
  })
  .refine(({ method, center, scale }) => method !== "quantile" || (center && scale), {
    error: 'with method "quantile" results lie between 0 and 1, and neither "center" nor "scale" can change that',
  });

/** Before version 3 a value that a curve takes to no finite number counted as the nearest seen, and does so where a document says that it did. */
function withSeenEnds(state: unknown): unknown {
  const curves = (state as { readonly curves?: unknown } | undefined)?.curves;
  if (!Array.isArray(curves)) return state;
  const bent = curves.map((curve: { readonly seen?: unknown } | null) =>
    curve?.seen === undefined ? curve : { ...curve, beyond: "seen" },
  );
  return { ...(state as object), curves: bent };
}

const ScalerBase: TransformerClass<ScalerOptions, FittedScaler> = defineTransformer({
  kind: "Scaler",
  version: 3,
  migrations: {
    // Before there was a choice of columns all of them were scaled.
    1: ({ params, state }) => ({ params: { columns: "all", ...(params as object) }, state }),
    2: ({ params, state }) => ({ params, state: withSeenEnds(state) }),
  },
  params: scalerParams,
  fitted: FittedScaler,
  async learn(training, params: ScalerOptions) {
    const { learnScaler } = await import("./learn.js");
    return { state: await learnScaler(training, params) };
  },
  program({ centers: center, scales, curves, single }: ScalerState): Program {
    const scale = scales.map((one) => 1 / one);
    return [curves.length === 0 ? { op: "affine", center, scale } : { op: "curve", curves, center, scale, single }];
  },
  state: scalerState,
});

/**
 * Moves and stretches each column, and bends it first where asked to. Missing values stay missing and teach nothing; a column of which no value was known
 * at fit is missing later, too. A value that a curve would take to infinity, or to no number, counts as the nearest whose result is a finite number, so that a larger
 * value never has a smaller result. Codes stay codes under the methods that do not bend. Columns of 0 and 1 that an encoder made of categories stay as they are, unless `columns` says otherwise.
 *
 * **Formula.** A value x becomes (g(x) − c) / s, and g(x) = x unless stated:
 *
 * - `"standard"`: c is the mean, s = √(Σ w (x − c)² / Σ w) over rows of weight w;
 * - `"minMax"`: c is the smallest value, s the largest less the smallest;
 * - `"maxAbs"`: c = 0, s is the largest size of a value;
 * - `"robust"`: c is the median, s the distance of the quartiles. The quantile at a share p is the value at place p (n
 *   − 1), counted from 0, of n values in rising order, on the line between two of them; weights count as rows;
 * - `"quantile"`: g(x) is the share at which x is the quantile, on the line between as many quantiles at even steps as
 *   there are rows, at most 1,000, and in the middle of those that are equal; c = 0, s = 1;
 * - `"log1p"`: g(x) = ln(1 + x); c and s are mean and standard deviation of g(x);
 * - `"yeoJohnson"`: g(x) = ((1 + x)^λ − 1) / λ for x ≥ 0 (ln(1 + x) where λ = 0), and −((1 − x)^(2 − λ) − 1) / (2 − λ)
 *   for x < 0 (−ln(1 − x) where λ = 2), λ being the most likely one if g(x) is normally distributed; c and s are mean
 *   and standard deviation of g(x).
 *
 * Where values do not differ by more than rounding, s = 1. `center: false` makes c = 0, `scale: false` makes s = 1.
 *
 * **Limits.** Infinite values are refused; under `"standard"` also values whose squares are too large for numbers, and
 * under `"log1p"` values from −1 down. `"robust"`, `"quantile"`, `"log1p"` and `"yeoJohnson"` count distinct values,
 * which takes memory for each. Of rows that are not in memory 4,194,304 are kept for all such columns together, at
 * least 16,384 for each; where there are more, values lose their last bits.
 *
 * **Source.** R. Hyndman, Y. Fan, "Sample quantiles in statistical packages", 1996 (definition 7); I. Yeo, R. Johnson,
 * "A new family of power transformations to improve normality or symmetry", 2000.
 *
 * @example
 * ```ts
 * import { Scaler } from "kindred";
 *
 * const fitted = await new Scaler().fit([[1, 10], [3, 30]]);
 * fitted.transform([[2, 40]]).toRows(); // [[0, 2]]
 * fitted.inverseTransform([[0, 2]]).toRows(); // [[2, 40]]
 * const amounts = await new Scaler({ method: "yeoJohnson" }).fit([[1], [2], [4], [900]]);
 * amounts.transform([[900]]).toRows()[0]![0]! < 2; // true
 * ```
 */
export class Scaler extends ScalerBase {}
