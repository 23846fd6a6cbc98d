import type { ValueSpread } from "../../engine/numeric/statistics/index.js";
import { moments } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import { defineTransformer, refuseInfinite, type Training, type TransformerClass } from "../../estimator/index.js";
import { blocksOf, type SourceBlock } from "./blocks.js";
import { FittedBlockWeights, weightWarnings } from "./fitted.js";
import { type BlockWeightsOptions, blockWeightsParams } from "./options.js";
import { type BlockWeightsState, blockWeightsState, type WeightedBlock } from "./state.js";

const BlockWeightsBase: TransformerClass<BlockWeightsOptions, FittedBlockWeights> = defineTransformer({
  kind: "BlockWeights",
  version: 1,
  params: blockWeightsParams,
  fitted: FittedBlockWeights,
  traits: { checkParams: { weights: { income: 4 } } },
  async learn(training, { method, weights }: BlockWeightsOptions) {
    const { plan, provenance } = training.source;
    const spreads = await spreadsOf(training);
    const names = plan.map(({ name }) => name);
    const blocks = blocksOf(provenance, names, spreads);
    refuseUnknown(weights, blocks, training.where);
    const scales = new Float64Array(plan.length).fill(1);
    const weighted = blocks.map(({ source, columns, nominal }): WeightedBlock => {
      const weight = Object.hasOwn(weights, source) ? weights[source]! : 1;
      const block = { source, columns, nominal };
      const own = nominal ? nominalScales(block, spreads, method) : columns.map(() => 1);
      let [before, after] = [0, 0];
      columns.forEach((j, k) => {
        scales[j] = own[k]! * Math.sqrt(weight);
        before += spreads[j]!.variance;
        after += spreads[j]!.variance * scales[j]! * scales[j]!;
      });
      return { source, columns: columns.length, nominal, before, after };
    });
    for (const warning of weightWarnings(weighted)) training.warn("COLUMNS", warning);
    return { state: { scales, blocks: weighted } };
  },
  program: ({ scales }: BlockWeightsState) => [
    { op: "affine", center: new Float64Array(scales.length), scale: scales },
  ],
  state: blockWeightsState,
});

/**
 * Weighs the one-hot columns of each source so that together they count no more than one standardized scale: a source of 30 categories does not outweigh
 * an amount, nor a rare category a frequent one (standardized, a category of 1 % lies ten standard deviations out, and k-means makes a segment of
 * it). Put it behind the encoder and the Scaler, before PCA or k-means; it makes no difference whether a Scaler changed the one-hot columns before.
 * Columns of two values, flags, are weighed alike; others pass as they are, unless `weights` names them.
 *
 * **Formula.** A column x becomes s x √weight. With r the range of a one-hot column and p the share of rows at its
 * larger value, s is
 *
 * - 1 / r under `"matching"`, √2 / r where the source has this column alone;
 * - 1 / (r √(Σ p (1 − p))) under `"variance"`;
 * - 1 / (r √p √(Σ (1 − p))) under `"mca"`,
 *
 * sums being over the columns of the source. For all other columns s = 1.
 *
 * **Limits.** Infinite values, and names in `weights` that no column comes of, are refused. Only columns of two values
 * get an s of their own: put an encoder before. Where nominal columns still make more than a fifth of the variance, or
 * the variance of an amount is above 100 or below 0.01, `fit` warns. Rows are read twice and need not fit into memory.
 *
 * **Source.** R. Sokal, C. Michener, "A statistical method for evaluating systematic relationships", 1958 (matching);
 * M. Greenacre, "Correspondence analysis in practice", 2007 (mca).
 *
 * @example
 * ```ts
 * import { BlockWeights, FeatureEncoder, KMeans, Pipeline, Scaler } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("AGE,ZONE\n20,a\n30,b\n40,c\n50,d\n60,a\n70,b\n");
 * const segments = new Pipeline([
 *   ["encode", new FeatureEncoder()],
 *   ["scale", new Scaler()],
 *   ["weigh", new BlockWeights()],
 *   ["cluster", new KMeans({ clusters: 2, seed: 1 })],
 * ]);
 * const fitted = await segments.fit(table);
 * fitted.steps.weigh.blocks.map(({ source, columns }) => [source, columns]); // [["AGE", 1], ["ZONE", 4]]
 * fitted.steps.weigh.nominalShare.toFixed(2); // "0.42"
 * ```
 */
export class BlockWeights extends BlockWeightsBase {}

async function spreadsOf(training: Training): Promise<ValueSpread[]> {
  const { weight, sum, smallest, largest, infinite } = (await training.reduce(moments)) as Record<string, Float64Array>;
  refuseInfinite(training, infinite!);
  const means = sum!.map((total, j) => total / weight![j]!);
  const { squares } = await training.reduce(moments, { shift: means });
  return Array.from(means, (mean, j) => ({
    mean,
    // A column of which nothing is known has no variance.
    variance: weight![j]! > 0 ? squares![j]! / weight![j]! : 0,
    smallest: smallest![j]!,
    largest: largest![j]!,
  }));
}

/** What the one-hot columns of a block are multiplied with. A column alone stands for two categories. */
function nominalScales(
  { columns }: SourceBlock,
  spreads: readonly ValueSpread[],
  method: BlockWeightsOptions["method"],
): number[] {
  const alone = columns.length === 1;
  const parts = columns.map((j) => {
    const { mean, variance, smallest, largest } = spreads[j]!;
    const range = largest - smallest;
    const share = (mean - smallest) / range;
    const divisor = method === "mca" ? Math.sqrt(share) : 1;
    return { scale: 1 / (range * divisor), variance: variance / (range * divisor) ** 2 };
  });
  if (method === "matching") return parts.map(({ scale }) => (alone ? Math.SQRT2 : 1) * scale);
  const total = parts.reduce((sum, part) => sum + part.variance, 0);
  return parts.map(({ scale }) => scale / Math.sqrt(total));
}

function refuseUnknown(weights: BlockWeightsOptions["weights"], blocks: readonly SourceBlock[], where: string): void {
  const lost = Object.keys(weights).find((name) => !blocks.some(({ source }) => source === name));
  if (lost === undefined) return;
  throw new KindredError({
    code: "MISSING_COLUMN",
    where,
    problem: `\`weights\` names "${lost}", of which no column comes`,
    fix: "Name source columns, as they are called before they are encoded",
    column: lost,
  });
}
