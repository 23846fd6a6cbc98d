import { bayesianRidge } from "../../engine/numeric/optimize/index.js";
import type { RegressionsOperation } from "../../engine/program/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import { yieldToEventLoop } from "../../engine/rows/index.js";
import { notConverged, type Training } from "../../estimator/index.js";
import { GapSums } from "./gap-sums.js";
import { measuredColumns } from "./neighbors.js";
import type { ImputerOptions } from "./options.js";
import { sampleRows } from "./sample-rows.js";
import { fillKind, meanOf } from "./simple-fill.js";

/** Rows learned from, by default. */
const SAMPLE_ROWS = 10_000;

/** Learns to fill some columns by regressions on all others, in turns: those that miss least first. */
export async function learnRegressions(
  training: Training,
  columns: readonly number[],
  counts: readonly DistinctValues[],
  params: ImputerOptions,
): Promise<RegressionsOperation> {
  const { plan } = training.source;
  const chained = measuredColumns(training).filter((j) => counts[j]!.values.length > 0);
  const guesses = Float64Array.from(chained, (j) => meanOf(counts[j]!));
  const sums = new GapSums(await sampleRows(training, params.sample ?? SAMPLE_ROWS, params.seed), chained, guesses);
  const bounds = params.bounds === "none" ? undefined : boundsOf(chained, counts);
  const distances = bounds?.map((bound, at) => bound - guesses[at >> 1]!);
  const order = sums.byMissing();
  const least = params.tolerance * sums.largest;
  const targets: number[] = [];
  const intercepts: number[] = [];
  const coefficients: Float64Array[] = [];
  const yieldNow = yieldToEventLoop(training.signal);
  let isAtRest = chained.length < 2;
  for (let round = 1; round <= params.maxIterations && !isAtRest; round++) {
    sums.startRound();
    for (const [turn, place] of order.entries()) {
      await yieldNow();
      const regression = regressed(sums, place);
      sums.fill(place, regression.coefficients, regression.intercept, distances);
      targets.push(place);
      intercepts.push(regression.intercept);
      coefficients.push(regression.coefficients);
      training.progress((round - 1) * order.length + turn + 1, params.maxIterations * order.length);
    }
    isAtRest = sums.moved() < least;
  }
  if (!isAtRest) training.warn("NOT_CONVERGED", notConverged(params));
  const all = new Float64Array(targets.length * chained.length);
  coefficients.forEach((row, turn) => {
    all.set(row, turn * chained.length);
  });
  return {
    op: "regressions",
    filled: columns.map((position) => {
      const column = plan[position]!;
      if (fillKind(column, training) === "codes")
        return { position, storage: column.storage, codes: counts[position]!.values };
      return { position, storage: column.storage === "float32" ? "float32" : "float64" };
    }),
    chained,
    guesses,
    ...(bounds === undefined ? {} : { bounds }),
    targets: Int32Array.from(targets),
    intercepts: Float64Array.from(intercepts),
    coefficients: all,
  };
}

/** The smallest and the largest known value of each chained column. */
function boundsOf(chained: readonly number[], counts: readonly DistinctValues[]): Float64Array {
  return Float64Array.from(
    chained.flatMap((j) => {
      const { values } = counts[j]!;
      return [values[0]!, values.at(-1)!];
    }),
  );
}

/** One column on all others, over the rows that know it. */
function regressed(sums: GapSums, place: number): { coefficients: Float64Array; intercept: number } {
  const { products, means, weight, width } = sums.centeredWhereKnown(place);
  // A column that no sampled row knows stays at its first guess.
  if (!(weight > 0)) return { coefficients: new Float64Array(width), intercept: 0 };
  const others = Array.from({ length: width }, (_, j) => j).filter((j) => j !== place);
  const inner = new Float64Array(others.length * others.length);
  others.forEach((j, a) => {
    others.forEach((k, b) => {
      inner[a * others.length + b] = products[j * width + k]!;
    });
  });
  const found = bayesianRidge({
    products: inner,
    withTarget: Float64Array.from(others, (j) => products[place * width + j]!),
    targetSquares: products[place * width + place]!,
    weight,
  });
  const coefficients = new Float64Array(width);
  let intercept = means[place]!;
  others.forEach((j, a) => {
    coefficients[j] = found[a]!;
    intercept -= found[a]! * means[j]!;
  });
  return { coefficients, intercept };
}
