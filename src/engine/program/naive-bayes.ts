import { FeatureMatrix, readValues } from "../../matrix/index.js";
import { exp, log } from "../numeric/math/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/** What the value of one column says of each class. */
export type ClassEvidence =
  /** A normal distribution a class. */
  | { readonly kind: "gaussian"; readonly means: Float64Array; readonly variances: Float64Array }
  /** The logarithm of the share of each known value in each class: values x classes. Values are rising. */
  | { readonly kind: "categories"; readonly values: Float64Array; readonly logs: Float64Array }
  /** Nothing. */
  | { readonly kind: "none" };

/**
 * The probability of each class where columns are independent within a class. A value that is missing or infinite, or a category that was never
 * seen, says nothing.
 */
export interface NaiveBayesOperation {
  readonly op: "naiveBayes";
  /** One name a class. */
  readonly names: readonly string[];
  /** The logarithm of each class's share. */
  readonly priors: Float64Array;
  /** One for each column. */
  readonly columns: readonly ClassEvidence[];
}

export const naiveBayes: Executor<NaiveBayesOperation> = {
  block(operation, { x }) {
    const { names } = operation;
    const width = x.columns.length;
    const decide = decider(operation);
    const out = new Float64Array(x.rows * names.length);
    const rows = new Float64Array(TILE_ROWS * width);
    for (let from = 0; from < x.rows; from += TILE_ROWS) {
      const tile = Math.min(TILE_ROWS, x.rows - from);
      x.slice(from, from + tile).stores.forEach((store, j) => {
        readValues(store, tile, rows, j, width);
      });
      for (let i = 0; i < tile; i++) out.set(decide(rows, i * width), (from + i) * names.length);
    }
    return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, names.length));
  },
  row(operation) {
    const decide = decider(operation);
    return (values) => decide(values, 0);
  },
};

const TILE_ROWS = 256;

/** A function from a row's values to the probabilities of the classes; it gives the same array again and again. */
function decider({ priors, columns }: NaiveBayesOperation): (rows: Float64Array, at: number) => Float64Array {
  const classes = priors.length;
  const terms = columns.map(termsOf);
  const scores = new Float64Array(classes);
  return (rows, at) => {
    scores.set(priors);
    for (let j = 0; j < terms.length; j++) terms[j]!(rows[at + j]!, scores);
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, scores[k]!);
    let total = 0;
    for (let k = 0; k < classes; k++) {
      scores[k] = exp(scores[k]! - largest);
      total += scores[k]!;
    }
    for (let k = 0; k < classes; k++) scores[k]! /= total;
    return scores;
  };
}

/** What a value adds to the logarithm of each class. */
function termsOf(evidence: ClassEvidence): (value: number, scores: Float64Array) => void {
  if (evidence.kind === "none") return () => {};
  if (evidence.kind === "gaussian") {
    const { means, variances } = evidence;
    const constants = variances.map((variance) => -0.5 * log(2 * Math.PI * variance));
    return (value, scores) => {
      if (!Number.isFinite(value)) return;
      for (let k = 0; k < scores.length; k++) {
        const apart = value - means[k]!;
        scores[k]! += constants[k]! - (0.5 * apart * apart) / variances[k]!;
      }
    };
  }
  const { values, logs } = evidence;
  const positions = new Map(Array.from(values, (value, at) => [value, at]));
  return (value, scores) => {
    const at = positions.get(value);
    if (at === undefined) return;
    for (let k = 0; k < scores.length; k++) scores[k]! += logs[at * scores.length + k]!;
  };
}
