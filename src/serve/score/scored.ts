import type { Label } from "../../matrix/index.js";
import type { RowFailure, Rows } from "../read/rows.js";

/** What a model says of the rows that it could score. */
export interface Scores {
  /** What the numbers are: the classes of a classifier, the columns of a transformer, `cluster`. */
  readonly names: readonly string[];
  /** Row after row, as many as there are names. */
  readonly values: Float64Array;
  /** The label decided for in each row; of classifiers alone. */
  readonly labels?: readonly Label[];
}

/** All rows of a request and what became of them. */
export interface Scored {
  readonly rows: Rows;
  /** Positions of the rows that have scores. */
  readonly good: Int32Array;
  /** Their scores. */
  readonly scores: Scores;
  /** The other rows, in order. */
  readonly failures: readonly RowFailure[];
}
