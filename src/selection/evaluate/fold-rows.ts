import type { Warning } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";

/**
 * What is asked of a model about the rows that it did not learn from: the probabilities and the label decided for (`"labels"`), the probabilities
 * alone, the probability of the second of two classes or of each of more (`"positive"`), or what these are made of (`"scores"`: log odds
 * where the model has them).
 */
export type Ask = "labels" | "probabilities" | "positive" | "scores";

/** One fit: which fold, and what is wanted of it. */
export interface FoldPiece {
  readonly fold: number;
  /** The share of the fold's training rows to learn from; all of them by default. */
  readonly share?: number;
  readonly ask: Ask;
  /** Is the fitted model wanted, too? */
  readonly model?: boolean;
}

/** What comes of one fit. */
export interface FitResult<M> {
  /** The classes that the model knows. */
  readonly classes: readonly Label[];
  /** The names of what was asked for. */
  readonly names: readonly string[];
  /** What was asked for, for each row to be tested. */
  readonly columns: readonly Float64Array[];
  /** The label decided for in each row, where labels were asked for. */
  readonly predicted?: readonly Label[];
  /** The fitted model, where it was wanted. */
  readonly model?: M;
  /** What the fit warned of, on whatever thread it ran. */
  readonly warnings?: readonly Warning[];
}

/** How a fit in a fold runs. */
export interface FoldJob {
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
}

/** Rows in memory divided into folds, in which estimators are fitted. */
export interface FoldRows<E, M> {
  /** How many values the rows have. */
  readonly values: number;
  /** How many folds there are. */
  readonly folds: number;
  /** How many rows are tested in a fold; none where its model learns from all rows. */
  tests(fold: number): number;
  /** Can everything that belongs to the rows go to workers? */
  readonly transferable: boolean;
  /** The rows and folds on their way to workers. */
  transfer(): Promise<unknown>;
  /** Fits an estimator in a fold, and asks the model about the other rows. */
  run(estimator: E, piece: FoldPiece, job: FoldJob): Promise<FitResult<M>>;
}
