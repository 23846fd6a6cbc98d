import { KindredError, type Printable } from "../errors/index.js";
import type { Labels, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { thresholdsOf, withFirst } from "./curves.js";
import { printedColumns } from "./printed-columns.js";
import { type BinaryOptions, type BinaryRows, binaryRows, demandBoth, scoresCheck } from "./truth.js";

/** What a wrong decision costs, in one currency. */
export interface DecisionCosts {
  /** A row that was called positive and is not: a letter that is not answered. */
  readonly falsePositive: number;
  /** A positive row that was not called so: a customer who was not written to. */
  readonly falseNegative: number;
}

/** What a threshold is chosen by. */
export type ThresholdCriterion = "f1" | "balancedAccuracy" | "accuracy" | "cost";

/** Options of `tuneThreshold`. */
export interface TuneThresholdOptions extends BinaryOptions {
  /** What is to be highest; `"f1"` by default. `"cost"` is to be lowest and needs `costs`. */
  readonly by?: ThresholdCriterion;
  /** What wrong decisions cost. */
  readonly costs?: DecisionCosts;
}

/** A criterion at every threshold. */
export interface ThresholdCurve extends Printable {
  /** Between which scores rows are divided, falling: rows of at least so much are called positive. The first is infinite: none is. */
  readonly thresholds: Float64Array;
  /** The criterion at each. */
  readonly values: Float64Array;
}

/** A threshold that was chosen. */
export interface TunedThreshold extends ThresholdCurve {
  /** Rows with a score of at least this are called positive. */
  readonly threshold: number;
  /** The criterion there. On the scores that chose it, it flatters a little. */
  readonly value: number;
}

const checkTune = optionsCheck<TuneThresholdOptions>("tuneThreshold", {
  positive: check.label,
  sampleWeight: check.numbers,
  by: check.oneOf("f1", "balancedAccuracy", "accuracy", "cost"),
  costs: check.object<DecisionCosts>({ falsePositive: check.atLeast(0), falseNegative: check.atLeast(0) }, [
    "falsePositive",
    "falseNegative",
  ]),
});

/**
 * The threshold at which decisions are best. Give it scores of rows that the model had not seen: `crossValidate(…).predictions`.
 *
 * @throws KindredError where the truth has one class, or costs are missing or below 0.
 *
 * @example
 * ```ts
 * import { tuneThreshold } from "kindred";
 *
 * const truth = [0, 0, 1, 0, 1, 1];
 * const scores = [0.1, 0.2, 0.3, 0.4, 0.6, 0.8];
 * tuneThreshold(truth, scores, { by: "accuracy" }).threshold; // 0.5
 * tuneThreshold(truth, scores, { by: "cost", costs: { falsePositive: 1, falseNegative: 20 } }).threshold; // 0.25
 * ```
 */
export function tuneThreshold(truth: Labels, scores: Numbers, options: TuneThresholdOptions = {}): TunedThreshold {
  checkArguments("tuneThreshold", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkTune(options);
  const where = "tuneThreshold";
  const { by = "f1", costs } = options;
  const rows = binaryRows(truth, scores, options, where);
  demandBoth(rows, where);
  if (by !== "cost") return best(curveOf(rows, CRITERIA[by]), 1);
  if (costs === undefined)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: "it is to choose by cost and does not know what wrong decisions cost",
      fix: "Pass { costs: { falsePositive, falseNegative } }",
    });
  return best(curveOf(rows, costOf(costs)), -1);
}

const checkCost = optionsCheck<BinaryOptions & DecisionCosts>(
  "costCurve",
  {
    positive: check.label,
    sampleWeight: check.numbers,
    falsePositive: check.atLeast(0),
    falseNegative: check.atLeast(0),
  },
  ["falsePositive", "falseNegative"],
);

/**
 * What wrong decisions cost in all, at every threshold.
 *
 * @throws KindredError where a cost is below 0.
 *
 * @example
 * ```ts
 * import { costCurve } from "kindred";
 *
 * costCurve([0, 1], [0.2, 0.9], { falsePositive: 1, falseNegative: 30 }).values; // [30, 0, 1]
 * ```
 */
export function costCurve(truth: Labels, scores: Numbers, options: BinaryOptions & DecisionCosts): ThresholdCurve {
  checkArguments("costCurve", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkCost(options);
  const { falsePositive, falseNegative } = options;
  const rows = binaryRows(truth, scores, options, "costCurve");
  return curveOf(rows, costOf({ falsePositive, falseNegative }));
}

/** From the weights of rows rightly and wrongly called positive. */
type Criterion = (hit: number, miss: number, rows: BinaryRows) => number;

const CRITERIA: { readonly [K in Exclude<ThresholdCriterion, "cost">]: Criterion } = {
  f1: (hit, miss, { positives }) => (2 * hit) / (hit + miss + positives),
  balancedAccuracy: (hit, miss, { positives, negatives }) => (hit / positives + 1 - miss / negatives) / 2,
  accuracy: (hit, miss, { positives, negatives }) => (hit + negatives - miss) / (positives + negatives),
};

function costOf({ falsePositive, falseNegative }: DecisionCosts): Criterion {
  return (hit, miss, { positives }) => falsePositive * miss + falseNegative * (positives - hit);
}

function curveOf(rows: BinaryRows, criterion: Criterion): ThresholdCurve {
  const { thresholds, truePositives, falsePositives } = thresholdsOf(rows);
  const between = thresholds.map((score, k) =>
    k + 1 < thresholds.length ? halfway(score, thresholds[k + 1]!) : score,
  );
  const curve = {
    thresholds: withFirst(Number.POSITIVE_INFINITY, between),
    values: withFirst(
      criterion(0, 0, rows),
      truePositives.map((hit, k) => criterion(hit, falsePositives[k]!, rows)),
    ),
  };
  return printedColumns(curve, curve);
}

/** Halfway to the next score: rows to come lie on either side of those that were seen. The higher score itself where no number lies between the two. */
function halfway(score: number, next: number): number {
  const finite = (value: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  const half = finite(score) / 2 + finite(next) / 2;
  return half > next ? half : score;
}

/** The best value, at the highest threshold of ties. */
function best(curve: ThresholdCurve, sign: 1 | -1): TunedThreshold {
  let at = 0;
  curve.values.forEach((value, k) => {
    if (sign * value > sign * curve.values[at]!) at = k;
  });
  const { thresholds, values } = curve;
  const [threshold, value] = [thresholds[at]!, values[at]!];
  const sentence = `The criterion is best, ${value.toPrecision(4)}, at a threshold of ${threshold.toPrecision(4)}.`;
  return printedColumns({ thresholds, values, threshold, value }, { thresholds, values }, sentence);
}
