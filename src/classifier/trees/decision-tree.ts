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
 * One tree that divides by Gini's impurity (L. Breiman and others, "Classification and regression trees", 1984): easy to read, and weaker than
 * many. Missing values go left or right, whichever is better at each split.
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
