import type { Labels } from "../matrix/index.js";

/** The label of row i, from an array or an Arrow Vector. */
export function labelAt(labels: Labels, i: number): unknown {
  return "get" in labels && typeof labels.get === "function" ? labels.get(i) : (labels as ArrayLike<unknown>)[i];
}
