import type * as z from "zod";
import { KindredError } from "../errors/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../matrix/index.js";
import { check } from "../options/index.js";

/** Options of every score of a binary truth. */
export interface BinaryOptions {
  /** Which label is the positive one; 1 or true by default. It must be named where there are more than two labels. */
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

/** Scores: a list of numbers. `binaryRows` refuses rows and columns, and says what to pass instead. */
export const scoresCheck: z.ZodType = check.expected(
  (value) => typeof value === "object" && value !== null,
  "a list of numbers: an array or a typed array",
);

/** Truth and scores, checked and in plain arrays. */
export function binaryRows(truth: Labels, scores: Numbers, options: BinaryOptions, where: string): BinaryRows {
  if (!("length" in scores) || Array.isArray((scores as ArrayLike<unknown>)[0]))
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "the scores are rows and columns, and one number a row is needed",
      fix: "Pass the column of the positive class: probabilities.column(name)",
    });
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
export function demandBoth({ positives, negatives }: BinaryRows, where: string, positive?: Label): void {
  if (positives > 0 && negatives > 0) return;
  const named = positive === undefined ? "" : ` of class ${shown(positive)}`;
  throw new KindredError({
    code: "SINGLE_CLASS",
    where,
    problem: `the truth has no ${positives > 0 ? "negative" : "positive"} rows${named}`,
    fix: "Score rows of both classes, or say which label is { positive }",
  });
}

/**
 * 1 where the label is the positive one. Labels of several types are refused, and so is a positive label of another type than theirs: "1" is not 1,
 * and nothing would be found. More than two labels need a positive one that is named.
 */
export function hitsOf(truth: Labels, positive: Label | undefined, where: string): Uint8Array {
  const distinct = distinctLabels(truth, where, "truth");
  const [first] = distinct;
  if (positive !== undefined) {
    if (first !== undefined && typeof first !== typeof positive)
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where,
        problem: `positive is ${shown(positive)}, and the labels are of type ${typeof first}, such as ${shown(first)}`,
        fix: "Name a label of the truth, of its type",
        got: positive,
      });
    return Uint8Array.from({ length: truth.length }, (_, i) => (labelOf(truth, i) === positive ? 1 : 0));
  }
  const labels = [...distinct];
  if (labels.length > 2)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `the truth has ${labels.length} labels, ${someOf(labels)}, and none is named as the positive one`,
      fix: "Say which label is { positive }, or use a score of several classes",
    });
  if (labels.some((label) => label === 1 || label === true || label === 0 || label === false))
    return Uint8Array.from({ length: truth.length }, (_, i) => {
      const label = labelOf(truth, i);
      return label === 1 || label === true ? 1 : 0;
    });
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the truth holds neither 1 nor true, but ${shown(first!)}`,
    fix: "Say which label is { positive }",
  });
}

/** The different labels, in the order in which they come. Refuses missing ones, and labels of several types. */
export function distinctLabels(labels: Labels, where: string, what: string): Set<Label> {
  const distinct = new Set<Label>();
  for (let i = 0; i < labels.length; i++) {
    const label = labelOf(labels, i);
    if (label === null || label === undefined || Number.isNaN(label))
      throw new KindredError({
        code: "MISSING_TARGET",
        where,
        problem: `the ${what} of row ${i} is missing`,
        fix: "Leave rows without a label out",
        got: label,
      });
    distinct.add(label);
  }
  const [first] = distinct;
  for (const label of distinct)
    if (typeof label !== typeof first)
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `the ${what} mixes labels of type ${typeof first} and ${typeof label}, such as ${shown(first!)} and ${shown(label)}`,
        fix: 'Use one type: "1" is not 1, and 1 is not true',
      });
  return distinct;
}

/** A label as an error quotes it. */
export function shown(label: Label): string {
  return JSON.stringify(label);
}

/** The first labels of several, as an error quotes them. */
export function someOf(labels: readonly Label[]): string {
  return `${labels.slice(0, 5).map(shown).join(", ")}${labels.length > 5 ? " and others" : ""}`;
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
