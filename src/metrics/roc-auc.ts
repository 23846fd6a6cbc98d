import { areaUnderRoc, normalQuantile } from "../engine/numeric/statistics/index.js";
import type { Labels, Numbers } from "../matrix/index.js";
import { type BinaryOptions, binaryRows, byScore, demandBoth } from "./truth.js";

/**
 * The area under the ROC curve: how likely a positive row has a higher score than another; equal scores count half.
 *
 * @throws KindredError where the truth has one class.
 *
 * @example
 * ```ts
 * import { rocAuc } from "kindred";
 *
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * rocAuc(["no", "yes"], [0.2, 0.9], { positive: "yes" }); // 1
 * ```
 */
export function rocAuc(truth: Labels, scores: Numbers, options: BinaryOptions = {}): number {
  const rows = binaryRows(truth, scores, options, "rocAuc");
  demandBoth(rows, "rocAuc");
  return areaUnderRoc(rows.scores, rows.hits, rows.weights);
}

/** An AUC with what it may be off by. */
export interface AucEstimate {
  /** The area under the ROC curve. */
  readonly auc: number;
  /** The standard error. */
  readonly standardError: number;
  /** The 95 % interval. */
  readonly interval: readonly [number, number];
}

/**
 * The AUC with its standard error (E. DeLong and others, 1988): two models whose AUCs differ by less than that cannot be told apart.
 *
 * @throws KindredError where the truth has one class.
 *
 * @example
 * ```ts
 * import { rocAucEstimate } from "kindred";
 *
 * rocAucEstimate([0, 0, 1, 1, 1], [0.1, 0.4, 0.35, 0.8, 0.7]).standardError;
 * ```
 */
export function rocAucEstimate(
  truth: Labels,
  scores: Numbers,
  options: Omit<BinaryOptions, "sampleWeight"> = {},
): AucEstimate {
  const rows = binaryRows(truth, scores, options, "rocAucEstimate");
  demandBoth(rows, "rocAucEstimate");
  const { positives } = rows;
  const above = placements(rows.scores, rows.hits);
  const auc = above.positive.reduce((sum, value) => sum + value, 0) / positives;
  const spread = (values: readonly number[], mean: number): number =>
    values.length < 2
      ? 0
      : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length;
  const standardError = Math.sqrt(spread(above.positive, auc) + spread(above.negative, auc));
  const z = normalQuantile(0.975);
  return { auc, standardError, interval: [Math.max(0, auc - z * standardError), Math.min(1, auc + z * standardError)] };
}

/** For each positive row the share of negatives below it, and for each negative row the share of positives above it. */
function placements(scores: Float64Array, hits: Uint8Array): { positive: number[]; negative: number[] } {
  const order = byScore(scores);
  const total = hits.reduce((sum, hit) => sum + hit, 0);
  const others = hits.length - total;
  const positive: number[] = [];
  const negative: number[] = [];
  let hitsAbove = 0;
  let missesAbove = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tied = 0;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) tied += hits[order[to++]!]!;
    const tiedOthers = to - from - tied;
    for (let n = 0; n < tied; n++) positive.push((others - missesAbove - tiedOthers / 2) / others);
    for (let n = 0; n < tiedOthers; n++) negative.push((hitsAbove + tied / 2) / total);
    hitsAbove += tied;
    missesAbove += tiedOthers;
    from = to;
  }
  return { positive, negative };
}
