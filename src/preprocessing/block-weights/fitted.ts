import { listed } from "../../errors/index.js";
import { FittedTransformer } from "../../estimator/index.js";
import type { BlockWeightsOptions } from "./options.js";
import type { BlockWeightsState, WeightedBlock } from "./state.js";

/** The share of the variance that nominal columns may make without a word. */
const NOMINAL_SHARE = 0.2;
/** Variances of amounts beyond these, either way, are those of columns that were not scaled. */
const MAX_VARIANCE = 100;

/** A fitted BlockWeights. */
export class FittedBlockWeights extends FittedTransformer<BlockWeightsOptions, BlockWeightsState> {
  /** What each column is multiplied with. */
  get scales(): Float64Array {
    return this.state.scales;
  }

  /** The columns by source, and how much of the variance they made before and make now. */
  get blocks(): readonly WeightedBlock[] {
    return this.state.blocks;
  }

  /** The share of the variance that one-hot columns make, as they go out. */
  get nominalShare(): number {
    return nominalShareOf(this.blocks);
  }

  /** What looked doubtful, as sentences: nominal columns that make more than a fifth of the variance, amounts that were not scaled. */
  get warnings(): readonly string[] {
    return weightWarnings(this.blocks);
  }
}

function nominalShareOf(blocks: readonly WeightedBlock[]): number {
  const sum = (some: readonly WeightedBlock[]): number => some.reduce((total, { after }) => total + after, 0);
  const total = sum(blocks);
  return total === 0 ? 0 : sum(blocks.filter(({ nominal }) => nominal)) / total;
}

/** What is doubtful about how blocks were weighed. */
export function weightWarnings(blocks: readonly WeightedBlock[]): string[] {
  const share = nominalShareOf(blocks);
  const unscaled = blocks
    .filter(({ nominal, after }) => !nominal && after > 0 && (after > MAX_VARIANCE || after * MAX_VARIANCE < 1))
    .map(({ source }) => source);
  return [
    ...(share <= NOMINAL_SHARE
      ? []
      : [
          `Nominal columns make ${(100 * share).toFixed(0)} % of the variance: segments will largely follow them. Weigh them less (\`weights\`), or leave out those that segments should not follow.`,
        ]),
    ...(unscaled.length === 0
      ? []
      : [`${listed(unscaled)} came unscaled: the variance is far from 1. Put a Scaler before this step.`]),
  ];
}
