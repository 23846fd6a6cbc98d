import { log } from "../engine/numeric/math/index.js";
import { KindredError, type Printable } from "../errors/index.js";
import type { Label, Labels, MatrixLike, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { type ClassProbabilities, classProbabilities, isMatrixLike } from "./class-probabilities.js";
import { thresholdsOf } from "./curves.js";
import { printedColumns } from "./printed-columns.js";
import { type BinaryOptions, binaryRows, checkedWeights, demandBoth, labelOf, scoresCheck } from "./truth.js";

const checkAveragePrecision = optionsCheck<BinaryOptions>("averagePrecision", {
  positive: check.label,
  sampleWeight: check.numbers,
});

/**
 * The mean precision over all recalls: the sum of precision times the step in recall, without interpolation.
 *
 * @throws KindredError where the truth has no positive row.
 *
 * @example
 * ```ts
 * import { averagePrecision } from "kindred";
 *
 * averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.83
 * ```
 */
export function averagePrecision(truth: Labels, scores: Numbers, options: BinaryOptions = {}): number {
  checkArguments("averagePrecision", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkAveragePrecision(options);
  const rows = binaryRows(truth, scores, options, "averagePrecision");
  demandBoth({ ...rows, negatives: 1 }, "averagePrecision");
  const { truePositives, falsePositives } = thresholdsOf(rows);
  let sum = 0;
  let before = 0;
  for (let k = 0; k < truePositives.length; k++) {
    const hit = truePositives[k]!;
    const total = hit + falsePositives[k]!;
    if (total > 0) sum += ((hit - before) / rows.positives) * (hit / total);
    before = hit;
  }
  return sum;
}

const checkBrierScore = optionsCheck<BinaryOptions>("brierScore", {
  positive: check.label,
  sampleWeight: check.numbers,
});

/**
 * The mean squared difference between the probability of the positive label and the truth.
 *
 * @example
 * ```ts
 * import { brierScore } from "kindred";
 *
 * brierScore([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]); // 0.0375
 * ```
 */
export function brierScore(truth: Labels, probabilities: Numbers, options: BinaryOptions = {}): number {
  checkArguments("brierScore", { truth: [truth, check.labels], probabilities: [probabilities, scoresCheck] });
  checkBrierScore(options);
  const { hits, scores, weights, positives, negatives } = binaryRows(truth, probabilities, options, "brierScore");
  let sum = 0;
  for (let i = 0; i < hits.length; i++) {
    refuseNoProbability(scores[i]!, i, "brierScore");
    sum += weights[i]! * (scores[i]! - hits[i]!) ** 2;
  }
  return sum / (positives + negatives);
}

/** Options of `logLoss`. */
export interface LogLossOptions extends BinaryOptions {
  /** For rows x classes: the labels in the order of the columns; by default the columns' names say them. */
  readonly classes?: readonly Label[];
}

/** Probabilities are kept this far from 0 and 1, so that one certain error is not infinitely bad. */
const MIN_PROBABILITY = Number.EPSILON;

const checkLogLoss = optionsCheck<LogLossOptions>("logLoss", {
  positive: check.label,
  sampleWeight: check.numbers,
  classes: check.labels,
});

/**
 * The mean negative logarithm of the probability that the true label was given.
 *
 * @param probabilities - Of the positive label, one a row; or of every class, as `predictProbabilities` gives them or together with `classes`.
 * @throws KindredError where a label is none of the classes, or a probability is none.
 *
 * @example
 * ```ts
 * import { logLoss, LogisticRegression } from "kindred";
 *
 * logLoss([1, 0], [0.9, 0.2]); // 0.164
 * logLoss(["a", "b"], [[0.8, 0.2], [0.3, 0.7]], { classes: ["a", "b"] }); // 0.29
 * const fitted = await new LogisticRegression().fit([[1], [2], [3], [4]], ["x", "y", "x", "y"]);
 * logLoss(["x", "y"], fitted.predictProbabilities([[1], [4]])) < Math.log(2); // true
 * ```
 */
export function logLoss(truth: Labels, probabilities: Numbers | MatrixLike, options: LogLossOptions = {}): number {
  checkArguments("logLoss", { truth: [truth, check.labels], probabilities: [probabilities, check.data] });
  checkLogLoss(options);
  const where = "logLoss";
  if (isMatrixLike(probabilities))
    return lossOfClasses(truth, classProbabilities(truth, probabilities, options.classes, where), options, where);
  const { hits, scores, weights, positives, negatives } = binaryRows(truth, probabilities, options, where);
  let sum = 0;
  for (let i = 0; i < hits.length; i++) {
    refuseNoProbability(scores[i]!, i, where);
    const p = Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, scores[i]!));
    sum -= weights[i]! * log(hits[i] === 1 ? p : 1 - p);
  }
  return sum / (positives + negatives);
}

function lossOfClasses(
  truth: Labels,
  { classes, matrix }: ClassProbabilities,
  { sampleWeight }: LogLossOptions,
  where: string,
): number {
  const weights = checkedWeights(sampleWeight, matrix.rows, where);
  const positions = new Map(classes.map((label, c) => [label, c]));
  const values = matrix.toDense();
  let sum = 0;
  let total = 0;
  for (let i = 0; i < matrix.rows; i++) {
    let row = 0;
    for (let c = 0; c < classes.length; c++) {
      refuseNoProbability(values[i * classes.length + c]!, i, where);
      row += values[i * classes.length + c]!;
    }
    const given = values[i * classes.length + positions.get(labelOf(truth, i))!]!;
    const p = Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, given / row));
    sum -= weights[i]! * log(p);
    total += weights[i]!;
  }
  return sum / total;
}

function refuseNoProbability(p: number, row: number, where: string): void {
  if (p >= 0 && p <= 1) return;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the probability of row ${row} is ${p}`,
    fix: "Use values from 0 to 1",
    got: p,
  });
}

/** Predicted against observed shares, bin by bin. */
export interface CalibrationCurve extends Printable {
  /** Mean probability in each bin that holds rows. */
  readonly predicted: Float64Array;
  /** Share of positive rows in it. */
  readonly observed: Float64Array;
  /** Rows in it. */
  readonly rows: Float64Array;
}

const checkCalibration = optionsCheck<NonNullable<Parameters<typeof calibrationCurve>[2]>>("calibrationCurve", {
  positive: check.label,
  sampleWeight: check.numbers,
  bins: check.whole(1),
  strategy: check.oneOf("uniform", "quantile"),
});

/**
 * How well probabilities hold: the share of positives among rows of similar probability.
 *
 * @param options - `bins`: how many, 5 by default; `strategy`: `"uniform"` in width or `"quantile"` in rows.
 *
 * @example
 * ```ts
 * import { calibrationCurve } from "kindred";
 *
 * calibrationCurve([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], { bins: 2 }).observed; // 0, 1
 * ```
 */
export function calibrationCurve(
  truth: Labels,
  probabilities: Numbers,
  options: BinaryOptions & { readonly bins?: number; readonly strategy?: "uniform" | "quantile" } = {},
): CalibrationCurve {
  checkArguments("calibrationCurve", { truth: [truth, check.labels], probabilities: [probabilities, scoresCheck] });
  checkCalibration(options);
  const { bins = 5, strategy = "uniform" } = options;
  const where = "calibrationCurve";
  const { hits, scores, weights } = binaryRows(truth, probabilities, options, where);
  scores.forEach((p, i) => {
    refuseNoProbability(p, i, where);
  });
  const edges =
    strategy === "uniform" ? Float64Array.from({ length: bins + 1 }, (_, k) => k / bins) : quantileEdges(scores, bins);
  const sums = {
    predicted: new Float64Array(bins),
    observed: new Float64Array(bins),
    weight: new Float64Array(bins),
    rows: new Float64Array(bins),
  };
  for (let i = 0; i < scores.length; i++) {
    let bin = 0;
    while (bin < bins - 1 && scores[i]! > edges[bin + 1]!) bin++;
    sums.predicted[bin]! += weights[i]! * scores[i]!;
    sums.observed[bin]! += weights[i]! * hits[i]!;
    sums.weight[bin]! += weights[i]!;
    sums.rows[bin]! += 1;
  }
  const used = Array.from(sums.weight, (_, bin) => bin).filter((bin) => sums.weight[bin]! > 0);
  const curve = {
    predicted: Float64Array.from(used, (bin) => sums.predicted[bin]! / sums.weight[bin]!),
    observed: Float64Array.from(used, (bin) => sums.observed[bin]! / sums.weight[bin]!),
    rows: Float64Array.from(used, (bin) => sums.rows[bin]!),
  };
  return printedColumns(curve, curve);
}

function quantileEdges(scores: Float64Array, bins: number): Float64Array {
  const sorted = scores.slice().sort();
  return Float64Array.from({ length: bins + 1 }, (_, k) => {
    const at = (k / bins) * (sorted.length - 1);
    const low = Math.floor(at);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
  });
}
