import { FeatureMatrix, readValues } from "../../matrix/index.js";
import { exp } from "../numeric/math/index.js";
import type { Executor } from "./operation.js";
import { allSources } from "./provenance.js";

/** Scores turned into probabilities of classes: one score by the logistic function, several by softmax. */
export interface LinkOperation {
  readonly op: "link";
  readonly link: "logistic" | "softmax";
  /** One name a class. */
  readonly names: readonly string[];
}

export const link: Executor<LinkOperation> = {
  block(operation, { x }) {
    const { names } = operation;
    const width = x.columns.length;
    const scores = new Float64Array(x.rows * width);
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, scores, j, width);
    });
    const out = new Float64Array(x.rows * names.length);
    const probabilities = new Float64Array(names.length);
    for (let i = 0; i < x.rows; i++) {
      linkRow(operation.link, scores, i * width, width, probabilities);
      out.set(probabilities, i * names.length);
    }
    return FeatureMatrix.dense(x.rows, names, out, allSources(operation, x.provenance, names.length));
  },
  row(operation) {
    const probabilities = new Float64Array(operation.names.length);
    return (values) => {
      linkRow(operation.link, values, 0, values.length, probabilities);
      return probabilities;
    };
  },
};

function linkRow(
  kind: LinkOperation["link"],
  scores: Float64Array,
  at: number,
  width: number,
  out: Float64Array,
): void {
  if (kind === "logistic") {
    const score = scores[at]!;
    const small = exp(score < 0 ? score : -score);
    const likely = 1 / (1 + small);
    const unlikely = small / (1 + small);
    out[0] = score < 0 ? likely : unlikely;
    out[1] = score < 0 ? unlikely : likely;
    return;
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < width; c++) largest = Math.max(largest, scores[at + c]!);
  let total = 0;
  for (let c = 0; c < width; c++) {
    out[c] = exp(scores[at + c]! - largest);
    total += out[c]!;
  }
  for (let c = 0; c < width; c++) out[c]! /= total;
}
