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
  /**
   * Which columns are scaled, the others staying as they are. `"auto"`: all but indicators, the columns of 0 and 1 that FeatureEncoder makes of categories and
   * Imputer of missing values: a rare category is not made large. `"all"`, or names.
   */
  readonly columns: "auto" | "all" | readonly string[];
  /** Is the center moved to 0? */
  readonly center: boolean;
  /** Is the spread made 1? */
  readonly scale: boolean;
}
