import { FeatureMatrix } from "../../matrix/index.js";
import type { Executor } from "./operation.js";

/** A transform written as a function of a matrix: works everywhere in process, cannot be exported or sent to a worker. */
export interface OpaqueOperation {
  readonly op: "opaque";
  /** Whose transform it is. */
  readonly kind: string;
  readonly columns: readonly string[];
  readonly run: (x: FeatureMatrix) => FeatureMatrix;
}

/** The author of the transform gets plain float64 rows, whatever the storage: so a block and a row give the same bits. */
export const opaque: Executor<OpaqueOperation> = {
  block: ({ run }, { x }) => run(FeatureMatrix.dense(x.rows, x.columns, x.toDense(), x.provenance)),
  row: ({ run, columns }) => {
    return (values) => run(FeatureMatrix.dense(1, columns, values.slice())).toDense();
  },
};
