import type { Printable } from "../errors/index.js";
import type { Labels, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { printedColumns } from "./printed-columns.js";
import { type BinaryOptions, type BinaryRows, binaryRows, byScore, demandBoth, scoresCheck } from "./truth.js";

/** Sums of the rows whose score is at least a threshold, one entry a distinct score, the highest first. */
export interface Thresholds {
  readonly thresholds: Float64Array;
  /** Weight of the positive rows at or above each threshold. */
  readonly truePositives: Float64Array;
  /** Weight of the other rows at or above each threshold. */
  readonly falsePositives: Float64Array;
}

/** Goes through the rows from the highest score down; rows of equal score count together, rows of weight 0 not at all. */
export function thresholdsOf({ hits, scores, weights }: BinaryRows): Thresholds {
  const order = byScore(scores).filter((row) => weights[row]! > 0);
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let hit = 0;
  let miss = 0;
  order.forEach((row, k) => {
    if (hits[row] === 1) hit += weights[row]!;
    else miss += weights[row]!;
    const next = order[k + 1];
    if (next !== undefined && scores[next] === scores[row]) return;
    thresholds.push(scores[row]!);
    truePositives.push(hit);
    falsePositives.push(miss);
  });
  return {
    thresholds: Float64Array.from(thresholds),
    truePositives: Float64Array.from(truePositives),
    falsePositives: Float64Array.from(falsePositives),
  };
}

/** A receiver operating characteristic. */
export interface RocCurve extends Printable {
  /** Share of the negative rows at or above each threshold; starts at 0. */
  readonly falsePositiveRate: Float64Array;
  /** Share of the positive rows at or above each threshold; starts at 0. */
  readonly truePositiveRate: Float64Array;
  /** The thresholds, falling; the first is infinite. */
  readonly thresholds: Float64Array;
}

const checkRocCurve = optionsCheck<BinaryOptions>("rocCurve", { positive: check.label, sampleWeight: check.numbers });

/**
 * True against false positives at every threshold.
 *
 * @throws KindredError where the truth has one class.
 *
 * @example
 * ```ts
 * import { rocCurve } from "kindred";
 *
 * rocCurve([0, 1, 1], [0.1, 0.4, 0.9]).truePositiveRate; // 0, 0.5, 1, 1
 * ```
 */
export function rocCurve(truth: Labels, scores: Numbers, options: BinaryOptions = {}): RocCurve {
  checkArguments("rocCurve", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkRocCurve(options);
  const rows = binaryRows(truth, scores, options, "rocCurve");
  demandBoth(rows, "rocCurve");
  const { thresholds, truePositives, falsePositives } = thresholdsOf(rows);
  const curve = {
    falsePositiveRate: withFirst(
      0,
      falsePositives.map((value) => value / rows.negatives),
    ),
    truePositiveRate: withFirst(
      0,
      truePositives.map((value) => value / rows.positives),
    ),
    thresholds: withFirst(Number.POSITIVE_INFINITY, thresholds),
  };
  return printedColumns(curve, curve);
}

/** Precision against recall. */
export interface PrecisionRecallCurve extends Printable {
  /** Share of positives among the rows at or above each threshold; ends with 1. */
  readonly precision: Float64Array;
  /** Share of the positives that are at or above each threshold; ends with 0. */
  readonly recall: Float64Array;
  /** The thresholds, rising. */
  readonly thresholds: Float64Array;
}

const checkPrecisionRecallCurve = optionsCheck<BinaryOptions>("precisionRecallCurve", {
  positive: check.label,
  sampleWeight: check.numbers,
});

/**
 * Precision and recall at every threshold, the lowest first.
 *
 * @throws KindredError where the truth has no positive row.
 *
 * @example
 * ```ts
 * import { precisionRecallCurve } from "kindred";
 *
 * precisionRecallCurve([0, 1, 1], [0.1, 0.4, 0.9]).precision; // 0.67, 1, 1, 1
 * ```
 */
export function precisionRecallCurve(
  truth: Labels,
  scores: Numbers,
  options: BinaryOptions = {},
): PrecisionRecallCurve {
  checkArguments("precisionRecallCurve", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkPrecisionRecallCurve(options);
  const rows = binaryRows(truth, scores, options, "precisionRecallCurve");
  demandBoth({ ...rows, negatives: 1 }, "precisionRecallCurve");
  const { thresholds, truePositives, falsePositives } = thresholdsOf(rows);
  const precision = truePositives.map((hit, k) => hit / (hit + falsePositives[k]! || 1)).reverse();
  const recall = truePositives.map((hit) => hit / rows.positives).reverse();
  const curve = {
    precision: Float64Array.from([...precision, 1]),
    recall: Float64Array.from([...recall, 0]),
    thresholds: thresholds.slice().reverse(),
  };
  return printedColumns(curve, curve);
}

/** A list with one more value in front. */
export function withFirst(first: number, rest: Float64Array): Float64Array {
  const out = new Float64Array(rest.length + 1);
  out[0] = first;
  out.set(rest, 1);
  return out;
}
