import { type ClassifierClass, defineClassifier } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedNaiveBayes } from "./fitted.js";
import type { NaiveBayesOptions } from "./options.js";
import { type NaiveBayesState, naiveBayesState } from "./state.js";

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
    const { learnNaiveBayes } = await import("./learn.js");
    return { state: await learnNaiveBayes(training, params) };
  },
  predictor: ({ priors, columns }: NaiveBayesState, _params, _input, classes) => [
    { op: "naiveBayes", names: classes.map(String), priors, columns },
  ],
  state: naiveBayesState,
});

/**
 * Naive Bayes: within a class, columns are taken to be independent. Codes have a share a value and class, other numbers a normal distribution a
 * class, both in one model (`categorical` says which is which). It learns in one pass over the rows and one over their codes, and
 * ranks well where responders are rare; its probabilities are too sure of themselves, so calibrate them (CalibratedClassifier) where
 * they are more than an order. Values that are missing say nothing, neither do codes that were never seen.
 *
 * **Formula.** ln P(class | x) = ln prior(class) + Σ ln p(value | class) over columns + a constant. For codes p is (w + s) / (W + s V): w the weight of
 * the class's rows with that value, W that of its rows with any, V the number of values, s = `smoothing`. For other numbers p is the density of a normal
 * distribution with the class's mean and variance, to which `varianceSmoothing` times the largest variance of any such column is added (T. Hastie, R. Tibshirani, J. Friedman, "The elements of statistical learning", 2009, chapter 6).
 *
 * **Limits.** Columns are taken to be independent within a class. Codes are columns of at most 30 whole numbers, unless
 * `categorical` names them. Infinite values are refused, and names in `categorical` that the data lack. Rows are read
 * in a few passes and need not fit into memory.
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
