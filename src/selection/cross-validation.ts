import { KindredError, listed } from "../errors/index.js";
import { normalQuantile } from "../kernels/statistics/index.js";
import type { Label, Labels } from "../matrix/index.js";
import { type AucEstimate, rocAucEstimate } from "../metrics/index.js";
import type { Fold } from "./fold.js";
import { takeLabels, takeNumbers } from "./take.js";

/** How much better one model is than another. */
export interface Difference {
  /** The mean over folds. */
  readonly difference: number;
  /** Its standard error. */
  readonly standardError: number;
  /** The 95 % interval: where it holds 0, the two cannot be told apart. */
  readonly interval: readonly [number, number];
}

/** What came out of one fold. */
export interface FoldResult<F> extends Fold {
  /** The label that counted as positive. */
  readonly positive: Label;
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

  readonly #truth: Labels;

  /** @internal */
  constructor(folds: readonly FoldResult<F>[], predictions: Float64Array, scoring: readonly string[], truth: Labels) {
    this.folds = folds;
    this.predictions = predictions;
    this.scoring = scoring;
    this.#truth = truth;
  }

  /**
   * The AUC of all tested rows together with its own standard error, which counts how few responders there are; the spread over folds knows
   * of the folds alone.
   *
   * @throws KindredError where the tested rows are of one class.
   */
  get aucEstimate(): AucEstimate {
    const { predictions } = this;
    const rows = Int32Array.from({ length: predictions.length }, (_, i) => i).filter(
      (i) => !Number.isNaN(predictions[i]!),
    );
    return rocAucEstimate(takeLabels(this.#truth, rows), takeNumbers(predictions, rows), {
      positive: this.folds[0]!.positive,
    });
  }

  /**
   * How much better this model is than another one that was tested in the same folds, with what that may be off by: compared fold by fold, since
   * both find the same folds easy. The error counts that folds share training rows (C. Nadeau, Y. Bengio, 2003), which an error of independent
   * folds would not.
   *
   * @param other - Scores of the other model in the same folds.
   * @param name - The first score by default.
   * @throws KindredError where the folds differ.
   */
  differenceFrom(other: CrossValidation<unknown>, name: string = this.scoring[0]!): Difference {
    const alike =
      this.folds.length === other.folds.length &&
      this.folds.every(({ test }, k) => String(test) === String(other.folds[k]!.test));
    if (!alike)
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where: "CrossValidation.differenceFrom",
        problem: "the two were not tested in the same folds",
        fix: "Give both the same folds: the same number and seed, or the same splitter",
      });
    const theirs = other.scores(name);
    const differences = this.scores(name).map((score, k) => score - theirs[k]!);
    const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (differences.length - 1);
    const shared = this.folds.reduce((sum, { test, train }) => sum + test.length / train.length, 0) / this.folds.length;
    const standardError = Math.sqrt(variance * (1 / differences.length + shared));
    const reach = normalQuantile(0.975) * standardError;
    return { difference: mean, standardError, interval: [mean - reach, mean + reach] };
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
   * The standard error of that mean, as if folds were independent. They share training rows, so it is a little too small; for the AUC see
   * `aucEstimate`.
   */
  standardError(name?: string): number {
    const scores = this.scores(name);
    const mean = this.mean(name);
    const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
    return Math.sqrt(squares / (scores.length - 1) / scores.length);
  }

  /** Every score with its mean and standard error over folds, one a line; the AUC of all rows together with its own. */
  toText(): string {
    const lines = this.scoring.map(
      (name) => `${name}: ${this.mean(name).toFixed(4)} ± ${this.standardError(name).toFixed(4)} over folds`,
    );
    if (!this.scoring.includes("rocAuc")) return lines.join("\n");
    const { auc, standardError } = this.aucEstimate;
    return [...lines, `rocAuc of all rows together: ${auc.toFixed(4)} ± ${standardError.toFixed(4)}`].join("\n");
  }
}
