/** How the values of a column lie. */
export interface ValueSpread {
  readonly mean: number;
  readonly variance: number;
  readonly smallest: number;
  readonly largest: number;
}

/** How far the variance of a column may lie from that of two values, as a share of its squared range. */
const ROUNDING = 1e-6;

/** Does a column hold two values? They have the variance (mean - lower) (upper - mean), and no others of that range and mean have. */
export function hasTwoValues({ mean, variance, smallest, largest }: ValueSpread): boolean {
  const range = largest - smallest;
  return range > 0 && Math.abs(variance - (mean - smallest) * (largest - mean)) <= ROUNDING * range * range;
}
