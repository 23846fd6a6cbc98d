import type { Random } from "../numeric/random/index.js";

/** How often each row is drawn: as many draws as rows with replacement, or as many of each class as the smallest has. */
export function bootstrapCounts(
  rows: Int32Array,
  y: ArrayLike<number>,
  classes: number,
  count: number,
  balanced: boolean,
  random: Random,
): Int32Array {
  const counts = new Int32Array(count);
  if (!balanced) {
    for (let n = 0; n < rows.length; n++) counts[rows[random.below(rows.length)]!]! += 1;
    return counts;
  }
  const byClass = Array.from({ length: classes }, (_, k) => rows.filter((row) => y[row] === k)).filter(
    (one) => one.length > 0,
  );
  const least = Math.min(...byClass.map((one) => one.length));
  for (const one of byClass) for (let n = 0; n < least; n++) counts[one[random.below(one.length)]!]! += 1;
  return counts;
}
