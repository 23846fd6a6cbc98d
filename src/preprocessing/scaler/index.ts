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

const ScalerBase: TransformerClass<ScalerOptions, FittedScaler> = defineTransformer({
  kind: "Scaler",
  version: 2,
  // Before there was a choice of columns all of them were scaled.
  migrations: { 1: ({ params, state }) => ({ params: { columns: "all", ...(params as object) }, state }) },
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
 * at fit is missing later, too. A value beyond what was seen at fit that a curve would take to infinity, or to no number, counts as the nearest seen. Codes stay
 * codes under the methods that do not bend. Columns of 0 and 1 that an encoder made of categories stay as they are, unless `columns` says otherwise.
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
