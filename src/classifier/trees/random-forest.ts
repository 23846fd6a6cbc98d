import { type ClassifierClass, defineClassifier } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedRandomForest, treesProgram } from "./fitted.js";
import { maxFeaturesSchema, type RandomForestOptions, treeShape } from "./options.js";
import { forestState, type RandomForestState } from "./state.js";

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
  async learn(training, params: RandomForestOptions) {
    const { learnForest } = await import("./learn.js");
    return { state: await learnForest(training, params) };
  },
  predictor: (state: RandomForestState, _params, _input, classes) => treesProgram(state, classes),
  state: forestState,
});

/**
 * A random forest (L. Breiman, 2001): the mean of many trees, each grown on a sample of rows, each split chosen from a few columns. Values
 * fall into at most `maxBins` bins a column, and missing values go left or right, whichever is better at each split.
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
