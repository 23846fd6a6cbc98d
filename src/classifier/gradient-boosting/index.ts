import { type ClassifierClass, defineClassifier } from "../../estimator/index.js";
import { FittedGradientBoosting } from "./fitted.js";
import { boostingParams, type GradientBoostingOptions } from "./options.js";
import { boostingState, type GradientBoostingState } from "./state.js";

const GradientBoostingBase: ClassifierClass<GradientBoostingOptions, FittedGradientBoosting> = defineClassifier({
  kind: "GradientBoosting",
  version: 1,
  params: boostingParams,
  // A leaf counts rows, whatever they weigh.
  traits: {
    missing: "kept",
    weightsRepeat: false,
    checkParams: { iterations: 10, minSamplesLeaf: 5 },
    seedParams: { subsample: 0.5 },
  },
  fitted: FittedGradientBoosting,
  async learn(training, params: GradientBoostingOptions) {
    const { learnBoosting } = await import("./learn.js");
    return { state: await learnBoosting(training, params) };
  },
  predictor({ trees, base }: GradientBoostingState, _params, _input, classes) {
    const names = classes.map(String);
    const outputs = base.length;
    return [
      { op: "trees", trees, base, divisor: 1, names: outputs === 1 ? [names[1]!] : names },
      { op: "link", link: outputs === 1 ? "logistic" : "softmax", names },
    ];
  },
  state: boostingState,
});

/**
 * Gradient boosting of decision trees on histograms (J. Friedman, "Greedy function approximation: a gradient boosting machine", 2001; G. Ke and
 * others, "LightGBM", 2017): trees grow leaf by leaf on the derivatives of the log loss (for more than two classes softmax, a tree a class).
 *
 * Values fall into at most `maxBins` bins a column; codes are bins as they are. Missing values go left or right, whichever is better at each
 * split. Columns named `categorical` are divided by sets of values; values that were rare or absent at fit go where missing ones go. Words
 * become categories by `FeatureEncoder` with `"ordinal"`.
 *
 * Sums are taken in whole numbers, so that a model depends on neither the order of rows nor the number of threads. Rows on a cluster are learned from where
 * they lie, to the same bits, but not with `earlyStopping`, validation rows or `subsample`.
 *
 * **Formula.** A row of weight w, label y and probability p has the first derivative g = w (p − y) and the second h = w p (1 − p), for K > 2 classes
 * K / (K − 1) times that. With G and H their sums in a leaf and λ = `l2`, the leaf adds −`learningRate` G / (H + λ) to the score, and a split gains
 * G₁² / (H₁ + λ) + G₂² / (H₂ + λ) − G² / (H + λ); λ is larger for splits by ordered sets of categories. The first score is the log odds, or the logarithm of
 * each class's share; probabilities are its logistic function or softmax.
 *
 * **Limits.** Training rows must fit into memory, and take a byte for each value beside. A column has at most 255 bins
 * (`maxBins`), so amounts are split at no more places than that. Missing and infinite values are learned from. Refused
 * are columns that are categorical and monotone at once, `monotone` and the metric `"rocAuc"` for more than two
 * classes, and early stopping where the rows held out are of one class. `minSamplesLeaf` counts rows, whatever they
 * weigh; rows of weight 0 are left out.
 *
 * @example
 * ```ts
 * import { GradientBoosting } from "kindred";
 *
 * const people = Array.from({ length: 200 }, (_, i) => [i % 10, i % 7 === 0 ? Number.NaN : i % 3]);
 * const answers = people.map(([a, b]) => (a! > 6 || Number.isNaN(b!) ? "yes" : "no"));
 * const fitted = await new GradientBoosting({ iterations: 20 }).fit(people, answers);
 * fitted.predict([[9, 1], [2, Number.NaN], [2, 1]]); // ["yes", "yes", "no"]
 * fitted.importances.length; // 2
 * fitted.contributions([[9, 1]]).columns; // ["x0", "x1", "(base)"]
 * ```
 */
export class GradientBoosting extends GradientBoostingBase {}
