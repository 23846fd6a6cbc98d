import { type ClassifierClass, defineClassifier } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedRandomForest, treesProgram } from "./fitted.js";
import { maxFeaturesSchema, type RandomForestOptions, treeShape } from "./options.js";
import { forestState, type RandomForestState } from "./state.js";

const RandomForestBase: ClassifierClass<RandomForestOptions, FittedRandomForest> = defineClassifier({
  kind: "RandomForest",
  version: 1,
  inMemory: true,
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
 * A random forest: the mean of many trees, each grown on a sample of rows, each split chosen from a few columns. Missing
 * values go left or right, whichever is better at each split.
 *
 * Trees grow side by side on several threads, and are the same for any number of them.
 *
 * **Formula.** The probability of a class is the mean, over trees, of its share in the leaf that a row comes to. Trees
 * grow by Gini's impurity, as a DecisionTree does, each on a sample: as many rows as there are, drawn with replacement,
 * a row that is drawn k times weighing k times as much. A split is the best by `maxFeatures` columns, drawn for it
 * among those that differ within the node; `"sqrt"` is ⌊√columns⌋ of them. `outOfBagScore` is the accuracy, by weight,
 * of the mean of those trees whose sample lacks the row.
 *
 * **Limits.** A column has at most 255 bins (`maxBins`), and is divided as an amount: names go through FeatureEncoder
 * first. Missing and infinite values are learned from. Training rows must fit into memory, and take a byte for each value
 * beside. Without `maxDepth` or a larger `minSamplesLeaf` trees grow until leaves are of one class, so that a fitted
 * forest grows with rows × `trees`. Samples are drawn by position: rows in another order give another forest. Without
 * `bootstrap` there is no `outOfBagScore` (it is NaN).
 *
 * **Source.** L. Breiman, "Random forests", 2001.
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
