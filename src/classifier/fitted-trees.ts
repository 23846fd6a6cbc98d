import { KindredError } from "../errors/index.js";
import { FittedClassifier, type InputSchema } from "../estimator/index.js";
import type { Program } from "../kernels/program/index.js";
import { checkTrees, type Trees } from "../kernels/trees/index.js";
import type { Label } from "../matrix/index.js";
import type { DecisionTreeOptions } from "./decision-tree.js";
import { importancesOf } from "./importances.js";
import type { RandomForestOptions } from "./random-forest.js";

/** What a DecisionTree learned. */
export interface TreesState {
  /** Leaves answer with the shares of the classes. */
  readonly trees: Trees;
}

/** What a RandomForest learned. */
export interface RandomForestState extends TreesState {
  /** The share of rows, by weight, that trees which did not learn from them put right; NaN where there are none. */
  readonly outOfBagScore: number;
}

/** A fitted DecisionTree. */
export class FittedDecisionTree extends FittedClassifier<DecisionTreeOptions, TreesState> {
  /** The share of each column in what all divisions lowered the impurity by, in the order of `inputColumns`; they add up to 1. */
  get importances(): Float64Array {
    return importancesOf(this.state.trees, this.inputColumns.length);
  }

  /** The tree as flat arrays. */
  get trees(): Trees {
    return this.state.trees;
  }
}

/** A fitted RandomForest. */
export class FittedRandomForest extends FittedClassifier<RandomForestOptions, RandomForestState> {
  /** The share of each column in what all divisions lowered the impurity by, in the order of `inputColumns`; they add up to 1. */
  get importances(): Float64Array {
    return importancesOf(this.state.trees, this.inputColumns.length);
  }

  /** The trees as flat arrays. */
  get trees(): Trees {
    return this.state.trees;
  }

  /**
   * The accuracy on the training rows, each answered by the trees that did not learn from it (nor from a row that repeats it); NaN without a
   * bootstrap.
   */
  get outOfBagScore(): number {
    return this.state.outOfBagScore;
  }
}

/** The mean answer of trees of classes. */
export function treesProgram({ trees }: TreesState, classes: readonly Label[]): Program {
  const base = new Float64Array(classes.length);
  return [{ op: "trees", trees, base, divisor: trees.roots.length, names: classes.map(String) }];
}

/** Refuses a loaded state that does not fit its columns. */
export function checkTreesState({ trees }: TreesState, { plan }: InputSchema): void {
  checkTrees(trees, plan.length, trees.width);
  if (trees.roots.length > 0 && trees.width >= 2) return;
  throw new KindredError({ code: "BAD_DOCUMENT", where: "load", problem: "a state has no tree of classes" });
}
