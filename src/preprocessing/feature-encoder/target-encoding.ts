import { targetSums } from "../../engine/reducers/index.js";
import type { Training } from "../../estimator/index.js";

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

/** Sums of the target by value, part and class. */
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
  const starts = new Int32Array(columns.length + 1);
  columns.forEach(({ values }, c) => {
    starts[c + 1] = starts[c]! + values.length;
  });
  const known = new Float64Array(starts.at(-1)!);
  columns.forEach(({ values }, c) => {
    known.set(values, starts[c]!);
  });
  const { weight, hits, totalWeight, totalHits } = (await training.reduce(targetSums, {
    columns: Int32Array.from(columns, ({ from }) => from),
    starts,
    values: known,
    settings: Int32Array.of(FOLDS, outputs),
  })) as Record<string, Float64Array>;
  const totals: Sums = { weight: totalWeight!, hits: totalHits! };
  const sums = columns.map((_, c): Sums => {
    const [from, to] = [starts[c]! * FOLDS, starts[c + 1]! * FOLDS];
    return { weight: weight!.subarray(from, to), hits: hits!.subarray(from * outputs, to * outputs) };
  });
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
      const cell = k * FOLDS + part;
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
