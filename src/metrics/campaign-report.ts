import { exp, log } from "../engine/numeric/math/index.js";
import { chiSquaredSurvival, normalQuantile } from "../engine/numeric/statistics/index.js";
import { KindredError } from "../errors/index.js";
import type { Label, Labels, Numbers } from "../matrix/index.js";
import { type CampaignBin, type CampaignEffect, CampaignResult } from "./campaign-result.js";
import { treatedRows } from "./qini-curve.js";
import { FEWEST_SHOWN } from "./small-cells.js";
import { binaryRows, byScore, checkLengths } from "./truth.js";

/** What `campaignReport` may be told. */
export interface CampaignOptions {
  /** Which label is the response; 1 or true by default. */
  readonly positive?: Label;
  /** How many parts the list is cut into; 10 by default. */
  readonly bins?: number;
  /** Who was contacted (1 or true) and who was held back at random (0 or false): then every part has its effect too. All were contacted by default. */
  readonly treated?: Labels;
  /** How sure the intervals are; 0.95 by default. */
  readonly confidence?: number;
  /** Parts of fewer people show no figures in the text; 30 by default. */
  readonly minimum?: number;
}

const WHERE = "campaignReport";

/**
 * After the campaign: how many responses the probabilities promised and how many came, part by part from the best down, with lift and its interval,
 * and with the effect of the contact where a control group was held back. People of one probability stay in one part.
 *
 * Rates have Wilson's interval (1927), lifts that of the logarithm of the ratio of a part to the whole that it belongs to, effects the
 * difference of two shares; calibration is tested as D. Hosmer and S. Lemeshow (1980) do, over parts that were not made from the responses.
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
 * console.log(report.toText());
 * ```
 */
export function campaignReport(
  responses: Labels,
  probabilities: Numbers,
  options: CampaignOptions = {},
): CampaignResult {
  const { bins = 10, confidence = 0.95, minimum = FEWEST_SHOWN, positive } = options;
  if (!Number.isInteger(bins) || bins < 1) throw refusal(`bins is ${bins}`, "Use a whole number of 1 or more");
  if (!(confidence > 0 && confidence < 1)) throw refusal(`confidence is ${confidence}`, "Use a number between 0 and 1");
  const { hits, scores } = binaryRows(responses, probabilities, positive === undefined ? {} : { positive }, WHERE);
  const wrong = scores.findIndex((p) => !(p >= 0 && p <= 1));
  if (wrong >= 0)
    throw refusal(`the probability of row ${wrong} is ${scores[wrong]}`, "Use calibrated values from 0 to 1");
  if (options.treated !== undefined) checkLengths(hits.length, options.treated.length, "treated", WHERE);
  const treated = options.treated === undefined ? undefined : treatedRows(options.treated, WHERE);
  const tallies = tally(hits, scores, treated, bins);
  const total = tallies.reduce(joined, EMPTY);
  const z = normalQuantile(0.5 + confidence / 2);
  let reached = 0;
  const parts = tallies.map((part, k): CampaignBin => {
    reached += part.actual;
    return {
      bin: k + 1,
      rows: part.rows,
      expected: part.expected,
      actual: part.actual,
      expectedRate: part.expected / part.rows,
      rate: part.actual / part.rows,
      interval: wilson(part.actual, part.rows, z),
      lift: part.actual / part.rows / (total.actual / total.rows),
      liftInterval: liftInterval(part, total, z),
      reached: reached / total.actual,
      ...(treated === undefined ? {} : { effect: effectOf(part, z) }),
    };
  });
  const chiSquared = tallies.reduce(
    (sum, part) => sum + (part.variance === 0 ? 0 : (part.actual - part.expected) ** 2 / part.variance),
    0,
  );
  return new CampaignResult({
    bins: parts,
    rows: total.rows,
    expected: total.expected,
    actual: total.actual,
    rate: total.actual / total.rows,
    expectedInterval: [
      Math.max(0, total.expected - z * Math.sqrt(total.variance)),
      Math.min(total.rows, total.expected + z * Math.sqrt(total.variance)),
    ],
    calibration: { chiSquared, degrees: tallies.length, p: chiSquaredSurvival(chiSquared, tallies.length) },
    confidence,
    minimum,
    ...(treated === undefined ? {} : { effect: effectOf(total, z) }),
  });
}

/** What is summed of a part of the list; people contacted first, the control group behind. */
interface Tally {
  readonly rows: number;
  readonly expected: number;
  /** The variance of the number of responses, were the probabilities true. */
  readonly variance: number;
  readonly actual: number;
  readonly controls: number;
  readonly controlActual: number;
}

const EMPTY: Tally = { rows: 0, expected: 0, variance: 0, actual: 0, controls: 0, controlActual: 0 };

function joined(a: Tally, b: Tally): Tally {
  return {
    rows: a.rows + b.rows,
    expected: a.expected + b.expected,
    variance: a.variance + b.variance,
    actual: a.actual + b.actual,
    controls: a.controls + b.controls,
    controlActual: a.controlActual + b.controlActual,
  };
}

/** Parts of about equal size, none of which divides people of one probability; those without people contacted join the next. */
function tally(hits: Uint8Array, scores: Float64Array, treated: Uint8Array | undefined, bins: number): Tally[] {
  const order = byScore(scores);
  const parts: Tally[] = [];
  let part = EMPTY;
  let bin = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    const own = Math.min(bins - 1, Math.floor((((from + to) / 2) * bins) / order.length));
    if (own !== bin && part.rows > 0) {
      parts.push(part);
      part = EMPTY;
    }
    bin = own;
    for (; from < to; from++) {
      const row = order[from]!;
      const p = scores[row]!;
      part =
        treated === undefined || treated[row] === 1
          ? joined(part, { ...EMPTY, rows: 1, expected: p, variance: p * (1 - p), actual: hits[row]! })
          : joined(part, { ...EMPTY, controls: 1, controlActual: hits[row]! });
    }
  }
  if (part.rows > 0 || parts.length === 0) return [...parts, part];
  return [...parts.slice(0, -1), joined(parts.at(-1)!, part)];
}

function wilson(hits: number, rows: number, z: number): readonly [number, number] {
  const rate = hits / rows;
  const middle = rate + (z * z) / (2 * rows);
  const half = z * Math.sqrt((rate * (1 - rate)) / rows + (z * z) / (4 * rows * rows));
  const size = 1 + (z * z) / rows;
  return [(middle - half) / size, (middle + half) / size];
}

/** Half a response more, so that a part without any has an interval at all. */
const HALF = 0.5;

function liftInterval(part: Tally, total: Tally, z: number): readonly [number, number] {
  const [a, whole] = part.actual === 0 ? [HALF, total.actual + HALF] : [part.actual, total.actual];
  const others = total.rows - part.rows;
  const rate = a / part.rows;
  const rest = others === 0 ? 0 : (whole - a) / others;
  const spread = Math.sqrt(
    part.rows * rate * (1 - rate) * (1 / a - 1 / whole) ** 2 + (others * rest * (1 - rest)) / (whole * whole),
  );
  const lift = log(rate / (whole / total.rows));
  return [exp(lift - z * spread), exp(lift + z * spread)];
}

function effectOf({ rows, actual, controls, controlActual }: Tally, z: number): CampaignEffect {
  const [rate, base] = [actual / rows, controlActual / controls];
  const effect = rate - base;
  const half = z * Math.sqrt((rate * (1 - rate)) / rows + (base * (1 - base)) / controls);
  return { controls, controlRate: base, effect, interval: [effect - half, effect + half], responses: effect * rows };
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
