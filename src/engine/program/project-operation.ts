/** Every row, less a center, times a matrix, plus a constant; each output's sum in the order of the columns. */
export interface ProjectOperation {
  readonly op: "project";
  /** Columns x outputs, row by row. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  /** What is subtracted from each column before: that loses no digits where values are large. */
  readonly center?: Float64Array;
  readonly names: readonly string[];
  /** Are results rounded to float32? */
  readonly single: boolean;
  /** Is all but the subtraction done in float32 too? For values that are centered, and results that are float32. */
  readonly singleSums?: boolean;
  readonly step?: string;
}
