import type { Program } from "../../engine/program/index.js";
import type { Trees } from "../../engine/trees/index.js";
import { FittedClassifier } from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import type { DecisionTreeOptions, RandomForestOptions } from "./options.js";
import type { RandomForestState, TreesState } from "./state.js";

/** A fitted classifier that is made of trees. */
export class FittedTrees<P extends object = object, S extends TreesState = TreesState> extends FittedClassifier<P, S> {
  /**
   * The share of each column in what all splits gained (lowered the loss or the impurity by), in the order of `inputColumns`: they add up to
   * 1, or are all 0 where nothing was divided.
   */
  get importances(): Float64Array {
    const { feature, gain } = this.state.trees;
    const sums = new Float64Array(this.inputColumns.length);
    let total = 0;
    feature.forEach((column, node) => {
      if (column < 0) return;
      sums[column]! += gain[node]!;
      total += gain[node]!;
    });
    return total > 0 ? sums.map((sum) => sum / total) : sums;
  }

  /** The trees as flat arrays. */
  get trees(): Trees {
    return this.state.trees;
  }
}

/** A fitted DecisionTree. */
export class FittedDecisionTree extends FittedTrees<DecisionTreeOptions> {}

/** A fitted RandomForest. */
export class FittedRandomForest extends FittedTrees<RandomForestOptions, RandomForestState> {
  /**
   * The accuracy on the training rows, each answered by the trees that did not learn from it (nor from a row that repeats it); NaN without a
   * bootstrap.
   */
  get outOfBagScore(): number {
    return this.state.outOfBagScore;
  }
}

/** The mean answer of trees whose leaves answer with the shares of the classes. */
export function treesProgram({ trees }: TreesState, classes: readonly Label[]): Program {
  const base = new Float64Array(classes.length);
  return [{ op: "trees", trees, base, divisor: trees.roots.length, names: classes.map(String) }];
}
