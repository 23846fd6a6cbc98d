import { z } from "zod";
import { type Curve, type Program, unbending } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import {
  defineTransformer,
  FittedTransformer,
  type InputSchema,
  isSingle,
  type Training,
  type TransformerClass,
} from "../../estimator/index.js";
import { FeatureMatrix, type MatrixLike } from "../../matrix/index.js";
import { type Learned, log1p, maxAbs, minMax, quantile, robust, standard, yeoJohnson } from "./learn.js";

/** How a Scaler sees columns. */
export type ScalerMethod = "standard" | "minMax" | "maxAbs" | "robust" | "quantile" | "yeoJohnson" | "log1p";

/** Options of Scaler. */
export interface ScalerOptions {
  /**
   * `"standard"`: mean 0 and standard deviation 1; `"minMax"`: from 0 to 1; `"maxAbs"`: within ±1, zeros kept; `"robust"`: median 0 and
   * quartiles 1 apart; `"quantile"`: the share of training rows below; `"yeoJohnson"` and `"log1p"`: bent to look more normal, then
   * as `"standard"`.
   */
  readonly method: ScalerMethod;
  /** Is the center moved to 0? */
  readonly center: boolean;
  /** Is the spread made 1? */
  readonly scale: boolean;
}

/** What a Scaler learned. */
export interface ScalerState {
  /** What is subtracted from each column, once it is bent. */
  readonly centers: Float64Array;
  /** What each column is then divided by. */
  readonly scales: Float64Array;
  /** How each column is bent first; none where no column is. */
  readonly curves: readonly Curve[];
  /** Are bent values rounded to float32? */
  readonly single: boolean;
}

/** A fitted Scaler. */
export class FittedScaler extends FittedTransformer<ScalerOptions, ScalerState> {
  /** What is subtracted from each column, once it is bent. */
  get centers(): Float64Array {
    return this.state.centers;
  }

  /** What each column is then divided by. */
  get scales(): Float64Array {
    return this.state.scales;
  }

  /**
   * Scaled rows back in their original units.
   *
   * @throws KindredError where rows have another number of columns.
   */
  inverseTransform(data: MatrixLike): FeatureMatrix {
    const { centers, scales, curves } = this.state;
    const unbend = curves.map(unbending);
    const rows = FeatureMatrix.from(data)
      .toRows()
      .map((row) => {
        if (row.length !== centers.length) throw wrongWidth(row.length, centers.length);
        return row.map((value, j) => {
          const moved = value * scales[j]! + centers[j]!;
          return unbend[j]?.(moved) ?? moved;
        });
      });
    return FeatureMatrix.from(rows, this.inputColumns);
  }
}

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
    center: z.boolean().default(true),
    scale: z.boolean().default(true),
  })
  .refine(({ method, center, scale }) => method !== "quantile" || (center && scale), {
    error: 'with method "quantile" results lie between 0 and 1, and neither "center" nor "scale" can change that',
  });

const ScalerBase: TransformerClass<ScalerOptions, FittedScaler> = defineTransformer({
  kind: "Scaler",
  version: 1,
  params: scalerParams,
  fitted: FittedScaler,
  async learn(training, params: ScalerOptions) {
    const { centers, scales, curves } = await METHODS[params.method](training);
    return {
      state: {
        centers: Float64Array.from(centers, (center) => (params.center ? center : 0)),
        scales: Float64Array.from(scales, (scale) => (params.scale ? scale : 1)),
        curves,
        single: isSingle(training),
      },
    };
  },
  program({ centers: center, scales, curves, single }: ScalerState): Program {
    const scale = scales.map((one) => 1 / one);
    return [curves.length === 0 ? { op: "affine", center, scale } : { op: "curve", curves, center, scale, single }];
  },
  validate({ centers, scales, curves }: ScalerState, _params, input: InputSchema) {
    const { length } = input.plan;
    if (centers.length === length && scales.length === length && [0, length].includes(curves.length)) return;
    throw new KindredError({
      code: "BAD_DOCUMENT",
      where: "load",
      problem: "a Scaler has another number of columns than its state",
    });
  },
});

/**
 * Moves and stretches each column, and bends it first where asked to. Missing values stay missing and teach nothing. Codes stay
 * codes under the methods that do not bend.
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

function wrongWidth(got: number, expected: number): KindredError {
  return new KindredError({
    code: "WRONG_WIDTH",
    where: "Scaler.inverseTransform",
    problem: `got ${got} values a row for ${expected} columns`,
    fix: "Pass rows as transform gives them",
    expected,
    got,
  });
}
