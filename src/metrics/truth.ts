import { KindredError } from "../errors/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../matrix/index.js";

/** What every score of a binary truth may be told. */
export interface BinaryOptions {
  /** Which label is the positive one; 1 or true by default. */
  readonly positive?: Label;
  /** One weight a row, at least 0. */
  readonly sampleWeight?: Numbers;
}

/** Rows as a score needs them. */
export interface BinaryRows {
  /** 1 where the row is positive. */
  readonly hits: Uint8Array;
  readonly scores: Float64Array;
  readonly weights: Float64Array;
  /** Weight of the positive rows. */
  readonly positives: number;
  /** Weight of the others. */
  readonly negatives: number;
}

/** The label of row i, as a plain value. */
export function labelOf(labels: Labels, i: number): Label {
  return labelAt(labels, i) as Label;
}

/** Truth and scores, checked and in plain arrays. */
export function binaryRows(truth: Labels, scores: Numbers, options: BinaryOptions, where: string): BinaryRows {
  checkLengths(truth.length, scores.length, "scores", where);
  const weights = checkedWeights(options.sampleWeight, truth.length, where);
  const hits = hitsOf(truth, options.positive, where);
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < hits.length; i++) {
    const score = scores[i]!;
    if (typeof score !== "number" || Number.isNaN(score))
      throw new KindredError({
        code: "MISSING_VALUE",
        where,
        problem: `the score of row ${i} is missing`,
        fix: "Score every row",
        got: score,
      });
    if (hits[i] === 1) positives += weights[i]!;
    else negatives += weights[i]!;
  }
  return { hits, scores: Float64Array.from(scores), weights, positives, negatives };
}

/** Refuses a truth of one class where a score needs both. */
export function demandBoth({ positives, negatives }: BinaryRows, where: string): void {
  if (positives > 0 && negatives > 0) return;
  throw new KindredError({
    code: "SINGLE_CLASS",
    where,
    problem: `the truth has no ${positives > 0 ? "negative" : "positive"} rows`,
    fix: "Score rows of both classes, or say which label is { positive }",
  });
}

/** 1 where the label is the positive one. */
export function hitsOf(truth: Labels, positive: Label | undefined, where: string): Uint8Array {
  const hits = new Uint8Array(truth.length);
  let known = positive !== undefined;
  for (let i = 0; i < hits.length; i++) {
    const label = labelOf(truth, i);
    if (label === null || label === undefined || Number.isNaN(label))
      throw new KindredError({
        code: "MISSING_TARGET",
        where,
        problem: `the truth of row ${i} is missing`,
        fix: "Leave rows without a label out",
        got: label,
      });
    if (positive === undefined) {
      known ||= label === 1 || label === true || label === 0 || label === false;
      hits[i] = label === 1 || label === true ? 1 : 0;
    } else hits[i] = label === positive ? 1 : 0;
  }
  if (known) return hits;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the truth holds neither 1 nor true, but ${JSON.stringify(labelOf(truth, 0))}`,
    fix: "Say which label is { positive }",
  });
}

/** Refuses lists of other lengths, and empty ones. */
export function checkLengths(expected: number, got: number, what: string, where: string): void {
  if (expected === 0)
    throw new KindredError({ code: "EMPTY_INPUT", where, problem: "there are no rows", fix: "Pass at least one row" });
  if (got === expected) return;
  throw new KindredError({
    code: "WRONG_LENGTH",
    where,
    problem: `${what} has ${got} values for ${expected} rows`,
    fix: "Give one value a row",
    expected,
    got,
  });
}

/** One weight a row; ones where none are given. */
export function checkedWeights(given: Numbers | undefined, rows: number, where: string): Float64Array {
  if (given === undefined) return new Float64Array(rows).fill(1);
  checkLengths(rows, given.length, "sampleWeight", where);
  const weights = Float64Array.from(given);
  weights.forEach((weight, i) => {
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `the weight of row ${i} is ${weight}`,
        fix: "Use finite weights of at least 0",
        got: weight,
      });
  });
  return weights;
}

/** Rows in the order of their scores, the highest first; equal scores by row. */
export function byScore(scores: Float64Array): Int32Array {
  return Int32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
}
