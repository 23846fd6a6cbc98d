import type { ShareSample } from "./share-sample.js";

/** How surely two files' shares are known: variances and covariance of each segment's two shares, and the covariance of all their differences. */
export interface Covariances {
  /** The variance of each segment's share of the customers. */
  readonly customers: Float64Array;
  /** The variance of each segment's share of the other file. */
  readonly others: Float64Array;
  /** The covariance of the two, where customers and others live in the same clusters. */
  readonly shared: Float64Array;
  /** The covariance of the differences of shares, segments x segments. */
  readonly differences: Float64Array;
  /** How many units were drawn, less one for each sample: the degrees of freedom; infinite where rows are independent. */
  readonly degrees: number;
}

/**
 * Covariances of shares: by the binomial formula where rows are independent, and from the totals of clusters where they are not (linearized,
 * one term a cluster; W. Cochran, "Sampling Techniques", 1977, ch. 9A).
 *
 * @param joint - Were both files drawn together, in the same clusters?
 */
export function covariancesOf(customers: ShareSample, others: ShareSample, joint: boolean): Covariances {
  const segments = customers.people.length;
  const c = sharesOf(customers);
  const o = sharesOf(others);
  if (joint) {
    const both = clusterSums(
      [...others.clusters!].map(([cluster, total]) => [customers.clusters!.get(cluster), total]),
      [customers, others],
      [c, o],
    );
    return { ...both, degrees: both.units - 1 };
  }
  const [mine, theirs] = [ownCovariance(customers, c), ownCovariance(others, o)];
  return {
    customers: diagonal(mine.covariance, segments),
    others: diagonal(theirs.covariance, segments),
    shared: new Float64Array(segments),
    differences: mine.covariance.map((value, k) => value + theirs.covariance[k]!),
    degrees: Number.isFinite(mine.units + theirs.units) ? mine.units + theirs.units - 2 : Number.POSITIVE_INFINITY,
  };
}

/** Each segment's share of the weight. */
export function sharesOf({ weight, total }: ShareSample): Float64Array {
  return weight.map((value) => (total > 0 ? value / total : 0));
}

function ownCovariance(sample: ShareSample, shares: Float64Array): { covariance: Float64Array; units: number } {
  if (sample.clusters !== undefined) {
    const found = clusterSums(
      [...sample.clusters.values()].map((total) => [total, undefined]),
      [sample, undefined],
      [shares, shares],
    );
    return { covariance: found.differences, units: found.units };
  }
  const segments = shares.length;
  const covariance = new Float64Array(segments * segments);
  for (let s = 0; s < segments; s++)
    for (let t = 0; t < segments; t++)
      covariance[s * segments + t] =
        (shares[s]! * ((s === t ? 1 : 0) - shares[t]!)) / Math.max(sample.effectiveRows, 1);
  return { covariance, units: Number.POSITIVE_INFINITY };
}

type Totals = readonly [mine: Unit | undefined, theirs: Unit | undefined];
type Unit = { readonly weight: number; readonly hits: Float64Array };

function clusterSums(
  clusters: readonly Totals[],
  samples: readonly [ShareSample, ShareSample | undefined],
  shares: readonly [Float64Array, Float64Array],
): Omit<Covariances, "degrees"> & { readonly units: number } {
  const segments = shares[0].length;
  const customers = new Float64Array(segments);
  const others = new Float64Array(segments);
  const shared = new Float64Array(segments);
  const differences = new Float64Array(segments * segments);
  const [a, b] = [new Float64Array(segments), new Float64Array(segments)];
  for (const [mine, theirs] of clusters) {
    residuals(a, mine, samples[0].total, shares[0]);
    residuals(b, theirs, samples[1]?.total ?? 1, shares[1]);
    for (let s = 0; s < segments; s++) {
      customers[s]! += a[s]! * a[s]!;
      others[s]! += b[s]! * b[s]!;
      shared[s]! += a[s]! * b[s]!;
      for (let t = 0; t < segments; t++) differences[s * segments + t]! += (a[s]! - b[s]!) * (a[t]! - b[t]!);
    }
  }
  const units = clusters.length;
  const factor = units > 1 ? units / (units - 1) : 1;
  for (const sums of [customers, others, shared, differences]) for (let k = 0; k < sums.length; k++) sums[k]! *= factor;
  return { customers, others, shared, differences, units };
}

function residuals(into: Float64Array, unit: Unit | undefined, total: number, shares: Float64Array): void {
  for (let s = 0; s < into.length; s++)
    into[s] = unit === undefined || total === 0 ? 0 : (unit.hits[s]! - unit.weight * shares[s]!) / total;
}

function diagonal(matrix: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, s) => matrix[s * size + s]!);
}

/**
 * How many independent rows a sample amounts to: by its mean design effect over the segments, and by its clusters where it lies in one segment
 * alone, so that nothing says how alike they are.
 */
export function independentRows(sample: ShareSample, variances: Float64Array): number {
  const { clusters, rows, effectiveRows } = sample;
  if (clusters === undefined) return effectiveRows;
  const shares = sharesOf(sample);
  let [effect, segments] = [0, 0];
  for (let s = 0; s < shares.length; s++) {
    if (shares[s]! <= 0 || shares[s]! >= 1) continue;
    effect += (variances[s]! * rows) / shares[s]!;
    segments += 1 - shares[s]!;
  }
  return segments > 0 ? rows / Math.max(1, effect / segments) : Math.min(rows, clusters.size);
}
