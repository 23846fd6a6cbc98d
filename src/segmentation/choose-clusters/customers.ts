import { areaUnderRoc } from "../../engine/numeric/statistics/index.js";

/** Parts that rows are divided into: each is scored by the shares of customers in the others. */
export const FOLDS = 5;

/** How well segments tell customers from others, on rows whose shares were not counted. */
export interface CustomerFit {
  /** The share of the variance of being a customer that segments explain, as its root: Cramér's V, less what it owes to chance. */
  readonly cramersV: number;
  /** The AUC of the segments' shares of customers. */
  readonly auc: number;
  /** Their standard errors over the parts. */
  readonly spread: { readonly cramersV: number; readonly auc: number };
}

/**
 * Counts the share of customers by segment in all parts but one, and holds it against the rows of that part. Segments know nothing of customers,
 * so that only the shares have to be cross-fitted.
 *
 * @param labels - The segment of each row.
 * @param customers - 1 for customers, 0 for others.
 * @param folds - The part of each row.
 */
export function customerFit(
  labels: Int32Array,
  segments: number,
  customers: Uint8Array,
  folds: Uint8Array,
): CustomerFit {
  // By part and segment: others, then customers.
  const counts = Array.from({ length: FOLDS }, () => [new Float64Array(segments), new Float64Array(segments)] as const);
  for (let i = 0; i < labels.length; i++) counts[folds[i]!]![customers[i]!]![labels[i]!]! += 1;
  const all = ([0, 1] as const).map((hit) =>
    Float64Array.from({ length: segments }, (_, s) => counts.reduce((sum, part) => sum + part[hit]![s]!, 0)),
  );
  const [others, hits] = all as [Float64Array, Float64Array];
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const found = counts.map(([own0, own1]) => {
    const rate = (total(hits) - total(own1)) / (total(hits) + total(others) - total(own1) - total(own0));
    const rates = Float64Array.from({ length: segments }, (_, s) => {
      const [hit, miss] = [hits[s]! - own1[s]!, others[s]! - own0[s]!];
      return hit + miss === 0 ? rate : hit / (hit + miss);
    });
    let [explained, variance] = [0, 0];
    for (let s = 0; s < segments; s++) {
      const [hit, miss] = [own1[s]!, own0[s]!];
      variance += hit * (1 - rate) ** 2 + miss * rate ** 2;
      explained += hit * (1 - rates[s]!) ** 2 + miss * rates[s]! ** 2;
    }
    const doubled = Float64Array.from([...rates, ...rates]);
    const weights = [...own0, ...own1];
    const isHit = weights.map((_, at) => (at < segments ? 0 : 1));
    return {
      squared: variance === 0 ? 0 : 1 - explained / variance,
      auc: areaUnderRoc(doubled, isHit, weights),
    };
  });
  const squared = meanAndError(found.map((one) => one.squared));
  const auc = meanAndError(found.map((one) => one.auc));
  const cramersV = Math.sqrt(Math.max(0, squared.mean));
  return {
    cramersV,
    auc: auc.mean,
    // The error of a root is that of the square over twice the root.
    spread: { cramersV: cramersV === 0 ? 0 : squared.error / (2 * cramersV), auc: auc.error },
  };
}

function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(squares / values.length) };
}
