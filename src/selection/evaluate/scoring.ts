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
import * as z from "../../options/schemas.js";

/** Predictions of a fitted model for rows that it did not learn from. */
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
  | "rocAucMacro"
  | "rocAucWeighted"
  | "averagePrecision"
  | "logLoss"
  | "brierScore"
  | "accuracy"
  | "balancedAccuracy"
  | "f1"
  | "f1Macro"
  | "f1Weighted"
  | "ksStatistic";

const weight = ({ sampleWeight }: Answers): { sampleWeight?: Numbers } =>
  sampleWeight === undefined ? {} : { sampleWeight };
const binary = (answers: Answers): { positive: Label; sampleWeight?: Numbers } => ({
  positive: answers.positive,
  ...weight(answers),
});

const ofClasses = (answers: Answers): { classes: readonly Label[]; sampleWeight?: Numbers } => ({
  classes: answers.classes,
  ...weight(answers),
});

const SCORERS: { readonly [K in ScoreName]: Scorer } = {
  rocAuc: (answers) => rocAuc(answers.truth, answers.scores, binary(answers)),
  rocAucMacro: (answers) => rocAuc(answers.truth, answers.probabilities, { average: "macro", ...ofClasses(answers) }),
  rocAucWeighted: (answers) =>
    rocAuc(answers.truth, answers.probabilities, { average: "weighted", ...ofClasses(answers) }),
  averagePrecision: (answers) => averagePrecision(answers.truth, answers.scores, binary(answers)),
  logLoss: (answers) =>
    answers.classes.length === 2
      ? -logLoss(answers.truth, answers.scores, binary(answers))
      : -logLoss(answers.truth, answers.probabilities, ofClasses(answers)),
  brierScore: (answers) => -brierScore(answers.truth, answers.scores, binary(answers)),
  accuracy: (answers) => accuracy(answers.truth, answers.predicted, weight(answers)),
  balancedAccuracy: (answers) => balancedAccuracy(answers.truth, answers.predicted, weight(answers)),
  f1: (answers) => f1(answers.truth, answers.predicted, binary(answers)),
  f1Macro: (answers) => f1(answers.truth, answers.predicted, { average: "macro", ...weight(answers) }),
  f1Weighted: (answers) => f1(answers.truth, answers.predicted, { average: "weighted", ...weight(answers) }),
  ksStatistic: (answers) => ksStatistic(answers.truth, answers.scores, binary(answers)),
};

/** How a score is called where it is printed: losses say that they are negated. */
export function shownScore(name: string): string {
  return name === "logLoss" || name === "brierScore" ? `${name} (negated: nearer 0 is better)` : name;
}

/** One or several scores: names, or functions by name. */
export type Scoring = ScoreName | readonly ScoreName[] | Readonly<Record<string, Scorer>>;

/** The check of `scoring` among options. */
export const scoringCheck: z.ZodType<Scoring> = z.custom<Scoring>(isScoring, {
  error: "expected the name of a score, a list of names, or an object of functions by name",
});

function isScoring(value: unknown): boolean {
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.length > 0 && value.every((name) => typeof name === "string");
  const scorers = Object.values(value);
  return scorers.length > 0 && scorers.every((scorer) => typeof scorer === "function");
}

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

/** Scores of one class against all others: which one must be named where there are more than two. */
const OF_ONE_CLASS: readonly Scorer[] = [
  SCORERS.rocAuc,
  SCORERS.averagePrecision,
  SCORERS.brierScore,
  SCORERS.f1,
  SCORERS.ksStatistic,
];

/** Refuses a score of one class where there are more than two and none is named. */
export function demandPositive(
  scorers: ReadonlyMap<string, Scorer>,
  classes: readonly Label[],
  positive: Label | undefined,
  where: string,
): void {
  if (positive !== undefined || classes.length <= 2) return;
  for (const [name, scorer] of scorers)
    if (OF_ONE_CLASS.includes(scorer))
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where,
        problem: `${name} is of one class against the others, and there are ${classes.length} classes: ${listed(classes.map(String))}`,
        fix: 'Name the { positive } one, or score by "rocAucMacro", "rocAucWeighted", "logLoss", "f1Macro", "balancedAccuracy" or "accuracy"',
      });
}

/** Every score of what a model said of held-out rows; says which fold it was where its rows cannot be scored. */
export function scoreFold(
  scorers: ReadonlyMap<string, Scorer>,
  answers: Answers,
  fold: number,
  where: string,
): Record<string, number> {
  return Object.fromEntries(
    [...scorers].map(([name, score]) => {
      try {
        return [name, numberOf(score(answers), name, where)];
      } catch (error) {
        if (!(error instanceof KindredError) || !FOLD_FIXES.has(error.code)) throw error;
        throw new KindredError({
          code: error.code,
          where,
          problem: `${name} cannot be computed on the rows held out in fold ${fold + 1}: ${error.problem}`,
          fix: FOLD_FIXES.get(error.code)!,
        });
      }
    }),
  );
}

function numberOf(value: unknown, name: string, where: string): number {
  if (typeof value === "number") return value;
  throw new KindredError({
    code: "INVALID_RESULT",
    where,
    problem: `the score "${name}" gave a value of type ${value === null ? "null" : typeof value}`,
    fix: "Let it give a number, the higher the better",
    got: value,
  });
}

const FOLD_FIXES: ReadonlyMap<string, string> = new Map([
  ["SINGLE_CLASS", "Use fewer folds, stratified ones, or a score that one class has, such as logLoss"],
  [
    "MISSING_VALUE",
    "The model gave a probability that is not a number: look for missing or infinite values in its input",
  ],
]);
