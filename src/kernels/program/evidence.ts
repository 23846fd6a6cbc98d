import { FeatureMatrix, readValues } from "../../matrix/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/** What one column's value says for each class: a parabola about a mean. */
export interface GaussianEvidence {
  readonly mean: Float64Array;
  /** 1 / (2 x variance); 0 where the column says nothing. */
  readonly sharpness: Float64Array;
  readonly bias: Float64Array;
}

/** What one column's code says for each class. Codes outside the table say nothing. */
export interface CodeEvidence {
  /** The code of the first row of the table. */
  readonly lowest: number;
  /** Codes x classes. */
  readonly table: Float64Array;
}

/** A score a class: what is known before, and what each column's value adds. Missing values add nothing. */
export interface EvidenceOperation {
  readonly op: "evidence";
  readonly prior: Float64Array;
  /** One for each column. */
  readonly columns: readonly (GaussianEvidence | CodeEvidence)[];
  readonly names: readonly string[];
}

export const evidence: Executor<EvidenceOperation> = {
  block(operation, { x }) {
    const { prior, columns, names } = operation;
    const classes = prior.length;
    const out = new Float64Array(x.rows * classes);
    for (let i = 0; i < x.rows; i++) out.set(prior, i * classes);
    const values = new Float64Array(x.rows);
    columns.forEach((column, j) => {
      readValues(x.stores[j]!, x.rows, values);
      for (let i = 0; i < x.rows; i++) addEvidence(column, values[i]!, out, i * classes, classes);
    });
    return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, classes));
  },
  row({ prior, columns }) {
    const scores = new Float64Array(prior.length);
    return (values) => {
      scores.set(prior);
      for (let j = 0; j < columns.length; j++) addEvidence(columns[j]!, values[j]!, scores, 0, prior.length);
      return scores;
    };
  },
};

function addEvidence(
  column: GaussianEvidence | CodeEvidence,
  value: number,
  out: Float64Array,
  at: number,
  classes: number,
): void {
  if (Number.isNaN(value)) return;
  if ("table" in column) {
    const row = (value - column.lowest) * classes;
    if (!Number.isInteger(value) || row < 0 || row >= column.table.length) return;
    for (let k = 0; k < classes; k++) out[at + k]! += column.table[row + k]!;
    return;
  }
  for (let k = 0; k < classes; k++) {
    const d = value - column.mean[k]!;
    out[at + k]! += column.bias[k]! - d * d * column.sharpness[k]!;
  }
}
