/** What a row is called: a class, a segment, a response. */
export type Label = string | number | boolean;

/** As much of an Arrow Vector as labels need. */
export interface LabelVector {
  /** How many labels. */
  readonly length: number;
  /** The label of a row. */
  get(index: number): unknown;
}

/** One label a row: an array, a typed array, or an Arrow Vector. */
export type Labels = ArrayLike<Label> | LabelVector;

/** The label of row i, as a plain value; whatever stands there where it is no label. */
export function labelAt(labels: Labels, i: number): unknown {
  const value: unknown =
    "get" in labels && typeof labels.get === "function" ? labels.get(i) : (labels as ArrayLike<unknown>)[i];
  return typeof value === "bigint" ? Number(value) : value;
}
