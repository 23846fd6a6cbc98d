import type { Directions } from "./eigen.js";

/** What a sum of products may be off, as a share of the sizes of its columns: in float64, and where products are in float32. */
const FLOAT64_EPSILON = 2 ** -52;
const FLOAT32_EPSILON = 2 ** -23;

/**
 * Directions less those that rounding made, by one rule for all solvers. Rounding changes the covariance of two columns by up to a unit times
 * the product of their standard deviations s, and so the variance along a direction v by up to unit x (sum of |v| s)^2; finding directions changes it
 * by width x 2^-52 of the largest variance. A variance that is no more than both together is 0, and so is its direction, which
 * could as well be any other. The unit is 2^-52, and 2^-23 where products are taken in float32. Columns of small numbers beside large ones
 * keep their directions.
 */
export function withoutRounding(
  { components, variance }: Directions,
  columnVariances: Float64Array,
  single: boolean,
): Directions {
  const width = columnVariances.length;
  const deviations = columnVariances.map(Math.sqrt);
  const least = width * FLOAT64_EPSILON * Math.max(0, ...variance);
  const kept = variance.map((value, c) => {
    let size = 0;
    for (let j = 0; j < width; j++) size += Math.abs(components[c * width + j]!) * deviations[j]!;
    return value > least + (single ? FLOAT32_EPSILON : FLOAT64_EPSILON) * size * size ? 1 : 0;
  });
  return {
    variance: variance.map((value, c) => (kept[c] === 1 ? value : 0)),
    components: components.map((weight, at) => (kept[Math.floor(at / width)] === 1 ? weight : 0)),
  };
}
