import { defineTransformer, type TransformerClass } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedPCA } from "./fitted.js";
import type { PCAOptions } from "./options.js";
import { type PCAState, pcaState } from "./state.js";

const PCABase: TransformerClass<PCAOptions, FittedPCA> = defineTransformer({
  kind: "PCA",
  version: 1,
  params: z.strictObject({
    components: z
      .union([z.number().int().positive(), z.number().gt(0).lt(1)], {
        error: "expected a whole number from 1 up, or a share between 0 and 1",
      })
      .optional(),
    solver: z.enum(["auto", "covariance", "randomized", "nipals"]).default("auto"),
    whiten: z.boolean().default(false),
    seed: z.number().int().min(0).default(0),
  }),
  inMemory: ({ solver }: PCAOptions) => solver === "nipals",
  traits: { missing: "refused", checkParams: { components: 1 }, seedParams: { solver: "randomized" } },
  fitted: FittedPCA,
  async learn(training, params: PCAOptions) {
    const { learnComponents } = await import("./learn.js");
    return { state: await learnComponents(training, params) };
  },
  program({ mean, components, variance, single }: PCAState, { whiten }: PCAOptions) {
    const width = mean.length;
    const count = variance.length;
    const weights = new Float64Array(width * count);
    for (let c = 0; c < count; c++) {
      const scale = whiten && variance[c]! > 0 ? 1 / Math.sqrt(variance[c]!) : 1;
      for (let j = 0; j < width; j++) weights[j * count + c] = components[c * width + j]! * scale;
    }
    const names = Array.from({ length: count }, (_, c) => `component${c + 1}`);
    return [
      {
        op: "project",
        weights,
        bias: new Float64Array(count),
        center: mean,
        names,
        single,
        singleSums: single,
        step: "PCA",
      },
    ];
  },
  state: pcaState,
});

/**
 * Principal component analysis: new columns, uncorrelated, in order of the variance that they hold. A component's sign is fixed by
 * its largest loading, which is positive. Variances divide by n - 1. Where columns depend on each other there are fewer directions than columns: a
 * variance that rounding alone can make, by one rule for all solvers (`rank.ts`), is 0, and so are its component and its scores, whitened or not.
 *
 * **Formula.** With rows x of weight w and mean μ, the covariance is C = Σ w (x − μ)(x − μ)ᵀ / (Σ w − 1), and its
 * eigenvectors are C v = λ v with ‖v‖ = 1, those of the largest λ first. A score is (x − μ)·v, divided by √λ where
 * `whiten`; `explainedVarianceRatio` is λ over the sum of the variances of all columns. A share as `components` takes
 * the fewest components whose ratios together exceed it.
 *
 * **Limits.** Missing and infinite values, values whose squares are too large for numbers, and more components than the
 * smaller of rows and columns are refused. The covariance of p columns takes p² numbers of 8 bytes, and its
 * eigenvectors time in p³; rows pass block by block and need not fit into memory. `"randomized"` looks for half as many
 * directions more than components, at least ten more, and passes over the rows six times for them; `"nipals"` takes all
 * rows into memory, and no weights. Scores are rounded to float32 unless a column comes in float64.
 *
 * **Source.** K. Pearson, "On lines and planes of closest fit to systems of points in space", 1901; N. Halko, P.-G.
 * Martinsson, J. Tropp, "Finding structure with randomness", 2011; H. Wold, "Nonlinear estimation by iterative least
 * squares procedures", 1966.
 *
 * @example
 * ```ts
 * import { PCA } from "kindred";
 *
 * const fitted = await new PCA({ components: 1 }).fit([[1, 2.1], [2, 3.9], [3, 6.1], [4, 8]]);
 * fitted.explainedVarianceRatio[0]!; // more than 0.99
 * fitted.transform([[2, 4]]).columns; // ["component1"]
 * ```
 */
export class PCA extends PCABase {}
