import type { Program } from "../../engine/program/index.js";
import { boostingTotals, rowCounts, sampledValues, summarize } from "../../engine/reducers/index.js";
import { baseOf } from "../../engine/rows/index.js";
import { type BinOptions, type BoostingRules, binsOf, type ColumnBins, flatTrees } from "../../engine/trees/index.js";
import { KindredError } from "../../errors/index.js";
import type { Training } from "../../estimator/index.js";
import { binProgram } from "./bin-program.js";
import { DistantBoosting } from "./distant-boosting.js";
import type { GradientBoostingOptions } from "./options.js";
import type { GradientBoostingState } from "./state.js";

/** Columns of fractions whose sampled values come here at once: up to 1.6 MB each. */
const COLUMNS_AT_ONCE = 64;
/** More rows than a whole number of 32 bits counts. */
const MAX_ROWS = 2 ** 31 - 1;

/** Learns from rows on other machines what one machine learns from the same rows, to the bit. */
export async function learnDistant(
  training: Training,
  params: GradientBoostingOptions,
  classWeights: Float64Array,
  finding: BinOptions,
  rulesOf: (features: readonly ColumnBins[], meanWeight: number) => BoostingRules,
): Promise<GradientBoostingState> {
  const { source, signal } = training;
  const worth = await training.reduce(boostingTotals, { classWeights });
  const [rows, ones, all] = [worth["rows"]![0]!, worth["ones"]![0]!, worth["all"]![0]!];
  if (rows === 0)
    throw new KindredError({
      code: "EMPTY_INPUT",
      where: training.where,
      problem: "no row has any weight",
      fix: "Leave classWeight off",
    });
  const features = await binsOfDistant(training, classWeights, rows, finding);
  const { source: base, program } = baseOf(source);
  const names = source.plan.map(({ name }) => name);
  const toBins: Program = [...program, ...binProgram(features, names)];
  const learning = new DistantBoosting(
    {
      source: await base.remote!.keep(toBins, signal),
      features,
      rows,
      even: ones === rows,
      classWeights,
      totals: worth["weight"] as Float64Array,
    },
    rulesOf(features, all / rows),
    signal,
  );
  for (let iteration = 0; iteration < params.iterations && features.length > 0; iteration++) {
    if (!(await learning.iterate(iteration))) break;
    training.progress(iteration + 1, params.iterations);
  }
  await learning.finish();
  return {
    trees: flatTrees(learning.trees, features, 1),
    base: learning.base,
    watched: new Float64Array(0),
  };
}

/** The bins that `findBins` finds, from values that are counted, or sampled, where the rows are. */
async function binsOfDistant(
  { source, signal }: Training,
  classWeights: Float64Array,
  rows: number,
  finding: BinOptions,
): Promise<ColumnBins[]> {
  const options = { signal };
  const counted = (await summarize(source, rowCounts, { classWeights }, options)).result();
  const rest = counted.flatMap((counts, j) => (counts === undefined ? [j] : []));
  const bins = counted.map((counts, j) => (counts === undefined ? [] : binsOf(j, counts, rows, finding)));
  for (let at = 0; at < rest.length; at += COLUMNS_AT_ONCE) {
    const positions = rest.slice(at, at + COLUMNS_AT_ONCE);
    const asked = { positions: Int32Array.from(positions), classWeights, rows: Float64Array.of(rows) };
    (await summarize(source, sampledValues, asked, options)).result().forEach((values, k) => {
      bins[positions[k]!] = binsOf(positions[k]!, values, rows, finding);
    });
  }
  return bins.flat();
}

/** Refuses by name what needs rows in memory. */
export function refuseDistant(training: Training, { earlyStopping, subsample }: GradientBoostingOptions): void {
  const found = [
    ...(earlyStopping === false ? [] : ["earlyStopping"]),
    ...(training.validation === undefined ? [] : ["validation"]),
    ...(subsample === 1 ? [] : ["subsample"]),
    ...(training.source.rows <= MAX_ROWS ? [] : [`more than ${MAX_ROWS} rows`]),
  ];
  if (found.length === 0) return;
  throw new KindredError({
    code: "UNSUPPORTED",
    where: training.where,
    problem: `rows on a cluster are not learned from with ${found.join(" and ")}`,
    fix: "Leave that out, or draw as many rows as fit: await people.sample(100_000, { seed: 1 })",
  });
}
