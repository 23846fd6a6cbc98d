import { z } from "zod";
import { KindredError } from "../errors/index.js";
import {
  defineTransformer,
  FittedTransformer,
  type InputSchema,
  type Training,
  type TransformerClass,
} from "../estimator/index.js";
import { moments } from "../kernels/folds/index.js";
import { FeatureMatrix, type MatrixLike } from "../matrix/index.js";

/** Options of Scaler. */
export interface ScalerOptions {
  /** `"standard"`: mean 0 and standard deviation 1; `"minMax"`: from 0 to 1; `"maxAbs"`: within ±1, zeros kept. */
  readonly method: "standard" | "minMax" | "maxAbs";
  /** Is the centre moved to 0? */
  readonly center: boolean;
  /** Is the spread made 1? */
  readonly scale: boolean;
}

/** What a Scaler learned. */
export interface ScalerState {
  readonly centers: Float64Array;
  readonly scales: Float64Array;
}

/** A fitted Scaler. */
export class FittedScaler extends FittedTransformer<ScalerOptions, ScalerState> {
  /** What is subtracted from each column. */
  get centers(): Float64Array {
    return this.state.centers;
  }

  /** What each column is then divided by. */
  get scales(): Float64Array {
    return this.state.scales;
  }

  /** Scaled rows back in their original units. */
  inverseTransform(data: MatrixLike): FeatureMatrix {
    const { centers, scales } = this.state;
    const rows = FeatureMatrix.from(data)
      .toRows()
      .map((row) => row.map((value, j) => value * scales[j]! + centers[j]!));
    return FeatureMatrix.from(rows, this.inputColumns);
  }
}

const ScalerBase: TransformerClass<ScalerOptions, FittedScaler> = defineTransformer({
  kind: "Scaler",
  version: 1,
  params: z.strictObject({
    method: z.enum(["standard", "minMax", "maxAbs"]).default("standard"),
    center: z.boolean().default(true),
    scale: z.boolean().default(true),
  }),
  fitted: FittedScaler,
  async learn(training, params: ScalerOptions) {
    const sums = await training.fold(moments);
    refuseInfinite(training, sums.infinite!);
    const mean = sums.sum!.map((sum, j) => sum / sums.weight![j]!);
    const around = await training.fold(moments, { shift: mean });
    const variance = around.squares!.map((squares, j) => squares / around.weight![j]!);
    const { centers, scales } = centersAndScales(params.method, mean, variance, sums);
    return {
      state: {
        centers: Float64Array.from(centers, (center) => (params.center ? center : 0)),
        scales: Float64Array.from(scales, (scale) => (params.scale ? scale : 1)),
      },
    };
  },
  program: ({ centers, scales }: ScalerState) => [
    { op: "affine", center: centers, scale: scales.map((scale) => 1 / scale) },
  ],
  validate({ centers, scales }: ScalerState, _params, input: InputSchema) {
    if (centers.length !== input.plan.length || scales.length !== input.plan.length)
      throw new KindredError({
        code: "BAD_DOCUMENT",
        where: "load",
        problem: "a Scaler has another number of columns than its state",
      });
  },
});

/**
 * Moves and stretches each column.
 *
 * @example
 * ```ts
 * import { Scaler } from "kindred";
 *
 * const fitted = await new Scaler().fit([[1, 10], [3, 30]]);
 * fitted.transform([[2, 40]]).toRows(); // [[0, 2]]
 * ```
 */
export class Scaler extends ScalerBase {}

function centersAndScales(
  method: ScalerOptions["method"],
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
  { smallest, largest }: Record<string, ArrayLike<number>>,
): { centers: ArrayLike<number>; scales: ArrayLike<number> } {
  const columns = Array.from(mean, (_, j) => j);
  switch (method) {
    case "standard":
      return { centers: mean, scales: columns.map((j) => Math.sqrt(variance[j]!) || 1) };
    case "minMax":
      return { centers: smallest!, scales: columns.map((j) => largest![j]! - smallest![j]! || 1) };
    case "maxAbs":
      return {
        centers: columns.map(() => 0),
        scales: columns.map((j) => Math.max(Math.abs(smallest![j]!), Math.abs(largest![j]!)) || 1),
      };
  }
}

function refuseInfinite(training: Training, infinite: ArrayLike<number>): void {
  for (let j = 0; j < infinite.length; j++)
    if (infinite[j]! > 0)
      throw new KindredError({
        code: "INFINITE_VALUE",
        where: training.where,
        problem: `column "${training.source.plan[j]!.name}" holds infinite values`,
        fix: "Replace them before",
        column: training.source.plan[j]!.name,
      });
}
