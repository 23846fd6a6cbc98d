import {
  codeCounts,
  countedCodes,
  type DistinctValues,
  distinctValues,
  summarize,
  valuesOfCodes,
} from "../../engine/reducers/index.js";
import { rememberCounts } from "./profile.js";
import { refuseInfinite } from "./refuse.js";
import type { Training } from "./training.js";

/** Distinct values kept for all columns read from a file together. */
const MAX_DISTINCT_VALUES = 1 << 22;
/** Distinct values kept for one of them at least. */
const MIN_DISTINCT_VALUES_PER_COLUMN = 1 << 14;

/**
 * The distinct values of every column with their weights: codes by tables in one pass, other columns in a second one. They are exact, but for
 * columns of a file with more distinct values than memory is spent on: those lose their last bits (`error`). Infinite values are refused
 * by name.
 */
export async function countValues(training: Training): Promise<DistinctValues[]> {
  const { plan } = training.source;
  const given = countedCodes(plan);
  const isCounted = (j: number): boolean => given.slots![j + 1]! > given.slots![j]!;
  const positions = plan.map((_, j) => j);
  const others = positions.filter((j) => !isCounted(j));
  const codes = others.length < plan.length ? await training.reduce(codeCounts, given) : undefined;
  const rest = others.length > 0 ? await countOthers(training, others) : [];
  const counts = positions.map((j) => (isCounted(j) ? valuesOfCodes(codes!, given, j) : rest[others.indexOf(j)]!));
  rememberCounts(training.source, counts);
  refuseInfinite(
    training,
    counts.map((count) => count.infinite),
  );
  return counts;
}

async function countOthers({ source, signal, progress }: Training, positions: number[]): Promise<DistinctValues[]> {
  const most =
    source.memory === undefined
      ? Math.max(MIN_DISTINCT_VALUES_PER_COLUMN, Math.floor(MAX_DISTINCT_VALUES / positions.length))
      : Number.POSITIVE_INFINITY;
  const params = { positions: Int32Array.from(positions), most: Float64Array.of(most) };
  const onRows = (done: number): void => progress(done, source.rows);
  return (await summarize(source, distinctValues, params, { signal, onRows })).result();
}
