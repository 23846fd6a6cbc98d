import { FeatureMatrix, plainStore } from "../../matrix/index.js";
import { missingFlags } from "./by-code.js";
import type { Executor } from "./operation.js";

/** Columns of 0 and 1 behind the others that say which values of chosen columns are missing. */
export interface IndicatorsOperation {
  readonly op: "indicators";
  readonly positions: readonly number[];
  readonly names: readonly string[];
}

export const indicators: Executor<IndicatorsOperation> = {
  block({ positions, names }, { x }) {
    const flags = positions.map((j) => plainStore(missingFlags(x.stores[j]!, x.rows), { missing: -128 }));
    return new FeatureMatrix(
      x.rows,
      [...x.columns, ...names],
      [...x.stores, ...flags],
      [...x.provenance, ...positions.map((j) => ({ ...x.provenance[j]!, category: "missing" }))],
    );
  },
  row: ({ positions }) => {
    let out = new Float64Array(0);
    return (values) => {
      if (out.length === 0) out = new Float64Array(values.length + positions.length);
      out.set(values);
      positions.forEach((j, k) => {
        out[values.length + k] = Number.isNaN(values[j]!) ? 1 : 0;
      });
      return out;
    };
  },
};
