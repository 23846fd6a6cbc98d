import { type DistinctValues, ValueCounter } from "../kernels/folds/index.js";
import { breather } from "../kernels/source/index.js";
import { rememberCounts } from "./profile.js";
import { refuseInfinite } from "./refuse.js";
import type { Training } from "./training.js";

/** The distinct values of every column with their weights, in one pass. Infinite values are refused by name. */
export async function countValues(training: Training): Promise<DistinctValues[]> {
  const { source, signal } = training;
  const counter = new ValueCounter(source.plan);
  const breathe = breather(signal);
  for await (const block of source.blocks(4096)) {
    counter.add(block);
    training.progress(block.row + block.x.rows, source.rows);
    await breathe();
  }
  const counts = counter.result();
  rememberCounts(source, counts);
  refuseInfinite(
    training,
    counts.map((count) => count.infinite),
  );
  return counts;
}
