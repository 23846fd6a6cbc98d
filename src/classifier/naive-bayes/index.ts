import { log } from "../../engine/numeric/math/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import { KindredError, listed } from "../../errors/index.js";
import {
  type ClassifierClass,
  classTotalsOf,
  countValues,
  defineClassifier,
  type Training,
} from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedNaiveBayes } from "./fitted.js";
import { categoryEvidence, gaussianEvidence } from "./learn.js";
import type { NaiveBayesOptions } from "./options.js";
import { type NaiveBayesState, naiveBayesState } from "./state.js";

/** Codes have at most this many different values. */
const MAX_CODES = 30;

const NaiveBayesBase: ClassifierClass<NaiveBayesOptions, FittedNaiveBayes> = defineClassifier({
  kind: "NaiveBayes",
  version: 1,
  params: z.strictObject({
    categorical: z.union([z.enum(["auto", "none"]), z.array(z.string()).readonly()]).default("auto"),
    smoothing: z.number().positive().default(1),
    varianceSmoothing: z.number().positive().default(1e-9),
    priors: z.enum(["observed", "uniform"]).default("observed"),
  }),
  traits: { weightsRepeat: true },
  fitted: FittedNaiveBayes,
  async learn(training, params: NaiveBayesOptions) {
    const totals = await classTotalsOf(training);
    const counts = await countValues(training);
    const coded = codedColumns(training, params.categorical, counts);
    const all = totals.reduce((sum, total) => sum + total, 0);
    const present = totals.filter((total) => total > 0).length;
    const priors = totals.map((total) => log(params.priors === "observed" || total === 0 ? total / all : 1 / present));
    const gaussians = await gaussianEvidence(training, coded, totals.length, params.varianceSmoothing);
    const categories = await categoryEvidence(training, coded, counts, totals.length, params.smoothing);
    const columns = training.source.plan.map((_, j) => categories.get(j) ?? gaussians[j]!);
    return { state: { priors, columns } };
  },
  predictor: ({ priors, columns }: NaiveBayesState, _params, _input, classes) => [
    { op: "naiveBayes", names: classes.map(String), priors, columns },
  ],
  state: naiveBayesState,
});

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

/**
 * Naive Bayes: within a class, columns are taken to be independent. Codes have a share a value and class, other numbers a normal distribution a
 * class, both in one model (`categorical` says which is which). It learns in one pass over the rows and one over their codes, and
 * ranks well where responders are rare; its probabilities are too sure of themselves, so calibrate them (CalibratedClassifier) where
 * they are more than an order. Values that are missing say nothing, neither do codes that were never seen.
 *
 * @example
 * ```ts
 * import { NaiveBayes } from "kindred";
 *
 * const people = [[1, 20.5], [1, 31.2], [2, 55.9], [2, 47.1], [1, 44.4], [2, 28.3]];
 * const fitted = await new NaiveBayes().fit(people, ["no", "no", "yes", "yes", "no", "yes"]);
 * fitted.predict([[1, 25.1], [2, 51.7]]); // ["no", "yes"]
 * fitted.evidence(0).kind; // "categories"
 * ```
 */
export class NaiveBayes extends NaiveBayesBase {}
