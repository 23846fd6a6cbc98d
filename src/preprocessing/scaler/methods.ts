import { bending, type Curve, type SeenRange } from "../../engine/program/index.js";
import { type DistinctValues, moments } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import { countValues, refuseInfinite, refuseTooLarge, type Training } from "../../estimator/index.js";
import { bestLambda, momentsOf } from "./yeo-johnson.js";

/**
 * How a Scaler sees a column: bent, where there is a curve, then moved and stretched. The center of a column of which no value is known is NaN, under
 * every method: nothing is known of where later values stand, so they are missing as well.
 */
export interface Learned {
  readonly centers: ArrayLike<number>;
  readonly scales: ArrayLike<number>;
  readonly curves: readonly Curve[];
}

/** Quantiles of a column, as many as rows but no more than this. */
const QUANTILES = 1000;
const EPSILON = 2 ** -52;

/** Mean and standard deviation; columns whose variance is rounding alone count as constant, and are not stretched. */
export async function standard(training: Training): Promise<Learned> {
  const sums = await training.reduce(moments);
  refuseInfinite(training, sums.infinite!);
  const mean = sums.sum!.map((sum, j) => sum / sums.weight![j]!);
  const around = await training.reduce(moments, { shift: mean });
  refuseTooLarge(training, around.squares!);
  const scales = Float64Array.from(mean, (_, j) =>
    spread(Math.sqrt(around.squares![j]! / around.weight![j]!), mean[j]!, around.weight![j]!),
  );
  return { centers: mean, scales, curves: [] };
}

/** The standard deviation, or 1 where it is rounding alone, which grows with the rows and the mean. */
function spread(deviation: number, mean: number, rows: number): number {
  const share = deviation > 0 ? (rows * EPSILON * mean) / deviation : Number.POSITIVE_INFINITY;
  return rows * EPSILON + share * share >= 1 ? 1 : deviation;
}

/** Ranges smaller than rounding are not stretched. */
function stretch(range: number): number {
  return range < 10 * EPSILON ? 1 : range;
}

/** The smallest value and the range. */
export async function minMax(training: Training): Promise<Learned> {
  const { smallest, largest, infinite } = await training.reduce(moments);
  refuseInfinite(training, infinite!);
  return {
    centers: Float64Array.from(smallest!, (low, j) => (low > largest![j]! ? Number.NaN : low)),
    scales: Float64Array.from(smallest!, (low, j) => stretch(largest![j]! - low)),
    curves: [],
  };
}

/** The largest size. */
export async function maxAbs(training: Training): Promise<Learned> {
  const { smallest, largest, infinite } = await training.reduce(moments);
  refuseInfinite(training, infinite!);
  const scales = Float64Array.from(smallest!, (low, j) => stretch(Math.max(Math.abs(low), Math.abs(largest![j]!))));
  const centers = Float64Array.from(smallest!, (low, j) => (low > largest![j]! ? Number.NaN : 0));
  return { centers, scales, curves: [] };
}

/** The median and the distance between the quartiles. */
export async function robust(training: Training): Promise<Learned> {
  const counts = await countValues(training);
  return {
    centers: Float64Array.from(counts, (column) => quantileOf(column, 0.5)),
    scales: Float64Array.from(counts, (column) => stretch(quantileOf(column, 0.75) - quantileOf(column, 0.25))),
    curves: [],
  };
}

/** The share of values below. */
export async function quantile(training: Training): Promise<Learned> {
  const counts = await countValues(training);
  const steps = Math.min(QUANTILES, training.source.rows);
  const curves = counts.map((column): Curve => {
    const quantiles = Float64Array.from({ length: steps }, (_, q) => quantileOf(column, shareAt(q, steps)));
    for (let q = 1; q < steps; q++) quantiles[q] = Math.max(quantiles[q]!, quantiles[q - 1]!);
    return { kind: "quantile", quantiles };
  });
  const centers = Float64Array.from(counts, ({ values }) => (values.length === 0 ? Number.NaN : 0));
  return { centers, scales: new Float64Array(counts.length).fill(1), curves };
}

/** The q-th of even steps from 0 to 1, rounded as NumPy's percentiles are: on codes a last digit decides between two of them. */
function shareAt(q: number, steps: number): number {
  if (steps === 1) return 0;
  return q === steps - 1 ? 1 : (q * (1 / (steps - 1)) * 100) / 100;
}

/** The power that makes each column most normal, then mean and standard deviation. */
export async function yeoJohnson(training: Training): Promise<Learned> {
  return standardAfter(await countValues(training), (column) => ({
    kind: "yeoJohnson",
    lambda: bestLambda(column),
    ...seenOf(column),
  }));
}

/** The logarithm of 1 + value, then mean and standard deviation. */
export async function log1p(training: Training): Promise<Learned> {
  const counts = await countValues(training);
  counts.forEach(({ values }, j) => {
    const column = training.source.plan[j]!.name;
    if (values.length > 0 && values[0]! <= -1)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: training.where,
        problem: `column "${column}" holds ${values[0]}, and the logarithm of 1 + value needs values above -1`,
        fix: 'Use { method: "yeoJohnson" }, which takes any value',
        column,
        got: values[0],
      });
  });
  return standardAfter(counts, (column) => ({ kind: "log1p", ...seenOf(column) }));
}

function seenOf({ values }: DistinctValues): { readonly seen?: SeenRange } {
  return values.length === 0 ? {} : { seen: [values[0]!, values.at(-1)!] };
}

function standardAfter(counts: readonly DistinctValues[], curveOf: (column: DistinctValues) => Curve): Learned {
  const curves = counts.map(curveOf);
  const parts = counts.map((column, j) => {
    const total = column.weights.reduce((sum, weight) => sum + weight, 0);
    const { mean, deviation } = momentsOf(
      { values: column.values.map(bending(curves[j]!)), weights: column.weights },
      total,
    );
    return { mean, scale: spread(deviation, mean, total) };
  });
  return {
    centers: Float64Array.from(parts, (part) => part.mean),
    scales: Float64Array.from(parts, (part) => part.scale),
    curves,
  };
}

/** The value at a share of the way through all rows, between two rows on the line between them; weights count as rows. */
function quantileOf({ values, weights }: DistinctValues, share: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const at = share * (total - 1);
  const below = Math.floor(at);
  const valueAt = (position: number): number => {
    let sum = 0;
    for (let k = 0; k < values.length; k++) {
      sum += weights[k]!;
      if (position < sum) return values[k]!;
    }
    return values.at(-1) ?? Number.NaN;
  };
  const low = valueAt(below);
  const part = at - below;
  if (part === 0) return low;
  const high = valueAt(below + 1);
  return part < 0.5 ? low + part * (high - low) : high - (high - low) * (1 - part);
}
