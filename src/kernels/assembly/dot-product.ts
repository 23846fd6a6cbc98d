/** The sum of products of two vectors of float64, two strands side by side. */
export function dotProduct(a: usize, b: usize, count: i32): f64 {
  let sums = f64x2.splat(0);
  const even = a + (<usize>(count & ~1) << 3);
  while (a < even) {
    sums = f64x2.add(sums, f64x2.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  return (count & 1) == 0 ? sum : sum + load<f64>(a) * load<f64>(b);
}
