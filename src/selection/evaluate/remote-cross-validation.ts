import { printed } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import { shownScore } from "./scoring.js";

/** What came out of one fold of rows on a cluster. */
export interface RemoteFoldResult<F> {
  /** How many rows were learned from. */
  readonly train: number;
  /** How many rows were tested. */
  readonly test: number;
  /** The label that counted as positive. */
  readonly positive: Label;
  /** Every score by its name. */
  readonly scores: Readonly<Record<string, number>>;
  /** By how much the AUC may be off at most, since scores were counted in bins; NaN where a class is absent. */
  readonly aucError: number;
  /** The fitted model, where models were to be kept. */
  readonly model?: F;
}

/** Scores of rows on a cluster that the models had not seen. */
export class RemoteCrossValidation<F> {
  static {
    printed(RemoteCrossValidation.prototype);
  }

  /** One result a fold. */
  readonly folds: readonly RemoteFoldResult<F>[];
  /** The names of the scores. */
  readonly scoring: readonly string[];

  /** @internal */
  constructor(folds: readonly RemoteFoldResult<F>[], scoring: readonly string[]) {
    this.folds = folds;
    this.scoring = scoring;
  }

  /** The mean of a score over folds; of the first score by default. NaN for a name that was not asked for. */
  mean(name: string = this.scoring[0]!): number {
    return this.folds.reduce((sum, { scores }) => sum + (scores[name] ?? Number.NaN), 0) / this.folds.length;
  }

  /** How far a score varies over folds: its standard deviation. */
  deviation(name: string = this.scoring[0]!): number {
    const mean = this.mean(name);
    const squares = this.folds.reduce((sum, { scores }) => sum + ((scores[name] ?? Number.NaN) - mean) ** 2, 0);
    return Math.sqrt(squares / (this.folds.length - 1));
  }

  /** The scores as text. */
  toText(): string {
    const rows = this.folds.reduce((sum, { test }) => sum + test, 0);
    const scores = this.scoring.map(
      (name) =>
        `  ${shownScore(name)}: ${this.mean(name).toFixed(4)}, by fold ${this.folds.map((fold) => fold.scores[name]!.toFixed(4)).join(", ")}`,
    );
    return [`${this.folds.length} folds of ${rows.toLocaleString("en-US")} rows on a cluster:`, ...scores].join("\n");
  }
}
