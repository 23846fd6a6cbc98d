import type { FitContext } from "../estimator/index.js";

/** The rows of each class that have any weight. */
export function classRows({ y, classes, sampleWeight }: FitContext): number[][] {
  const rows: number[][] = classes!.map(() => []);
  y!.forEach((label, i) => {
    if (sampleWeight === undefined || sampleWeight[i]! > 0) rows[label]!.push(i);
  });
  return rows;
}
