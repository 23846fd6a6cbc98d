import type { Curve } from "../../engine/program/index.js";
import { mapRows } from "../../engine/rows/index.js";
import { isSingle, type Training } from "../../estimator/index.js";
import { chosenColumns } from "./chosen-columns.js";
import { type Learned, log1p, maxAbs, minMax, quantile, robust, standard, yeoJohnson } from "./methods.js";
import type { ScalerMethod, ScalerOptions } from "./options.js";
import type { ScalerState } from "./state.js";

const METHODS: { readonly [M in ScalerMethod]: (training: Training) => Promise<Learned> } = {
  standard,
  minMax,
  maxAbs,
  robust,
  quantile,
  yeoJohnson,
  log1p,
};
const NOTHING: Learned = { centers: [], scales: [], curves: [] };

/** How each column is moved, stretched and bent; columns that are not chosen stay. */
export async function learnScaler(training: Training, params: ScalerOptions): Promise<ScalerState> {
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
  return { centers, scales, curves, single: isSingle(training) };
}

/** The training of some of its columns. */
function over(training: Training, chosen: readonly number[]): Training {
  const { source } = training;
  if (chosen.length === source.plan.length) return training;
  return training.over({ ...training, source: mapRows(source, [{ op: "select", positions: chosen }]) });
}
