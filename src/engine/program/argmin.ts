import { FeatureMatrix, readValues } from "../../matrix/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/** The position of each row's smallest value, the first one of ties; NaN where any value is. */
export interface ArgminOperation {
  readonly op: "argmin";
  readonly name: string;
}

export const argmin: Executor<ArgminOperation> = {
  block(operation, { x }) {
    const width = x.columns.length;
    const values = new Float64Array(x.rows * width);
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, values, j, width);
    });
    const out = new Float64Array(x.rows);
    for (let i = 0; i < x.rows; i++) out[i] = smallest(values, i * width, width);
    return FeatureMatrix.dense(x.rows, [operation.name], out, allSources(operation, x.provenance, 1));
  },
  row: () => {
    const out = new Float64Array(1);
    return (values) => {
      out[0] = smallest(values, 0, values.length);
      return out;
    };
  },
};

function smallest(values: Float64Array, at: number, width: number): number {
  let best = 0;
  for (let j = 0; j < width; j++) {
    const value = values[at + j]!;
    if (Number.isNaN(value)) return Number.NaN;
    if (value < values[at + best]!) best = j;
  }
  return best;
}
