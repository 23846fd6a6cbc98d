import type { Curve } from "../../engine/program/index.js";

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
