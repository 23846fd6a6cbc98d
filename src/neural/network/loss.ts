import { exp, log, log1p } from "../../engine/numeric/math/index.js";

/** The weighted log loss of scores, one output for two classes, else softmax. */
export interface ScoredLoss {
  /** Summed over rows, weighted. */
  readonly loss: number;
  /** Rows x outputs: the derivatives of the loss, divided by the rows' weight. */
  readonly derivatives: Float32Array;
}

/** The loss of some rows and its derivatives by their scores. */
export function lossOf(scores: Float32Array, outputs: number, labels: Float64Array, weights: Float64Array): ScoredLoss {
  const derivatives = new Float32Array(scores.length);
  let loss = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) total += weights[i]!;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights[i]!;
    loss +=
      weight *
      (outputs === 1
        ? binary(scores, i, labels[i]!, derivatives)
        : softmax(scores, i * outputs, outputs, labels[i]!, derivatives));
    for (let k = i * outputs; k < (i + 1) * outputs; k++) derivatives[k]! *= weight / total;
  }
  return { loss, derivatives };
}

function binary(scores: Float32Array, at: number, label: number, derivatives: Float32Array): number {
  const z = scores[at]!;
  const small = exp(z < 0 ? z : -z);
  const p = (z < 0 ? small : 1) / (1 + small);
  derivatives[at] = p - label;
  const margin = label === 1 ? z : -z;
  return log1p(small) + (margin < 0 ? -margin : 0);
}

function softmax(scores: Float32Array, at: number, outputs: number, label: number, derivatives: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < outputs; k++) largest = Math.max(largest, scores[at + k]!);
  let total = 0;
  for (let k = 0; k < outputs; k++) total += exp(scores[at + k]! - largest);
  for (let k = 0; k < outputs; k++)
    derivatives[at + k] = exp(scores[at + k]! - largest) / total - (k === label ? 1 : 0);
  return log(total) - (scores[at + label]! - largest);
}
