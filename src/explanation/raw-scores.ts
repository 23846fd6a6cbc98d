import { log } from "../engine/numeric/math/index.js";
import type { Operation, Program, ProjectOperation, ScoreCurve, TreesOperation } from "../engine/program/index.js";

/** The operation that makes raw scores: sums of weighted columns, or of what trees answer. */
export type ScoreOperation = ProjectOperation | TreesOperation;

/** A part of a predictor that ends in raw scores, and what becomes of them: slope * score + shift, of the log odds of the second class. */
export interface RawScore {
  /** What is done to rows before the scores. */
  readonly front: Program;
  readonly score: ScoreOperation;
  readonly slope: number;
  readonly shift: number;
  /** Its part of the whole; the parts add up to 1. */
  readonly share: number;
  /** Is slope * score + shift the log odds? Behind a map that is no sigmoid it is not. */
  readonly isLogOdds: boolean;
}

/** Operations that stand for a model's answer: columns behind them are no longer people's. */
const ANSWERS: ReadonlySet<Operation["op"]> = new Set([
  "activate",
  "argmin",
  "blend",
  "calibrate",
  "link",
  "naiveBayes",
  "reweigh",
  "trees",
]);

/**
 * The raw scores whose mean a predictor's answer is made of; none where it has no such form. A link makes probabilities of them; a sigmoid
 * stretches and moves the log odds, and known shares of the classes move them; behind any other map the score before it is what can be taken
 * apart. Of the mean of several models only those that are calibrated are one model of the same score.
 */
export function rawScoresOf(predictor: Program): readonly RawScore[] {
  const before = predictor.slice(0, -1);
  const last = predictor.at(-1);
  switch (last?.op) {
    case "link":
      return scored(before, 1, 0, true);
    case "calibrate":
      return calibrated(before, last.curves);
    case "reweigh": {
      const prior = last.factors.length === 2 ? log(last.factors[1]! / last.factors[0]!) : 0;
      return rawScoresOf(before).map((one) => (one.isLogOdds ? { ...one, shift: one.shift + prior } : one));
    }
    case "blend": {
      const union = before.at(-1);
      if (union?.op !== "union") return [];
      const parts = union.branches.map(({ program }, m) =>
        program.at(-1)?.op === "calibrate"
          ? rawScoresOf([...before.slice(0, -1), ...program]).map((one) => ({
              ...one,
              share: one.share * last.weights[m]!,
            }))
          : [],
      );
      return parts.every((part) => part.length > 0) ? parts.flat() : [];
    }
    default:
      return [];
  }
}

function calibrated(before: Program, curves: readonly ScoreCurve[]): readonly RawScore[] {
  const curve = curves.length === 1 ? curves[0]! : undefined;
  return curve?.kind === "sigmoid" ? scored(before, -curve.slope, -curve.intercept, true) : scored(before, 1, 0, false);
}

function scored(program: Program, slope: number, shift: number, isLogOdds: boolean): readonly RawScore[] {
  const score = program.at(-1);
  const front = program.slice(0, -1);
  const isScore = score?.op === "project" || score?.op === "trees";
  return isScore && !hasAnswers(front) ? [{ front, score, slope, shift, share: 1, isLogOdds }] : [];
}

function hasAnswers(program: Program): boolean {
  return program.some((operation) =>
    operation.op === "union" ? operation.branches.some((one) => hasAnswers(one.program)) : ANSWERS.has(operation.op),
  );
}
