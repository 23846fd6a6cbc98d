import type { Block } from "../engine/rows/index.js";

/** Weights of rows of a block; ones where none are given. */
export function weightsOf({ x, w }: Block): Float64Array {
  return w ?? new Float64Array(x.rows).fill(1);
}

/** The weight of each of some classes. */
export function classWeights(block: Block, classes: number): Float64Array {
  const weights = weightsOf(block);
  const totals = new Float64Array(classes);
  block.y!.forEach((label, i) => {
    totals[label]! += weights[i]!;
  });
  return totals;
}
