import { aucInterval, studentQuantile } from "../../engine/numeric/statistics/index.js";
import { counted, KindredError, listed, printed } from "../../errors/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../../matrix/index.js";
import { type AucEstimate, printedEstimate, rocAucEstimate } from "../../metrics/index.js";
import type { Fold } from "../split/fold.js";
import { selectLabels } from "../split/select-rows.js";
import { shownScore } from "./scoring.js";

/** A difference of more standard errors than this is not chance. */
const MAX_STANDARD_ERRORS = 4;

function shareOf(truth: Labels, rows: Int32Array, positive: Label): number {
  return selectLabels(truth, rows).filter((label) => label === positive).length / rows.length;
}

/** How much better one model is than another. */
export interface Difference {
  /** The mean over folds. */
  readonly difference: number;
  /** Its standard error. */
  readonly standardError: number;
  /** The 95 % interval: where it holds 0, the two do not differ clearly. */
  readonly interval: readonly [number, number];
}

/** What came out of one fold. */
export interface FoldResult<F> extends Fold {
  /** The label that counted as positive. */
  readonly positive: Label;
  /** The probability of that label for each tested row. */
  readonly predictions: Numbers;
  /** Every score by its name. */
  readonly scores: Readonly<Record<string, number>>;
  /** The fitted model, where models were to be kept. */
  readonly model?: F;
}

/** Scores of rows that the models had not seen. */
export class CrossValidation<F> {
  static {
    printed(CrossValidation.prototype);
  }

  /** One result a fold. */
  readonly folds: readonly FoldResult<F>[];
  /** For every row the probability of the positive label by models that had not seen it (their mean, where there were several); NaN where it was never tested. */
  readonly predictions: Float64Array;
  /** The names of the scores. */
  readonly scoring: readonly string[];

  readonly #truth: Labels;
  readonly #inTime: boolean;
  readonly #about: readonly string[];

  /** @internal */
  constructor(
    folds: readonly FoldResult<F>[],
    predictions: Float64Array,
    scoring: readonly string[],
    truth: Labels,
    inTime = false,
    about: readonly string[] = [],
  ) {
    this.#about = about;
    this.folds = folds;
    this.predictions = predictions;
    this.scoring = scoring;
    this.#truth = truth;
    this.#inTime = inTime;
  }

  /**
   * The mean AUC of the folds with the standard error that comes of how few positives there are; the spread over folds knows of the folds
   * alone. Scores of two folds are never compared: their models may be on different scales.
   *
   * @throws KindredError where the tested rows of a fold are of one class.
   */
  get aucEstimate(): AucEstimate {
    const folds = this.folds.map(({ test, predictions, positive }) =>
      rocAucEstimate(selectLabels(this.#truth, test), predictions, { positive }),
    );
    const auc = folds.reduce((sum, fold) => sum + fold.auc, 0) / folds.length;
    const variance = folds.reduce((sum, fold) => sum + fold.standardError ** 2, 0) / folds.length ** 2;
    // Testing the same rows again does not make more of them.
    const standardError = Math.sqrt(variance * this.#timesTested);
    const { positive } = this.folds[0]!;
    const tested = Int32Array.from(new Set(this.folds.flatMap(({ test }) => Array.from(test))));
    const positives = shareOf(this.#truth, tested, positive) * tested.length;
    const interval = aucInterval(auc, standardError ** 2, positives, tested.length - positives, 0.95);
    return printedEstimate({ auc, standardError, interval });
  }

  /** How often each tested row was tested, on average. */
  get #timesTested(): number {
    const rows = this.predictions.reduce((count, said) => (Number.isNaN(said) ? count : count + 1), 0);
    return this.folds.reduce((sum, { test }) => sum + test.length, 0) / rows;
  }

  /**
   * How much better this model is than another one that was tested in the same folds, with what that may be off by: compared fold by fold, since
   * both find the same folds easy. The error counts that folds share training rows (C. Nadeau, Y. Bengio, 2003), which an error of independent
   * folds would not. The interval is of Student's t with one degree of freedom less than there are folds for each time that the rows were divided: two
   * folds tell next to nothing.
   *
   * @param other - Scores of the other model in the same folds.
   * @param name - The first score by default.
   * @throws KindredError where the folds differ, or there is one.
   */
  differenceFrom(other: CrossValidation<unknown>, name: string = this.scoring[0]!): Difference {
    if (this.folds.length < 2)
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where: "CrossValidation.differenceFrom",
        problem: "there is one fold, and nothing to tell how much folds differ",
        fix: "Test both models in several folds",
      });
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
    // Folds of one division tell how much folds differ; to divide the same rows again tells little more.
    const divisions = Math.max(1, Math.round(this.#timesTested));
    const degrees = Math.max(1, differences.length - divisions);
    const reach = studentQuantile(0.975, degrees) * standardError;
    return { difference: mean, standardError, interval: [mean - reach, mean + reach] };
  }

  /**
   * What looked doubtful, as sentences: features that say the label by themselves, classes that some folds are not tested by, and folds whose tested rows hold another share of positives than
   * those learned from, as where times change.
   */
  get warnings(): readonly string[] {
    return [...this.#about, ...this.#rareClasses(), ...this.#changingShares()];
  }

  #rareClasses(): string[] {
    const rows = new Map<Label, number>();
    const folds = new Map<Label, number>();
    for (const { test } of this.folds) {
      const seen = new Set<Label>();
      for (const row of test) {
        const label = labelAt(this.#truth, row) as Label;
        rows.set(label, (rows.get(label) ?? 0) + 1);
        seen.add(label);
      }
      for (const label of seen) folds.set(label, (folds.get(label) ?? 0) + 1);
    }
    const without = [...folds].filter(([, count]) => count < this.folds.length);
    return without.map(
      ([label, count]) =>
        `The class ${JSON.stringify(label)} has ${counted(rows.get(label)!, "tested row")} in ${this.folds.length} folds: ${counted(this.folds.length - count, "fold")} can say nothing of it. Use fewer folds.`,
    );
  }

  #changingShares(): string[] {
    return this.folds.flatMap(({ train, test, positive }, k) => {
      const before = shareOf(this.#truth, train, positive);
      const after = shareOf(this.#truth, test, positive);
      const both = (before * train.length + after * test.length) / (train.length + test.length);
      const chance = Math.sqrt(both * (1 - both) * (1 / train.length + 1 / test.length));
      if (Math.abs(after - before) <= MAX_STANDARD_ERRORS * chance) return [];
      const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
      return [
        `Fold ${k + 1} learns from rows of which ${percent(before)} are positive and is tested by rows of which ${percent(after)} are: the rows differ by more than chance, and so will those to come. ${this.#inTime ? "Look" : "Trust folds in the order of time (TimeSplit), and look"} after probabilities again once new answers are in.`,
      ];
    });
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

  /** Every score with its mean and standard error over folds, one a line; of the AUC its own standard error as well, and what looked doubtful. */
  toText(): string {
    const lines = this.scoring.map(
      (name) =>
        `${shownScore(name)}: ${this.mean(name).toFixed(4)} ± ${this.standardError(name).toFixed(4)} over folds`,
    );
    if (this.scoring.includes("rocAuc"))
      lines.push(`The AUC's standard error, by the number of positives: ${this.aucEstimate.standardError.toFixed(4)}`);
    return [...lines, ...this.warnings].join("\n");
  }
}
