import { FeatureMatrix, type Origin, readValues } from "../../matrix/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/** Every row, less a centre, times a matrix, plus a constant. */
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
  readonly step?: string;
}

export const project: Executor<ProjectOperation> = {
  block(operation, { x }) {
    const { names, weights, bias, single, center } = operation;
    const width = x.columns.length;
    const outputs = names.length;
    const out = single ? new Float32Array(x.rows * outputs) : new Float64Array(x.rows * outputs);
    const rows = new Float64Array(TILE * width);
    const sums = new Float64Array(outputs);
    for (let from = 0; from < x.rows; from += TILE) {
      const tile = Math.min(TILE, x.rows - from);
      x.slice(from, from + tile).stores.forEach((store, j) => {
        readValues(store, tile, rows, j, width);
      });
      for (let i = 0; i < tile; i++) {
        projectRow(rows, i * width, width, weights, bias, center, sums);
        out.set(sums, (from + i) * outputs);
      }
    }
    return FeatureMatrix.dense(x.rows, names, out, provenanceOf(operation, x.provenance));
  },
  row({ weights, bias, single, center }) {
    const sums = new Float64Array(bias.length);
    return (values) => {
      projectRow(values, 0, values.length, weights, bias, center, sums);
      if (single) for (let c = 0; c < sums.length; c++) sums[c] = Math.fround(sums[c]!);
      return sums;
    };
  },
};

const TILE = 256;

function projectRow(
  rows: Float64Array,
  at: number,
  width: number,
  weights: Float64Array,
  bias: Float64Array,
  center: Float64Array | undefined,
  sums: Float64Array,
): void {
  sums.set(bias);
  const outputs = sums.length;
  for (let j = 0; j < width; j++) {
    const value = center === undefined ? rows[at + j]! : rows[at + j]! - center[j]!;
    const w = j * outputs;
    for (let c = 0; c < outputs; c++) sums[c]! += value * weights[w + c]!;
  }
}

function provenanceOf(operation: ProjectOperation, input: readonly Origin[]): readonly Origin[] {
  return allSources(operation, input, operation.names.length, operation.step);
}
