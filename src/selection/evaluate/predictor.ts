import { KindredError, listed } from "../../errors/index.js";
import type { DataInput, FitInput, FitOptions } from "../../estimator/index.js";
import type { FeatureMatrix, Label, Labels } from "../../matrix/index.js";

/** A fitted classifier, or a fitted Pipeline that ends in one, as far as selection uses it. */
export interface FittedPredictor {
  /** The classes that it knows, in the order of the probabilities' columns. */
  readonly classes: readonly Label[];
  /** The label decided for in each row. */
  predict(data: never): ArrayLike<Label> | Label[];
  /** The probability of each class. */
  predictProbabilities(data: never): FeatureMatrix;
}

/** A classifier, or a Pipeline that ends in one. */
export interface Predictor<F extends FittedPredictor = FittedPredictor> {
  /** The name in documents. */
  readonly kind: string;
  /** Learns from rows and labels. */
  fit(data: never, y: Labels | string, options?: FitOptions): Promise<F>;
}

/** Fits a predictor on data of either kind; which one it takes it says itself. */
export function fitted<F extends FittedPredictor>(
  predictor: Predictor<F>,
  data: FitInput,
  y: Labels,
  options: FitOptions,
): Promise<F> {
  return predictor.fit(data as never, y, options);
}

/** The probabilities and labels that a fitted predictor gives. */
export function answersOf(
  model: FittedPredictor,
  data: DataInput,
): { probabilities: FeatureMatrix; predicted: Label[] } {
  return {
    probabilities: model.predictProbabilities(data as never),
    predicted: Array.from(model.predict(data as never)),
  };
}

/** The label that counts as positive: the one asked for, else 1 or true, else the second of two words. Of more than two it must be asked for. */
export function positiveOf(classes: readonly Label[], asked: Label | undefined, where: string): Label {
  if (asked !== undefined || classes.length <= 2) return scoredLabel(classes, asked, where);
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: `there are ${classes.length} classes, ${listed(classes.map(String))}, and none is named as the positive one`,
    fix: "Name it: { positive }",
  });
}

/** The label whose probabilities stand as the scores: the positive one, or the last of several where scores are of all classes. */
export function scoredLabel(classes: readonly Label[], asked: Label | undefined, where: string): Label {
  if (asked !== undefined && !classes.includes(asked))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `the positive label ${JSON.stringify(asked)} is none of the classes ${JSON.stringify(classes)}`,
      fix: "Name one of them",
    });
  return asked ?? classes.find((label) => label === 1 || label === true) ?? classes.at(-1)!;
}
