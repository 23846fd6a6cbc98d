/** Sweeps after which a step is good enough, whatever is left. */
const SWEEPS = 1000;
/** The largest change of a sweep, relative to the whole step, after which the step is exact enough: the next one mends the rest. */
const EXACT = 1e-4;

/**
 * The step d from a point that minimizes gradient · d + ½ dᵀ hessian d + Σ l1 |point + d|, by coordinate descent on the model
 * (J. Friedman, T. Hastie, R. Tibshirani, "Regularization paths for generalized linear models via coordinate descent", 2010).
 */
export function shrunkenStep(
  hessian: Float64Array,
  gradient: Float64Array,
  point: Float64Array,
  l1: Float64Array,
  tolerance: number,
): Float64Array {
  const size = point.length;
  const slope = gradient.slice();
  const step = new Float64Array(size);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let change = 0;
    let longest = 0;
    for (let j = 0; j < size; j++) {
      const bend = hessian[j * size + j]!;
      if (bend <= 0) continue;
      const old = point[j]! + step[j]!;
      const by = shrunken(old - slope[j]! / bend, l1[j]! / bend) - old;
      if (by !== 0) {
        step[j]! += by;
        for (let k = 0; k < size; k++) slope[k]! += by * hessian[j * size + k]!;
      }
      change = Math.max(change, Math.abs(by));
      longest = Math.max(longest, Math.abs(step[j]!));
    }
    if (change <= EXACT * longest || change <= tolerance / 10) break;
  }
  return step;
}

function shrunken(value: number, by: number): number {
  if (value > by) return value - by;
  if (value < -by) return value + by;
  return 0;
}
