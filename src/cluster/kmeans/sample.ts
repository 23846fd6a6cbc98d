import { Random } from "../../engine/numeric/random/index.js";
import { pickRows, yieldToEventLoop } from "../../engine/rows/index.js";
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
  const blocks = whole
    ? source.blocks(4096)
    : pickRows(source, await drawnRows(source.rows, rows, seed, training.signal), training.signal);
  const yieldNow = yieldToEventLoop(training.signal);
  let taken = 0;
  for await (const { x, w } of blocks) {
    await yieldNow();
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, values, taken * columns + j, columns);
    });
    if (w !== undefined) weights.set(w, taken);
    taken += x.rows;
  }
  return { sample: { rows, columns, values, weights }, whole };
}

/** The numbers of `wanted` of `all` rows, rising, each as likely as the next. */
async function drawnRows(
  all: number,
  wanted: number,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const random = new Random(seed);
  const yieldNow = yieldToEventLoop(signal);
  const chosen = new Float64Array(wanted);
  let taken = 0;
  for (let row = 0; taken < wanted; row++) {
    if (row % 4096 === 0) await yieldNow();
    if (random.uniform() * (all - row) < wanted - taken) chosen[taken++] = row;
  }
  return chosen;
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
