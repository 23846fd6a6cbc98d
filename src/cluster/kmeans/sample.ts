import { Random } from "../../engine/numeric/random/index.js";
import { yieldToEventLoop } from "../../engine/rows/index.js";
import { isSingle, type Training } from "../../estimator/index.js";
import { allocate, type FeatureMatrix, type Floats, readValues, storageOf } from "../../matrix/index.js";

/** Rows in memory to choose first centroids from. */
export interface Sample {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; in float32 where no column comes in float64. */
  readonly values: Floats;
  readonly weights: Float64Array;
}

/** Up to this many rows every start runs over all of them; beyond, over a sample of this size. */
export const SAMPLE_ROWS = 50_000;

/** All rows in memory, or as many drawn ones (each as likely as the next, in their order). */
export async function drawSample(training: Training, seed: number): Promise<{ sample: Sample; whole: boolean }> {
  const { source } = training;
  const columns = source.plan.length;
  const whole = source.rows <= SAMPLE_ROWS;
  const rows = Math.min(source.rows, SAMPLE_ROWS);
  const cells = rows * columns;
  const values = isSingle(training) ? new Float32Array(allocate(4 * cells)) : new Float64Array(allocate(8 * cells));
  const weights = new Float64Array(allocate(8 * rows)).fill(1);
  const random = new Random(seed);
  const yieldNow = yieldToEventLoop(training.signal);
  let taken = 0;
  for await (const block of source.blocks(4096)) {
    await yieldNow();
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
    if (block.w !== undefined)
      chosen.forEach((i, k) => {
        weights[taken + k] = block.w![i]!;
      });
    taken += chosen.length;
  }
  return { sample: { rows, columns, values, weights }, whole };
}

/** All rows of a matrix, row by row. */
export function sampleOf({ rows, stores }: FeatureMatrix): Sample {
  const columns = stores.length;
  const isWide = stores.some((store) => storageOf(store.data) === "float64");
  const values = isWide
    ? new Float64Array(allocate(8 * rows * columns))
    : new Float32Array(allocate(4 * rows * columns));
  stores.forEach((store, j) => {
    readValues(store, rows, values, j, columns);
  });
  return { rows, columns, values, weights: new Float64Array(allocate(8 * rows)).fill(1) };
}

/** Some rows in float64, one after the other. */
export function rowsOf({ columns, values }: Sample, chosen: readonly number[]): Float64Array {
  const out = new Float64Array(chosen.length * columns);
  chosen.forEach((row, k) => {
    out.set(values.subarray(row * columns, (row + 1) * columns), k * columns);
  });
  return out;
}
