import { defineTransformer, type FittedTransformer, type TransformerClass } from "kindred";
import * as z from "zod";

/** Options of Winsorizer. */
export interface WinsorizerOptions {
  /** The quantile that lower values are raised to. */
  readonly lower: number;
  /** The quantile that higher values are lowered to. */
  readonly upper: number;
}

/** What a Winsorizer learns: the limits of each column. */
export interface WinsorizerState {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const Base: TransformerClass<
  WinsorizerOptions,
  FittedTransformer<WinsorizerOptions, WinsorizerState>
> = defineTransformer({
  kind: "acme/Winsorizer",
  version: 1,
  params: z.strictObject({
    lower: z.number().min(0).max(1).default(0.01),
    upper: z.number().min(0).max(1).default(0.99),
  }),
  fit(x, { lower, upper }): WinsorizerState {
    const sorted = x.columns.map((name) =>
      Float64Array.from(x.column(name))
        .filter((value) => !Number.isNaN(value))
        .sort(),
    );
    return {
      low: sorted.map((values) => quantile(values, lower) ?? Number.NEGATIVE_INFINITY),
      high: sorted.map((values) => quantile(values, upper) ?? Number.POSITIVE_INFINITY),
    };
  },
  transform: (x, { low, high }) =>
    x.toRows().map((row) => row.map((value, j) => Math.min(high[j]!, Math.max(low[j]!, value)))),
});

/** Values outside two quantiles of the training rows are pulled in to them. Missing values stay missing. */
export class Winsorizer extends Base {}

/** A quantile of sorted values, interpolated; nothing where there are none. */
function quantile(sorted: Float64Array, share: number): number | undefined {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below];
  return low === undefined ? undefined : low + (at - below) * ((sorted[below + 1] ?? low) - low);
}
