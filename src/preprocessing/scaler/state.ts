import { type Form, forms } from "../../document/index.js";
import type { Curve } from "../../engine/program/index.js";

/** What a Scaler learned. */
export interface ScalerState {
  /** What is subtracted from each column, once it is bent. */
  readonly centers: Float64Array;
  /** What each column is then divided by. */
  readonly scales: Float64Array;
  /** How each column is bent first; none where no column is. One that stays as it is has the center 0 and the scale 1. */
  readonly curves: readonly Curve[];
  /** Are bent values rounded to float32? */
  readonly single: boolean;
}

// Only documents of former versions hold `beyond`.
const limits = {
  seen: forms.optional(forms.pair(forms.number({ infinite: true }), forms.number({ infinite: true }))),
  beyond: forms.optional(forms.oneOf("seen")),
};

/** What a document may hold of it. The center of a column of which no value was known is NaN. */
export const scalerState: Form<ScalerState> = forms.record({
  centers: forms.float64("inputs", { missing: true }),
  scales: forms.float64("inputs", { above: 0 }),
  curves: forms.checked(
    forms.list(
      forms.variants("kind", {
        identity: {},
        log1p: limits,
        yeoJohnson: { lambda: forms.number(), ...limits },
        quantile: {
          quantiles: forms.checked(
            forms.float64("quantiles", { rising: "weakly", missing: true, infinite: true }),
            ({ length }) => (length > 0 ? undefined : "is empty"),
          ),
        },
      }),
    ),
    ({ length }, size) =>
      length === 0 || length === size("inputs") ? undefined : `has ${length} curves for ${size("inputs")} columns`,
  ),
  single: forms.boolean(),
});
