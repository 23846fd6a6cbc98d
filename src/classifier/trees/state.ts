import type { Trees } from "../../engine/trees/index.js";

/** What a classifier of trees learned. */
export interface TreesState {
  /** All trees, one behind the other. */
  readonly trees: Trees;
}

/** What a RandomForest learned. */
export interface RandomForestState extends TreesState {
  /** The share of rows, by weight, that trees which did not learn from them classify correctly; NaN where there are none. */
  readonly outOfBagScore: number;
}

/** What an AdaBoost learned: leaves answer with the say of their tree, for the class they vote for and against the others. */
export interface AdaBoostState extends TreesState {
  /** The say of all trees together. */
  readonly total: number;
}
