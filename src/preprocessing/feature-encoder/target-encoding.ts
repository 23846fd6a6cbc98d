import { partOf } from "../../engine/program/index.js";
import { idOf } from "../../engine/rows/index.js";
import type { Training } from "../../estimator/index.js";
import { valueAt } from "../../matrix/index.js";

/** Parts of the training rows: each is encoded by what the others say. */
export const FOLDS = 5;

/** The encoded values of one column: for all rows together, and for each part from the others. */
export interface TargetTable {
  /** Values x outputs. */
  readonly whole: Float64Array;
  /** Parts x values x outputs. */
  readonly crossed: Float64Array;
  /** The mean of the target: what a value that says nothing becomes. */
  readonly prior: Float64Array;
}

/** Sums of the target by part, value and class. */
interface Sums {
  readonly weight: Float64Array;
  readonly hits: Float64Array;
}

/**
 * The mean of the target in each category, drawn towards the overall mean where a category says little (D. Micci-Barreca, 2001; the
 * empirical Bayes weights of scikit-learn's TargetEncoder). One output for two classes, one a class for more.
 */
export async function targetTables(
  training: Training,
  columns: readonly { readonly from: number; readonly values: Float64Array }[],
): Promise<TargetTable[]> {
  const classes = training.classes!.length;
  const outputs = classes === 2 ? 1 : classes;
  const lookups = columns.map(({ values }) => new Map(Array.from(values, (value, k) => [value, k])));
  const sums = columns.map(
    ({ values }): Sums => ({
      weight: new Float64Array(FOLDS * values.length),
      hits: new Float64Array(FOLDS * values.length * outputs),
    }),
  );
  const totals: Sums = { weight: new Float64Array(FOLDS), hits: new Float64Array(FOLDS * outputs) };
  for await (const block of training.source.blocks(4096)) {
    training.signal?.throwIfAborted();
    for (let i = 0; i < block.x.rows; i++) {
      const weight = block.w === undefined ? 1 : block.w[i]!;
      const part = partOf(idOf(block, i), FOLDS);
      const label = block.y![i]!;
      const output = classes === 2 ? label - 1 : label;
      totals.weight[part]! += weight;
      if (output >= 0) totals.hits[part * outputs + output]! += weight;
      columns.forEach(({ from, values }, c) => {
        const k = lookups[c]!.get(valueAt(block.x.stores[from]!, i));
        if (k === undefined) return;
        const cell = part * values.length + k;
        sums[c]!.weight[cell]! += weight;
        if (output >= 0) sums[c]!.hits[cell * outputs + output]! += weight;
      });
    }
  }
  return columns.map(({ values }, c) => {
    const encode = (skip: number): Float64Array => encoded(sums[c]!, totals, values.length, outputs, skip);
    const crossed = new Float64Array(FOLDS * values.length * outputs);
    for (let part = 0; part < FOLDS; part++) crossed.set(encode(part), part * values.length * outputs);
    return { whole: encode(-1), crossed, prior: priorOf(totals, outputs, -1).prior };
  });
}

function priorOf(totals: Sums, outputs: number, skip: number): { prior: Float64Array; weight: number } {
  const prior = new Float64Array(outputs);
  let weight = 0;
  for (let part = 0; part < FOLDS; part++) {
    if (part === skip) continue;
    weight += totals.weight[part]!;
    for (let c = 0; c < outputs; c++) prior[c]! += totals.hits[part * outputs + c]!;
  }
  return { prior: prior.map((sum) => (weight === 0 ? 0 : sum / weight)), weight };
}

function encoded(sums: Sums, totals: Sums, values: number, outputs: number, skip: number): Float64Array {
  const { prior } = priorOf(totals, outputs, skip);
  const out = new Float64Array(values * outputs);
  for (let k = 0; k < values; k++) {
    let weight = 0;
    const hits = new Float64Array(outputs);
    for (let part = 0; part < FOLDS; part++) {
      if (part === skip) continue;
      const cell = part * values + k;
      weight += sums.weight[cell]!;
      for (let c = 0; c < outputs; c++) hits[c]! += sums.hits[cell * outputs + c]!;
    }
    for (let c = 0; c < outputs; c++) {
      const overall = prior[c]!;
      const variance = overall * (1 - overall);
      const mean = weight === 0 ? 0 : hits[c]! / weight;
      const trust = weight === 0 || variance === 0 ? 0 : (variance * weight) / (variance * weight + mean * (1 - mean));
      out[k * outputs + c] = trust * mean + (1 - trust) * overall;
    }
  }
  return out;
}
