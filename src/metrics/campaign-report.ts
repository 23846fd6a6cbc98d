import { FEWEST_SHOWN } from "../disclosure/index.js";
import {
  chiSquaredSurvival,
  exactInterval,
  newcombeInterval,
  twoSidedNormal,
} from "../engine/numeric/statistics/index.js";
import { KindredError } from "../errors/index.js";
import type { Label, Labels, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { EMPTY, joined, merged, partsOf, type Tally } from "./campaign-parts.js";
import { CampaignResult } from "./campaign-result.js";
import { mergedForOthers, sharedCampaign } from "./campaign-shared.js";
import type { CampaignBin, CampaignCalibration, CampaignEffect, CampaignSummary } from "./campaign-types.js";
import { liftInterval } from "./lift-interval.js";
import { treatedRows } from "./qini-curve.js";
import { binaryRows, checkLengths } from "./truth.js";

/** Options of `campaignReport`. */
export interface CampaignOptions {
  /** Which label is the response; 1 or true by default. */
  readonly positive?: Label;
  /** How many parts the list is cut into, before those that are too small are merged; 10 by default. */
  readonly bins?: number;
  /** Who was contacted (1 or true) and who was held back at random (0 or false): then every part has its effect too. All were contacted by default. */
  readonly treated?: Labels;
  /** How sure the intervals are; 0.95 by default. */
  readonly confidence?: number;
  /** Parts are merged until each has as many people contacted, and as many held back; 30 by default. */
  readonly minimum?: number;
  /** Up to which share promises may be off before they are said not to hold; 0.1 by default. */
  readonly tolerance?: number;
}

const WHERE = "campaignReport";
/** A part needs about this many expected responses for its statistic to follow chi-squared. */
const FEWEST_EXPECTED = 5;
/** Differences as rare as this by chance are looked at. */
const SIGNIFICANT = 0.05;

const checkCampaign = optionsCheck<CampaignOptions>("campaignReport", {
  positive: check.label,
  bins: check.whole(1),
  treated: check.labels,
  confidence: check.between(0, 1),
  minimum: check.whole(1),
  tolerance: check.atLeast(0),
});

/**
 * After the campaign: how many responses the probabilities promised and how many came, part by part from the best down, with lift and its interval,
 * and with the effect of the contact where a control group was held back. People of one probability stay in one part, and parts are merged until
 * each has enough people to be shown. `bins` and the other properties hold every figure. What is printed, tabulated or written as JSON tells no
 * number of fewer people than `minimum`, those who responded and those who did not included, unless it is asked for `"operator"`.
 *
 * Rates have the exact interval (C. Clopper, E. Pearson, 1934), lifts the score interval of a part against the rest (P. Koopman, 1984), effects that
 * of R. Newcombe (1998); `docs/intervals.md` says how often each holds. Calibration is judged by its size first, and tested as D. Hosmer and
 * S. Lemeshow (1980) do, over parts that were not made from the responses.
 *
 * @param responses - Who responded, of the people contacted and of the control group.
 * @param probabilities - What was promised of each person before.
 * @throws KindredError where lengths differ, or a probability is none.
 *
 * @example
 * ```ts
 * import { campaignReport } from "kindred";
 *
 * const promised = Array.from({ length: 200 }, (_, i) => (i < 100 ? 0.4 : 0.1));
 * const responded = promised.map((_, i) => (i < 100 ? i % 5 < 2 : i % 10 === 0));
 * const report = campaignReport(responded, promised, { bins: 2 });
 * report.expected.toFixed(1); // "50.0"
 * report.actual; // 50
 * report.bins[0]!.lift; // 1.6
 * report.calibration.verdict; // "holds"
 * console.log(report.toText("operator"));
 * ```
 */
export function campaignReport(
  responses: Labels,
  probabilities: Numbers,
  options: CampaignOptions = {},
): CampaignResult {
  checkArguments("campaignReport", {
    responses: [responses, check.labels],
    probabilities: [probabilities, check.numbers],
  });
  checkCampaign(options);
  const { bins = 10, confidence = 0.95, minimum = FEWEST_SHOWN, tolerance = 0.1, positive } = options;
  const { hits, scores } = binaryRows(responses, probabilities, positive === undefined ? {} : { positive }, WHERE);
  const wrong = scores.findIndex((p) => !(p >= 0 && p <= 1));
  if (wrong >= 0)
    throw refusal(`the probability of row ${wrong} is ${scores[wrong]}`, "Use calibrated values from 0 to 1");
  if (options.treated !== undefined) checkLengths(hits.length, options.treated.length, "treated", WHERE);
  const treated = options.treated === undefined ? undefined : treatedRows(options.treated, WHERE);
  const tallies = partsOf(hits, scores, treated, bins, minimum);
  const total = tallies.reduce(joined, EMPTY);
  const z = twoSidedNormal(confidence);
  const binsOf = (tallied: readonly Tally[]): CampaignBin[] => campaignBins(tallied, total, treated, confidence);
  const summary: CampaignSummary = {
    bins: binsOf(tallies),
    rows: total.rows,
    expected: total.expected,
    actual: total.actual,
    rate: total.actual / total.rows,
    expectedInterval: [
      Math.max(0, total.expected - z * Math.sqrt(total.variance)),
      Math.min(total.rows, total.expected + z * Math.sqrt(total.variance)),
    ],
    calibration: calibrationOf(tallies, total, confidence, tolerance),
    confidence,
    minimum,
    requestedBins: bins,
    ...(treated === undefined ? {} : { effect: effectOf(total, confidence) }),
  };
  return new CampaignResult(summary, sharedCampaign(summary, binsOf(mergedForOthers(tallies, minimum))));
}

function campaignBins(
  parts: readonly Tally[],
  total: Tally,
  treated: Uint8Array | undefined,
  confidence: number,
): CampaignBin[] {
  const whole = { hits: total.actual, rows: total.rows };
  let reached = 0;
  return parts.map((part, k): CampaignBin => {
    reached += part.actual;
    return {
      bin: k + 1,
      rows: part.rows,
      expected: part.expected,
      actual: part.actual,
      expectedRate: part.expected / part.rows,
      rate: part.actual / part.rows,
      interval: exactInterval(part.actual, part.rows, confidence),
      lift: part.actual / part.rows / (total.actual / total.rows),
      liftInterval: liftInterval({ hits: part.actual, rows: part.rows }, whole, confidence),
      reached: reached / total.actual,
      ...(treated === undefined ? {} : { effect: effectOf(part, confidence) }),
    };
  });
}

function calibrationOf(
  parts: readonly Tally[],
  total: Tally,
  confidence: number,
  tolerance: number,
): CampaignCalibration {
  const ratio = total.actual / total.expected;
  const [low, high] = exactInterval(total.actual, total.rows, confidence);
  const beyond = parts.reduce((sum, part) => sum + (part.actual - part.expected) ** 2 - part.variance, 0);
  const squares = parts.reduce((sum, part) => sum + part.expected ** 2, 0);
  const error = squares === 0 ? 0 : Math.sqrt(Math.max(0, beyond) / squares);
  const pools = merged(parts, (part) => Math.min(part.expected, part.rows - part.expected) >= FEWEST_EXPECTED);
  const chiSquared = pools.reduce(
    (sum, part) => sum + (part.variance === 0 ? 0 : (part.actual - part.expected) ** 2 / part.variance),
    0,
  );
  const p = chiSquaredSurvival(chiSquared, pools.length);
  const off = Math.max(Math.abs(ratio - 1), error);
  return {
    ratio,
    ratioInterval: [(low * total.rows) / total.expected, (high * total.rows) / total.expected],
    error,
    verdict: p >= SIGNIFICANT ? "holds" : off <= tolerance ? "small" : "off",
    chiSquared,
    degrees: pools.length,
    p,
  };
}

function effectOf({ rows, actual, controls, controlActual }: Tally, confidence: number): CampaignEffect {
  const controlRate = controlActual / controls;
  const effect = actual / rows - controlRate;
  const interval = newcombeInterval(actual, rows, controlActual, controls, confidence);
  return {
    controls,
    controlRate,
    effect,
    interval,
    responses: effect * rows,
    responsesInterval: [interval[0] * rows, interval[1] * rows],
  };
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
