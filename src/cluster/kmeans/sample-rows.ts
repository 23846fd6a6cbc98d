import type { Random } from "../../engine/numeric/random/index.js";

/** Candidates for a centroid that are drawn and compared at once: one pass over the rows serves them all. */
export const CANDIDATES = 4;

/** Positions, each as likely as its weight times its mass; any where there is none. */
export function drawRows(
  weights: Float64Array,
  masses: Float64Array | undefined,
  count: number,
  random: Random,
): number[] {
  const rows = weights.length;
  const up = new Float64Array(rows);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    total += masses === undefined ? weights[i]! : weights[i]! * masses[i]!;
    up[i] = total;
  }
  return Array.from({ length: count }, () =>
    total > 0 ? firstAbove(up, random.uniform() * total) : random.below(rows),
  );
}

/** The first position of a rising list that is above a value. */
function firstAbove(rising: Float64Array, value: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
