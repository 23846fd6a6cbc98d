import { exp, log, sigmoid, softplus } from "../numeric/math/index.js";

/** A loss over raw scores: one output for two classes, else one a class. Scores are kept output by output. */
export interface BoostingLoss {
  readonly outputs: number;
  /** The scores that suit the weights of the classes best, the same for every row. */
  base(classWeights: Float64Array): Float64Array;
  /** Looks at all scores before gradients are asked for. */
  begin(scores: Float64Array): void;
  /** First and second derivatives by one output. */
  derive(
    output: number,
    scores: Float64Array,
    y: Float64Array,
    weights: Float64Array,
    g: Float64Array,
    h: Float64Array,
  ): void;
  /** The weighted mean log loss of some rows. */
  loss(scores: Float64Array, y: Float64Array, weights: Float64Array, rows: Int32Array): number;
}

/** The loss for a number of classes. */
export function boostingLoss(classes: number, rows: number): BoostingLoss {
  return classes === 2 ? logisticLoss : softmaxLoss(classes, rows);
}

/** A weight that no row has still has a logarithm. */
const share = (weight: number, total: number): number => Math.max(weight / total, 1e-300);

const logisticLoss: BoostingLoss = {
  outputs: 1,
  base([no, yes]) {
    const total = no! + yes!;
    return Float64Array.of(log(share(yes!, total)) - log(share(no!, total)));
  },
  begin() {},
  derive(_output, scores, y, weights, g, h) {
    for (let i = 0; i < y.length; i++) {
      const p = sigmoid(scores[i]!);
      g[i] = weights[i]! * (p - y[i]!);
      h[i] = weights[i]! * p * (1 - p);
    }
  },
  loss(scores, y, weights, rows) {
    let sum = 0;
    let total = 0;
    for (const i of rows) {
      sum += weights[i]! * softplus(y[i] === 1 ? -scores[i]! : scores[i]!);
      total += weights[i]!;
    }
    return sum / total;
  },
};

function softmaxLoss(classes: number, rows: number): BoostingLoss {
  const probabilities = new Float64Array(classes * rows);
  /** Second derivatives of a class are this times those of its own score alone, for the scores of all classes move together. */
  const factor = classes / (classes - 1);
  return {
    outputs: classes,
    base(weights) {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => log(share(weight, total)));
    },
    begin(scores) {
      for (let i = 0; i < rows; i++) {
        let most = Number.NEGATIVE_INFINITY;
        for (let k = 0; k < classes; k++) most = Math.max(most, scores[k * rows + i]!);
        let total = 0;
        for (let k = 0; k < classes; k++) {
          const part = exp(scores[k * rows + i]! - most);
          probabilities[k * rows + i] = part;
          total += part;
        }
        for (let k = 0; k < classes; k++) probabilities[k * rows + i]! /= total;
      }
    },
    derive(output, _scores, y, weights, g, h) {
      for (let i = 0; i < rows; i++) {
        const p = probabilities[output * rows + i]!;
        g[i] = weights[i]! * (y[i] === output ? p - 1 : p);
        h[i] = weights[i]! * factor * p * (1 - p);
      }
    },
    loss(scores, y, weights, chosen) {
      let sum = 0;
      let total = 0;
      for (const i of chosen) {
        let most = Number.NEGATIVE_INFINITY;
        for (let k = 0; k < classes; k++) most = Math.max(most, scores[k * rows + i]!);
        let parts = 0;
        for (let k = 0; k < classes; k++) parts += exp(scores[k * rows + i]! - most);
        sum += weights[i]! * (log(parts) + most - scores[y[i]! * rows + i]!);
        total += weights[i]!;
      }
      return sum / total;
    },
  };
}
