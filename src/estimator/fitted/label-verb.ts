import type { Program } from "../../engine/program/index.js";
import { type Label, valueAt } from "../../matrix/index.js";
import type { CompiledVerb } from "./spec.js";

/**
 * What `predict` does: the predictor's row of values, and from it a label.
 *
 * @param labelOf - The label that a row of values stands for.
 * @param labels - Labels in the form that `predict` gives.
 */
export function labelVerb(
  program: Program,
  labelOf: (values: ArrayLike<number>) => Label,
  labels: (found: Label[]) => ArrayLike<Label>,
): CompiledVerb {
  return {
    program,
    finish: (result) => {
      const values = new Float64Array(result.columns.length);
      const found: Label[] = new Array(result.rows);
      for (let i = 0; i < result.rows; i++) {
        for (let j = 0; j < values.length; j++) values[j] = valueAt(result.stores[j]!, i);
        found[i] = labelOf(values);
      }
      return labels(found);
    },
    finishRow: labelOf,
  };
}
