import type { Curve, Program } from "../../engine/program/index.js";
import { mapRows } from "../../engine/rows/index.js";
import { defineTransformer, isSingle, type Training, type TransformerClass } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { chosenColumns } from "./chosen-columns.js";
import { FittedScaler } from "./fitted.js";
import { type Learned, log1p, maxAbs, minMax, quantile, robust, standard, yeoJohnson } from "./learn.js";
import type { ScalerMethod, ScalerOptions } from "./options.js";
import { type ScalerState, scalerState } from "./state.js";

const METHODS: { readonly [M in ScalerMethod]: (training: Training) => Promise<Learned> } = {
  standard,
  minMax,
  maxAbs,
  robust,
  quantile,
  yeoJohnson,
  log1p,
};

const scalerParams: z.ZodType<ScalerOptions, object> = z
  .strictObject({
    method: z.enum(Object.keys(METHODS) as ScalerMethod[]).default("standard"),
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
    const { length } = training.source.plan;
    const chosen = chosenColumns(training, params.columns);
    const learned = chosen.length === 0 ? NOTHING : await METHODS[params.method](over(training, chosen));
    const centers = new Float64Array(length);
    const scales = new Float64Array(length).fill(1);
    const curves = new Array<Curve>(learned.curves.length === 0 ? 0 : length).fill({ kind: "identity" });
    chosen.forEach((j, k) => {
      const center = learned.centers[k]!;
      centers[j] = params.center || Number.isNaN(center) ? center : 0;
      if (params.scale && !Number.isNaN(center)) scales[j] = learned.scales[k]!;
      if (curves.length > 0) curves[j] = learned.curves[k]!;
    });
    return { state: { centers, scales, curves, single: isSingle(training) } };
  },
  program({ centers: center, scales, curves, single }: ScalerState): Program {
    const scale = scales.map((one) => 1 / one);
    return [curves.length === 0 ? { op: "affine", center, scale } : { op: "curve", curves, center, scale, single }];
  },
  state: scalerState,
});

const NOTHING: Learned = { centers: [], scales: [], curves: [] };

/** The training of some of its columns. */
function over(training: Training, chosen: readonly number[]): Training {
  const { source } = training;
  if (chosen.length === source.plan.length) return training;
  return training.over({ ...training, source: mapRows(source, [{ op: "select", positions: chosen }]) });
}

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
