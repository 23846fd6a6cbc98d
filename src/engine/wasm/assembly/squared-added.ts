/** Sums of squared differences, two lanes of float64. */
// @ts-ignore: decorator
@inline
export function squaredAdded(sums: v128, x: v128, points: v128): v128 {
  const d = f64x2.sub(x, points);
  return f64x2.add(sums, f64x2.mul(d, d));
}
