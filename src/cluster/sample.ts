import type { Training } from "../estimator/index.js";
import { Random } from "../kernels/random/index.js";
import { readValues } from "../matrix/index.js";

/** Rows in memory to choose first centres from. */
export interface Sample {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly values: Float64Array;
  readonly weights?: Float64Array;
}

/** Up to this many rows every start runs over all of them; beyond, over a sample of this size. */
export const SAMPLE_ROWS = 50_000;

/** All rows in memory, or as many drawn ones (each as likely as the next, in their order). */
export async function drawSample(training: Training, seed: number): Promise<{ sample: Sample; whole: boolean }> {
  const { source } = training;
  const columns = source.plan.length;
  const whole = source.rows <= SAMPLE_ROWS;
  const rows = Math.min(source.rows, SAMPLE_ROWS);
  const values = new Float64Array(rows * columns);
  let weights: Float64Array | undefined;
  const random = new Random(seed);
  let taken = 0;
  for await (const block of source.blocks(4096)) {
    training.signal?.throwIfAborted();
    if (block.w !== undefined) weights ??= new Float64Array(rows);
    const chosen: number[] = [];
    for (let i = 0; i < block.x.rows && taken + chosen.length < rows; i++) {
      const left = source.rows - block.row - i;
      const wanted = rows - taken - chosen.length;
      if (whole || random.uniform() * left < wanted) chosen.push(i);
    }
    if (chosen.length === 0) continue;
    const picked = chosen.length === block.x.rows ? block.x : block.x.take(chosen);
    picked.stores.forEach((store, j) => {
      readValues(store, picked.rows, values, taken * columns + j, columns);
    });
    for (let k = 0; k < chosen.length && weights !== undefined; k++) weights[taken + k] = block.w![chosen[k]!]!;
    taken += chosen.length;
  }
  return { sample: { rows, columns, values, ...(weights === undefined ? {} : { weights }) }, whole };
}

/** Some rows, one after the other. */
export function rowsOf(
  { columns, values }: Pick<Sample, "columns" | "values">,
  chosen: readonly number[],
): Float64Array {
  const out = new Float64Array(chosen.length * columns);
  chosen.forEach((row, k) => {
    out.set(values.subarray(row * columns, (row + 1) * columns), k * columns);
  });
  return out;
}

/** The squared distances of every row (or of those listed) to some points, row by row. */
export function distancesTo(sample: Sample, points: Float64Array, listed?: Int32Array): Float64Array {
  const { columns, values } = sample;
  const count = points.length / columns;
  const rows = listed === undefined ? sample.rows : listed.length;
  const out = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    const from = (listed === undefined ? i : listed[i]!) * columns;
    for (let p = 0; p < count; p++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        const d = values[from + j]! - points[p * columns + j]!;
        sum += d * d;
      }
      out[i * count + p] = sum;
    }
  }
  return out;
}
