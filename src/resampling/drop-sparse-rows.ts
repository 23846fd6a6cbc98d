import { repeatRows, yieldToEventLoop } from "../engine/rows/index.js";
import { defineResampler, type ResamplerClass, type SameToSame } from "../estimator/index.js";
import { missingShares } from "../matrix/index.js";
import * as z from "../options/schemas.js";

/** Options of DropSparseRows. */
export interface DropSparseRowsOptions {
  /** The largest share of missing values that a row may have to be learned from. */
  readonly maxMissing: number;
}

const DropSparseRowsBase: ResamplerClass<DropSparseRowsOptions, SameToSame> = defineResampler({
  kind: "DropSparseRows",
  version: 1,
  params: z.strictObject({ maxMissing: z.number().min(0).max(1).default(0.5) }),
  accepts: "either",
  async resample(training, { maxMissing }: DropSparseRowsOptions) {
    const { source, signal } = training;
    const counts = new Int32Array(source.rows);
    const yieldNow = yieldToEventLoop(signal);
    for await (const { x, row } of source.blocks(4096)) {
      const shares = missingShares(x);
      for (let i = 0; i < x.rows; i++) counts[row + i] = shares[i]! > maxMissing ? 0 : 1;
      await yieldNow();
    }
    return repeatRows(source, counts);
  },
});

/**
 * Rows of which little is known are not learned from. They are transformed and predicted like all others: the step does nothing
 * after fit.
 *
 * **Formula.** A row that misses m of p columns is learned from where m / p ≤ `maxMissing`, by default 0.5.
 *
 * **Limits.** Rows are read once and may be those of a file larger than memory; rows on Spark are refused. Where no row
 * is left, `fit` throws.
 *
 * **Source.** None: a row's share of missing values is all that counts.
 *
 * @example
 * ```ts
 * import { DropSparseRows, FeatureMatrix, Imputer, Pipeline } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ a: [1, 2, Number.NaN], b: [3, Number.NaN, Number.NaN] });
 * const fitted = await new Pipeline([
 *   ["sparse", new DropSparseRows({ maxMissing: 0.5 })],
 *   ["impute", new Imputer({ strategy: "mean" })],
 * ]).fit(people);
 * fitted.transform(people).column("a"); // [1, 2, 1.5]
 * ```
 */
export class DropSparseRows extends DropSparseRowsBase {}
