import { Random } from "../../engine/numeric/random/index.js";
import { flatTrees, growClassTree } from "../../engine/trees/index.js";
import { type ClassifierClass, defineClassifier, weighedRows } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedDecisionTree, treesProgram } from "./fitted.js";
import { type DecisionTreeOptions, maxFeaturesSchema, rulesOf, treeShape } from "./options.js";
import { type TreesState, treesState } from "./state.js";

const DecisionTreeBase: ClassifierClass<DecisionTreeOptions, FittedDecisionTree> = defineClassifier({
  kind: "DecisionTree",
  version: 1,
  inMemory: true,
  params: z.strictObject({ maxFeatures: maxFeaturesSchema.default("all"), ...treeShape }),
  // A leaf counts rows, whatever they weigh.
  traits: { missing: "kept", weightsRepeat: false, seedParams: { maxFeatures: 1 } },
  fitted: FittedDecisionTree,
  async learn(training, params: DecisionTreeOptions) {
    const { rows, learn, weights } = await weighedRows(training, params);
    const rules = rulesOf(params, params.maxFeatures, training.source.plan.length, training.where);
    const tree = growClassTree(rows, learn.slice(), weights, rules, new Random(params.seed, "tree", 0));
    return { state: { trees: flatTrees([tree], rows.features, rows.classes) } };
  },
  predictor: (state: TreesState, _params, _input, classes) => treesProgram(state, classes),
  state: treesState,
});

/**
 * One tree that divides by Gini's impurity: easy to read, and weaker than many. Missing values go left or right,
 * whichever is better at each split.
 *
 * **Formula.** Let the rows of a node weigh T, those of class k of them t; a split, which asks whether one column is at
 * most a number, sends the weights L and l to the left, R and r to the right. The split with the largest gain
 * Σ l² / L + Σ r² / R − Σ t² / T over classes is taken: by so much it lowers T times Gini's impurity 1 − Σ (t / T)². A
 * leaf gives each class the probability t / T.
 *
 * **Limits.** It grows until leaves are of one class or no split gains, unless `maxDepth` or `minSamplesLeaf` end it
 * before; such a tree knows its training rows by heart. Columns are divided as amounts, so names go through
 * FeatureEncoder first. A column has at most 255 bins (`maxBins`), and splits lie between bins. Infinite values are
 * learned from; a missing value at a split that saw none goes where more rows went. `minSamplesLeaf` counts rows,
 * whatever they weigh; rows of weight 0 are left out. Training rows must fit into memory, and take a byte for each value
 * beside. One thread is used.
 *
 * **Source.** L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and regression trees", 1984.
 *
 * @example
 * ```ts
 * import { DecisionTree } from "kindred";
 *
 * const fitted = await new DecisionTree({ maxDepth: 2 }).fit([[1, 5], [2, 3], [8, 4], [9, 1]], ["no", "no", "yes", "no"]);
 * fitted.predict([[8, 5], [1, 1]]); // ["yes", "no"]
 * ```
 */
export class DecisionTree extends DecisionTreeBase {}
