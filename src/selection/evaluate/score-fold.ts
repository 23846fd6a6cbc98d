import { FeatureMatrix, type Label, plainStore } from "../../matrix/index.js";
import type { Fold } from "../split/fold.js";
import type { FoldedData } from "../split/split.js";
import type { FitResult } from "./fold-rows.js";
import { scoredLabel } from "./predictor.js";
import { type Scorer, scoreFold } from "./scoring.js";

/** How candidates are scored. */
export interface ScoringContext {
  readonly scorers: ReadonlyMap<string, Scorer>;
  readonly positive: Label | undefined;
  readonly where: string;
}

/** Every score of what a candidate said of the tested rows of a fold. */
export function scoresOf(
  { columns, predicted }: FitResult<unknown>,
  { block, training }: FoldedData,
  { test }: Fold,
  { scorers, positive: asked, where }: ScoringContext,
  k: number,
): Record<string, number> {
  const classes = training.classes!;
  const positive = scoredLabel(classes, asked, where);
  const answers = {
    truth: Array.from(test, (i) => classes[block.y![i]!]!),
    predicted: predicted!,
    scores: columns[classes.indexOf(positive)]!,
    probabilities: matrixOf(columns, classes),
    classes,
    positive,
    ...(block.w === undefined ? {} : { sampleWeight: Float64Array.from(test, (i) => block.w![i]!) }),
  };
  return scoreFold(scorers, answers, k, where);
}

/** Probabilities by class as a matrix. */
export function matrixOf(probabilities: readonly Float64Array[], classes: readonly Label[]): FeatureMatrix {
  const stores = probabilities.map((column) => plainStore(column));
  return new FeatureMatrix(probabilities[0]!.length, classes.map(String), stores);
}
