import { Contributions } from "./contributions.js";
import type { Trees } from "./trees.js";

/** Trees whose answers add up to scores, as an operation of a program holds them. */
export interface ScoreTrees {
  readonly trees: Trees;
  readonly base: Float64Array;
  readonly divisor: number;
}

/**
 * What each column adds to one output of trees, row by row: rows x (columns + 1). The last number of a row is the mean score over the training
 * rows; a row's numbers add up to its score.
 */
export function scoreContributions(
  { trees, base, divisor }: ScoreTrees,
  output: number,
  rows: Float64Array,
  columns: number,
): Float64Array {
  const count = rows.length / columns;
  const width = columns + 1;
  const out = new Float64Array(count * width);
  const shared = trees.width > 1;
  const explain = new Contributions(trees, shared ? output : 0);
  let mean = base[output]!;
  for (let t = shared ? 0 : output; t < trees.roots.length; t += shared ? 1 : base.length) {
    mean += explain.expected(t);
    for (let i = 0; i < count; i++) explain.add(t, rows, i * columns, out, i * width);
  }
  for (let i = 0; i < count; i++) out[i * width + columns] = mean;
  if (divisor !== 1) for (let k = 0; k < out.length; k++) out[k]! /= divisor;
  return out;
}
