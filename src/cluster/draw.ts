import type { Random } from "../kernels/random/index.js";

/** Candidates for a centre that are drawn and compared at once: one pass over the rows serves them all. */
export const CANDIDATES = 4;

/** A position, each as likely as its weight times its mass; any where there is none. */
export function draw(
  rows: number,
  weights: Float64Array | undefined,
  masses: Float64Array | undefined,
  random: Random,
): number {
  const massOf = (i: number): number =>
    (weights === undefined ? 1 : weights[i]!) * (masses === undefined ? 1 : masses[i]!);
  let total = 0;
  for (let i = 0; i < rows; i++) total += massOf(i);
  if (!(total > 0)) return random.below(rows);
  const target = random.uniform() * total;
  let sum = 0;
  let last = 0;
  for (let i = 0; i < rows; i++) {
    const mass = massOf(i);
    if (mass > 0) last = i;
    sum += mass;
    if (sum > target) return i;
  }
  return last;
}
