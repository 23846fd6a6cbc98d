import { FeatureMatrix } from "../../matrix/index.js";
import type { Executor } from "./operation.js";

/** Some columns, in the order given. */
export interface SelectOperation {
  readonly op: "select";
  readonly positions: readonly number[];
}

export const select: Executor<SelectOperation> = {
  block: ({ positions }, { x }) =>
    new FeatureMatrix(
      x.rows,
      positions.map((j) => x.columns[j]!),
      positions.map((j) => x.stores[j]!),
      positions.map((j) => x.provenance[j]!),
    ),
  row: ({ positions }) => {
    const out = new Float64Array(positions.length);
    return (values) => {
      for (let j = 0; j < out.length; j++) out[j] = values[positions[j]!]!;
      return out;
    };
  },
};
