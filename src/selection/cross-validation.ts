import { KindredError, listed } from "../errors/index.js";
import type { Fold } from "./fold.js";

/** What came out of one fold. */
export interface FoldResult<F> extends Fold {
  /** Every score by its name. */
  readonly scores: Readonly<Record<string, number>>;
  /** The fitted model, where models were to be kept. */
  readonly model?: F;
}

/** Scores of rows that the models had not seen. */
export class CrossValidation<F> {
  /** One result a fold. */
  readonly folds: readonly FoldResult<F>[];
  /** For every row the probability of the positive label by models that had not seen it (their mean, where there were several); NaN where it was never tested. */
  readonly predictions: Float64Array;
  /** The names of the scores. */
  readonly scoring: readonly string[];

  /** @internal */
  constructor(folds: readonly FoldResult<F>[], predictions: Float64Array, scoring: readonly string[]) {
    this.folds = folds;
    this.predictions = predictions;
    this.scoring = scoring;
  }

  /**
   * A score in each fold.
   *
   * @param name - The first score by default.
   */
  scores(name: string = this.scoring[0]!): Float64Array {
    if (!this.scoring.includes(name))
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where: "CrossValidation.scores",
        problem: `there is no score "${name}"`,
        fix: `There are ${listed(this.scoring, 99)}`,
      });
    return Float64Array.from(this.folds, (fold) => fold.scores[name]!);
  }

  /** The mean of a score over folds. */
  mean(name?: string): number {
    const scores = this.scores(name);
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  }

  /**
   * The standard error of that mean, as if folds were independent. They share training rows, so it is a little too small; for the AUC of all
   * rows together see `rocAucEstimate(y, result.predictions)`.
   */
  standardError(name?: string): number {
    const scores = this.scores(name);
    const mean = this.mean(name);
    const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
    return Math.sqrt(squares / (scores.length - 1) / scores.length);
  }

  /** Every score with its mean and standard error, one a line. */
  toText(): string {
    return this.scoring
      .map((name) => `${name}: ${this.mean(name).toFixed(4)} ± ${this.standardError(name).toFixed(4)}`)
      .join("\n");
  }
}
