import { log } from "../../engine/numeric/math/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import { KindredError, listed } from "../../errors/index.js";
import { classTotalsOf, countValues, type Training } from "../../estimator/index.js";
import { categoryEvidence, gaussianEvidence } from "./evidence.js";
import type { NaiveBayesOptions } from "./options.js";
import type { NaiveBayesState } from "./state.js";

/** Codes have at most this many different values. */
const MAX_CODES = 30;

/** Priors of the classes, and what each column says for each of them. */
export async function learnNaiveBayes(training: Training, params: NaiveBayesOptions): Promise<NaiveBayesState> {
  const totals = await classTotalsOf(training);
  const counts = await countValues(training);
  const coded = codedColumns(training, params.categorical, counts);
  const all = totals.reduce((sum, total) => sum + total, 0);
  const present = totals.filter((total) => total > 0).length;
  const priors = totals.map((total) => log(params.priors === "observed" || total === 0 ? total / all : 1 / present));
  const gaussians = await gaussianEvidence(training, coded, totals.length, params.varianceSmoothing);
  const categories = await categoryEvidence(training, coded, counts, totals.length, params.smoothing);
  const columns = training.source.plan.map((_, j) => categories.get(j) ?? gaussians[j]!);
  return { priors, columns };
}

/** Which columns hold codes. */
function codedColumns(
  { where, source }: Training,
  categorical: NaiveBayesOptions["categorical"],
  counts: readonly DistinctValues[],
): ReadonlySet<number> {
  const { plan } = source;
  if (categorical === "none") return new Set();
  if (categorical === "auto")
    return new Set(
      plan.flatMap((_, j) => {
        const { values } = counts[j]!;
        return values.length <= MAX_CODES && values.every(Number.isInteger) ? [j] : [];
      }),
    );
  const missing = categorical.filter((name) => !plan.some((column) => column.name === name));
  if (missing.length > 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `categorical names ${listed(missing)}, which the data lack`,
      fix: "Correct the names, or take them off `categorical`",
      column: missing[0]!,
    });
  return new Set(plan.flatMap((column, j) => (categorical.includes(column.name) ? [j] : [])));
}
