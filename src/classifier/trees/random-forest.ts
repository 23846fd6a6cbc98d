import { z } from "zod";
import { type ClassifierClass, defineClassifier } from "../../estimator/index.js";
import { checkTreesState, FittedRandomForest, type RandomForestState, treesProgram } from "./fitted.js";
import { learnForest } from "./learn.js";
import { type MaxFeatures, maxFeaturesSchema, type TreeOptions, treeShape } from "./options.js";

/** Options of RandomForest. */
export interface RandomForestOptions extends TreeOptions {
  /** How many trees grow. */
  readonly trees: number;
  /** How many columns each division chooses from, drawn anew each time. */
  readonly maxFeatures: MaxFeatures;
  /**
   * Does each tree learn from a sample, drawn with replacement: as many rows as there are, or (`"balanced"`) as many of each class as the
   * smallest has? C. Chen, A. Liaw, L. Breiman, "Using random forest to learn imbalanced data", 2004.
   */
  readonly bootstrap: boolean | "balanced";
}

const RandomForestBase: ClassifierClass<RandomForestOptions, FittedRandomForest> = defineClassifier({
  kind: "RandomForest",
  version: 1,
  params: z.strictObject({
    trees: z.number().int().positive().default(100),
    maxFeatures: maxFeaturesSchema.default("sqrt"),
    bootstrap: z.union([z.boolean(), z.literal("balanced")]).default(true),
    ...treeShape,
  }),
  // Samples are drawn by position.
  traits: { missing: "kept", ordered: true, weightsRepeat: false, checkParams: { trees: 6 } },
  fitted: FittedRandomForest,
  learn: async (training, params: RandomForestOptions) => ({ state: await learnForest(training, params) }),
  predictor: (state: RandomForestState, _params, _input, classes) => treesProgram(state, classes),
  validate: (state: RandomForestState, _params, input) => checkTreesState(state, input),
});

/**
 * A random forest (L. Breiman, 2001): the mean of many trees, each grown on a sample of rows, each division chosen from a few columns. Values
 * fall into at most `maxBins` bins a column, and missing values go left or right, whichever is better at each division.
 *
 * Trees grow side by side on several threads, and are the same for any number of them.
 *
 * @example
 * ```ts
 * import { RandomForest } from "kindred";
 *
 * const people = Array.from({ length: 60 }, (_, i) => [i % 10, i % 7]);
 * const fitted = await new RandomForest({ trees: 20 }).fit(people, people.map(([a]) => (a! > 5 ? "yes" : "no")));
 * fitted.predict([[9, 3], [1, 3]]); // ["yes", "no"]
 * fitted.outOfBagScore > 0.9; // true
 * ```
 */
export class RandomForest extends RandomForestBase {}
