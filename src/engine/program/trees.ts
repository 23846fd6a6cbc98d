import { FeatureMatrix, readValues } from "../../matrix/index.js";
import { leafAt, type Trees, usedColumns } from "../trees/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/** What trees answer, added up, and divided by a number. */
export interface TreesOperation {
  readonly op: "trees";
  /** Leaves answer one number, and tree t adds it to output t modulo the number of outputs; or they answer one an output. */
  readonly trees: Trees;
  /** What the sums start from, one an output. */
  readonly base: Float64Array;
  readonly divisor: number;
  readonly names: readonly string[];
}

/** Rows of a piece that stays in the cache while tree after tree looks at it. */
const TILE_ROWS = 256;

export const trees: Executor<TreesOperation> = {
  block(operation, { x }) {
    const { names, trees: forest } = operation;
    const width = x.columns.length;
    const outputs = names.length;
    const used = usedColumns(forest);
    const rows = new Float64Array(TILE_ROWS * width);
    const out = new Float64Array(x.rows * outputs);
    for (let from = 0; from < x.rows; from += TILE_ROWS) {
      const tile = Math.min(TILE_ROWS, x.rows - from);
      for (const column of used) readValues(x.stores[column]!, tile, rows, column, width, from);
      for (let i = 0; i < tile; i++) addRow(operation, rows, i * width, out, (from + i) * outputs);
    }
    return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, outputs));
  },
  row(operation) {
    const out = new Float64Array(operation.names.length);
    return (values) => {
      out.fill(0);
      addRow(operation, values, 0, out, 0);
      return out;
    };
  },
};

/** One row's sums, always in the order of the trees. */
function addRow(
  { trees: forest, base, divisor }: TreesOperation,
  rows: Float64Array,
  at: number,
  out: Float64Array,
  to: number,
): void {
  const { roots, values, width } = forest;
  const outputs = base.length;
  for (let k = 0; k < outputs; k++) out[to + k] = base[k]!;
  for (let t = 0; t < roots.length; t++) {
    const leaf = leafAt(forest, roots[t]!, rows, at);
    if (width === 1) out[to + (t % outputs)]! += values[leaf]!;
    else for (let k = 0; k < width; k++) out[to + k]! += values[leaf * width + k]!;
  }
  if (divisor !== 1) for (let k = 0; k < outputs; k++) out[to + k]! /= divisor;
}
