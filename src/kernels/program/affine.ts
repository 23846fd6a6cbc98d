import { type ColumnStore, FeatureMatrix, isIdentity, materialized, plainStore } from "../../matrix/index.js";
import type { Executor } from "./operation.js";

/** value * scale + offset, column by column. Codes stay codes: only their map changes. */
export interface AffineOperation {
  readonly op: "affine";
  readonly scale: Float64Array;
  readonly offset: Float64Array;
}

export const affine: Executor<AffineOperation> = {
  block: ({ scale, offset }, { x }) =>
    new FeatureMatrix(
      x.rows,
      x.columns,
      x.stores.map((store, j) => mapped(store, x.rows, scale[j]!, offset[j]!)),
      x.provenance,
    ),
  row:
    ({ scale, offset }) =>
    (values) => {
      for (let j = 0; j < values.length; j++) values[j] = values[j]! * scale[j]! + offset[j]!;
      return values;
    },
};

/** A second map is not folded into the first: (v * a + b) * c + d rounds differently from v * ac + (bc + d). */
function mapped(store: ColumnStore, rows: number, scale: number, offset: number): ColumnStore {
  if (isIdentity(store)) return { ...store, scale, offset };
  return { ...plainStore(materialized(store, rows)), scale, offset };
}
