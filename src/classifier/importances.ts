import type { Trees } from "../kernels/trees/index.js";

/** The share of each column in the gains of all divisions; all 0 where nothing was divided. */
export function importancesOf({ feature, gain }: Trees, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  let total = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue;
    sums[feature[node]!]! += gain[node]!;
    total += gain[node]!;
  }
  return total > 0 ? sums.map((sum) => sum / total) : sums;
}
