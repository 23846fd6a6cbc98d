import type { GenericArray, NdArray } from "ndarray";
import { KindredError } from "../errors/index.js";
import { type ColumnStore, valueAt } from "./column-store.js";
import { StridedView } from "./strided-view.js";

/** What `view` looks at. */
interface Viewed {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly stores: readonly ColumnStore[];
}

/** An ndarray that reads through to the columns' storage. */
export function viewOf({ rows, columns, stores }: Viewed): NdArray {
  const width = columns.length;
  const values: GenericArray<number> = {
    length: rows * width,
    get: (k) => valueAt(stores[k % width]!, Math.floor(k / width)),
    set: () => {
      throw new KindredError({
        code: "UNSUPPORTED",
        where: "FeatureMatrix.view",
        problem: "a FeatureMatrix is read-only",
        fix: "Copy it with toRows() to change values",
      });
    },
  };
  return new StridedView(values, [rows, width]);
}
