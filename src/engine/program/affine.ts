import { type ColumnStore, FeatureMatrix, isIdentity, materialized, plainStore } from "../../matrix/index.js";
import type { Executor } from "./operation.js";

/** (value - center) * scale, column by column. Codes stay codes: only their map changes. */
export interface AffineOperation {
  readonly op: "affine";
  readonly center: Float64Array;
  readonly scale: Float64Array;
}

export const affine: Executor<AffineOperation> = {
  block: ({ center, scale }, { x }) =>
    new FeatureMatrix(
      x.rows,
      x.columns,
      x.stores.map((store, j) => mapped(store, x.rows, center[j]!, scale[j]!)),
      x.provenance,
    ),
  row:
    ({ center, scale }) =>
    (values) => {
      for (let j = 0; j < values.length; j++) values[j] = (values[j]! - center[j]!) * scale[j]!;
      return values;
    },
};

/** A second map is not folded into the first: that would round differently. */
function mapped(store: ColumnStore, rows: number, center: number, scale: number): ColumnStore {
  if (isIdentity(store)) return { ...store, center, scale };
  return { ...plainStore(materialized(store, rows)), center, scale };
}
