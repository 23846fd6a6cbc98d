import { hashed } from "../../engine/numeric/random/index.js";
import { type Block, collect, idOf, repeatRows, yieldToEventLoop } from "../../engine/rows/index.js";
import type { Training } from "../../estimator/index.js";

/** At most a number of rows of a weight above zero, in memory: those whose ids hash lowest, whatever blocks they come in. */
export async function sampleRows(training: Training, most: number, seed: number): Promise<Block> {
  const { source, signal } = training;
  const draws = new Float64Array(source.rows).fill(Number.POSITIVE_INFINITY);
  const yieldNow = yieldToEventLoop(signal);
  for await (const block of source.blocks(4096)) {
    for (let i = 0; i < block.x.rows; i++)
      if (block.w === undefined || block.w[i]! > 0) draws[block.row + i] = hashed(idOf(block, i), seed);
    await yieldNow();
  }
  const order = draws.slice().sort();
  const limit = order[Math.min(most, order.length) - 1]!;
  // Of those that draw the limit itself only as many as there is room for.
  let room = Math.min(most, order.length) - lowerBound(order, limit);
  const counts = new Int32Array(source.rows);
  draws.forEach((draw, row) => {
    if (draw === Number.POSITIVE_INFINITY || draw > limit) return;
    if (draw < limit || room-- > 0) counts[row] = 1;
  });
  return collect(repeatRows(source, counts));
}

function lowerBound(sorted: Float64Array, value: number): number {
  const at = sorted.indexOf(value);
  return at < 0 ? sorted.length : at;
}
