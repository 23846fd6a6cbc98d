import { KindredError, listed } from "../../errors/index.js";
import type { FeatureMatrix, Label, Numbers } from "../../matrix/index.js";
import {
  accuracy,
  averagePrecision,
  balancedAccuracy,
  brierScore,
  f1,
  ksStatistic,
  logLoss,
  rocAuc,
} from "../../metrics/index.js";

/** What a fitted model said of rows that it did not learn from. */
export interface Answers {
  /** The true labels. */
  readonly truth: readonly Label[];
  /** The labels decided for. */
  readonly predicted: readonly Label[];
  /** The probability of the positive label; for models of more than two classes see `probabilities`. */
  readonly scores: Numbers;
  /** The probability of each class, columns in the order of `classes`. */
  readonly probabilities: FeatureMatrix;
  /** The classes that the model knows. */
  readonly classes: readonly Label[];
  /** The label that counts as positive. */
  readonly positive: Label;
  /** One weight a row, where there are any. */
  readonly sampleWeight?: Numbers;
}

/** A score of answers: the higher the better. */
export type Scorer = (answers: Answers) => number;

/** The scores that go by a name. Losses are negative, so that higher is always better. */
export type ScoreName =
  | "rocAuc"
  | "averagePrecision"
  | "logLoss"
  | "brierScore"
  | "accuracy"
  | "balancedAccuracy"
  | "f1"
  | "ksStatistic";

const weight = ({ sampleWeight }: Answers): { sampleWeight?: Numbers } =>
  sampleWeight === undefined ? {} : { sampleWeight };
const binary = (answers: Answers): { positive: Label; sampleWeight?: Numbers } => ({
  positive: answers.positive,
  ...weight(answers),
});

const SCORERS: { readonly [K in ScoreName]: Scorer } = {
  rocAuc: (answers) => rocAuc(answers.truth, answers.scores, binary(answers)),
  averagePrecision: (answers) => averagePrecision(answers.truth, answers.scores, binary(answers)),
  logLoss: (answers) =>
    answers.classes.length === 2
      ? -logLoss(answers.truth, answers.scores, binary(answers))
      : -logLoss(answers.truth, answers.probabilities, { classes: answers.classes, ...weight(answers) }),
  brierScore: (answers) => -brierScore(answers.truth, answers.scores, binary(answers)),
  accuracy: (answers) => accuracy(answers.truth, answers.predicted, weight(answers)),
  balancedAccuracy: (answers) => balancedAccuracy(answers.truth, answers.predicted, weight(answers)),
  f1: (answers) => f1(answers.truth, answers.predicted, binary(answers)),
  ksStatistic: (answers) => ksStatistic(answers.truth, answers.scores, binary(answers)),
};

/** One or several scores: names, or functions by name. */
export type Scoring = ScoreName | readonly ScoreName[] | Readonly<Record<string, Scorer>>;

/** Every score by its name. */
export function scorersOf(scoring: Scoring, where: string): ReadonlyMap<string, Scorer> {
  const named =
    typeof scoring === "string" ? [scoring] : Array.isArray(scoring) ? (scoring as readonly ScoreName[]) : undefined;
  if (named === undefined) return new Map(Object.entries(scoring as Readonly<Record<string, Scorer>>));
  return new Map(
    named.map((name): [string, Scorer] => {
      if (!Object.hasOwn(SCORERS, name))
        throw new KindredError({
          code: "INVALID_PARAMETER",
          where,
          problem: `there is no score "${name}"`,
          fix: `Use ${listed(Object.keys(SCORERS), 99)}, or a function`,
        });
      return [name, SCORERS[name]];
    }),
  );
}
