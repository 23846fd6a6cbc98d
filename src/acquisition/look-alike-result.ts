import { printed } from "../errors/index.js";
import type { Numbers } from "../matrix/index.js";
import type { AucEstimate } from "../metrics/index.js";
import type { FittedPredictor } from "../selection/index.js";
import { posterior } from "./positive-unlabelled.js";

/** Scores of both files. */
export interface LookAlikeScores {
  /** One a row of the population, in its order. */
  readonly population: Float64Array;
  /** One a row of the customer file. */
  readonly customers: Float64Array;
}

/** What a look-alike model is made from. @internal */
export interface LookAlikeParts<F> {
  readonly model: F;
  readonly auc: AucEstimate;
  readonly missingness?: AucEstimate;
  readonly mailing?: AucEstimate;
  readonly scores: LookAlikeScores;
  readonly odds?: number;
  readonly known: Uint8Array;
  readonly notes: readonly string[];
}

/** Who is kindred to the customers, and how far to believe it. */
export class LookAlike<F extends FittedPredictor = FittedPredictor> {
  static {
    printed(LookAlike.prototype);
  }

  /** Learned from everybody: for people to come. Its classes are 0, strangers, and 1, customers. */
  readonly model: F;
  /** How well scores tell customers from the population, by models that had not seen them. */
  readonly auc: AucEstimate;
  /** How well nothing but what is missing tells them apart; absent where nothing is missing. What it reaches is no likeness. */
  readonly missingness?: AucEstimate;
  /** How well scores tell who responded to the mailing, where there was one. */
  readonly mailing?: AucEstimate;
  /** The score of everybody by models that had not seen them. Ranks people; no probability of being kindred. */
  readonly scores: LookAlikeScores;
  /** For each row of the population the probability of being kindred, 1 for customers in it; absent without a correction, too high where that gives a bound. */
  readonly kindred?: Float64Array;
  /** Which share of the strangers is kindred at most; absent without a correction. */
  readonly share?: number;
  /** What the figures rest on. */
  readonly notes: readonly string[];
  readonly #odds: number | undefined;

  /** @internal */
  constructor({ model, auc, missingness, mailing, scores, odds, known, notes }: LookAlikeParts<F>) {
    this.model = model;
    this.auc = auc;
    if (missingness !== undefined) this.missingness = missingness;
    if (mailing !== undefined) this.mailing = mailing;
    this.scores = scores;
    this.notes = notes;
    this.#odds = odds;
    if (odds === undefined) return;
    const kindred = scores.population.map((score, row) => (known[row] === 1 ? 1 : posterior(score, odds)));
    const strangers = kindred.filter((_, row) => known[row] === 0);
    this.kindred = kindred;
    this.share = strangers.reduce((sum, value) => sum + value, 0) / strangers.length;
  }

  /**
   * The probability of being kindred behind scores of `model`, for people of neither file; the scores as they are without a correction.
   *
   * @param scores - Its probabilities of class 1.
   */
  posterior(scores: Numbers): Float64Array {
    const odds = this.#odds;
    return Float64Array.from(scores, (score) => (odds === undefined ? score : posterior(score, odds)));
  }

  /** The AUCs, the share of kindred people, and what they rest on. */
  toText(): string {
    const { missingness, mailing, share } = this;
    return [
      `customers against population: AUC ${figures(this.auc)}`,
      missingness === undefined
        ? "by what is missing alone: nothing is missing"
        : `by what is missing alone: AUC ${figures(missingness)}`,
      ...(mailing === undefined ? [] : [`responders of the mailing: AUC ${figures(mailing)}`]),
      ...(share === undefined ? [] : [`kindred among strangers: at most ${(100 * share).toFixed(1)} %`]),
      ...this.notes,
    ].join("\n");
  }
}

function figures({ auc, interval: [low, high] }: AucEstimate): string {
  return `${auc.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
