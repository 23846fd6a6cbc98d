import { Random } from "../engine/numeric/random/index.js";
import { twoSidedNormal } from "../engine/numeric/statistics/index.js";
import { KindredError, type Printable } from "../errors/index.js";
import type { Label, Labels, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { printedColumns } from "./printed-columns.js";
import { byScore, checkLengths, hitsOf, labelOf } from "./truth.js";

/** Options of `qiniCurve`. */
export interface QiniOptions {
  /** Which label is the response; 1 or true by default. */
  readonly positive?: Label;
  /** How sure the interval is; 0.95 by default. */
  readonly confidence?: number;
  /** How many samples drawn again the interval rests on. None by default: then it comes from each person's influence, and from no seed. */
  readonly bootstraps?: number;
  /** Seed of samples drawn. */
  readonly seed?: number;
}

/** What contacting the best people brings that not contacting them would not have brought. */
export interface QiniCurve extends Printable {
  /** The share of all people, the highest scores first; starts at 0, ends at 1. People of equal score count together. */
  readonly share: Float64Array;
  /** Responses owed to the contact among them, for each person contacted in all; starts at 0. */
  readonly gain: Float64Array;
  /** The effect of contacting everybody: the response rate of those contacted less that of the control group. */
  readonly effect: number;
  /** The area between the curve and the straight line to its end: 0 where the scores order people no better than chance. */
  readonly coefficient: number;
  /** The standard error of the coefficient. */
  readonly standardError: number;
  /** Between which two values the coefficient lies. */
  readonly interval: readonly [number, number];
}

const WHERE = "qiniCurve";

const checkQini = optionsCheck<QiniOptions>("qiniCurve", {
  positive: check.label,
  confidence: check.between(0, 1),
  bootstraps: check.whole(2),
  seed: check.seed,
});

/**
 * How well scores find the people whom a contact moves, measured against a control group: the Qini curve and its coefficient (N. Radcliffe,
 * 2007), in responses for each person contacted. The interval has the variance of the influence that each person has on the coefficient (the
 * infinitesimal jackknife of L. Jaeckel, 1972), people contacted and control group each by itself, so that it depends on no seed; with
 * `bootstraps` it is that of samples drawn again.
 *
 * @param responses - Who responded.
 * @param treated - Who was contacted: 1 or true; 0 or false for the control group, which must have been drawn at random.
 * @param scores - How much a contact is expected to move each person.
 * @throws KindredError where lengths differ, or either group is empty.
 *
 * @example
 * ```ts
 * import { qiniCurve } from "kindred";
 *
 * const qini = qiniCurve([1, 1, 0, 0, 0, 1, 0, 1], [1, 1, 1, 1, 0, 0, 0, 0], [9, 8, 3, 2, 9, 3, 8, 2]);
 * qini.effect; // 0
 * qini.coefficient; // 0.25
 * ```
 */
export function qiniCurve(responses: Labels, treated: Labels, scores: Numbers, options: QiniOptions = {}): QiniCurve {
  checkArguments("qiniCurve", {
    responses: [responses, check.labels],
    treated: [treated, check.labels],
    scores: [scores, check.numbers],
  });
  checkQini(options);
  const { bootstraps, confidence = 0.95, seed = 0 } = options;
  checkLengths(responses.length, scores.length, "scores", WHERE);
  checkLengths(responses.length, treated.length, "treated", WHERE);
  const ranked = rankedRows(responses, treatedRows(treated, WHERE), scores, options.positive);
  const curve = curveOf(ranked, undefined);
  if (bootstraps === undefined) {
    const standardError = Math.sqrt(influenceVariance(ranked, curve));
    const reach = twoSidedNormal(confidence) * standardError;
    return printedCurve({
      ...curve,
      standardError,
      interval: [curve.coefficient - reach, curve.coefficient + reach],
    });
  }
  const random = new Random(seed, WHERE);
  const draws = Float64Array.from(
    { length: bootstraps },
    () => curveOf(ranked, drawnAgain(ranked, random)).coefficient,
  );
  const mean = draws.reduce((sum, value) => sum + value, 0) / bootstraps;
  const squares = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  draws.sort();
  const at = (share: number): number => draws[Math.round(share * (bootstraps - 1))]!;
  return printedCurve({
    ...curve,
    standardError: Math.sqrt(squares / (bootstraps - 1)),
    interval: [at((1 - confidence) / 2), at((1 + confidence) / 2)],
  });
}

function printedCurve(curve: Omit<QiniCurve, "toText">): QiniCurve {
  const { share, gain, effect, coefficient, interval } = curve;
  const [low, high] = interval.map((value) => value.toFixed(4));
  const sentence = `Qini coefficient ${coefficient.toFixed(4)}, from ${low} to ${high}; contacting everybody has an effect of ${effect.toFixed(4)}.`;
  return printedColumns(curve, { share, gain }, sentence);
}

/** Who was contacted: 1; who was held back: 0. There must be both. */
export function treatedRows(treated: Labels, where: string): Uint8Array {
  const rows = Uint8Array.from({ length: treated.length }, (_, i) => {
    const label = labelOf(treated, i);
    if (label === 1 || label === true) return 1;
    if (label === 0 || label === false) return 0;
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `treated is ${JSON.stringify(label)} in row ${i}`,
      fix: "Use 1 or true for people contacted, 0 or false for the control group",
      got: label,
    });
  });
  const contacted = rows.reduce((sum, one) => sum + one, 0);
  if (contacted > 0 && contacted < rows.length) return rows;
  throw new KindredError({
    code: "SINGLE_CLASS",
    where,
    problem: contacted === 0 ? "no row was contacted" : "there is no control group",
    fix: "Pass people contacted and people held back at random",
  });
}

/** People from the highest score down. */
interface Ranked {
  readonly hits: Uint8Array;
  readonly treated: Uint8Array;
  /** Where people of one score end. */
  readonly ends: Int32Array;
  /** The places of people contacted, and of the control group. */
  readonly groups: readonly [Int32Array, Int32Array];
}

function rankedRows(responses: Labels, treated: Uint8Array, scores: Numbers, positive: Label | undefined): Ranked {
  const values = Float64Array.from(scores);
  const missing = values.findIndex((value) => Number.isNaN(value));
  if (missing >= 0) throw refusal(`the score of row ${missing} is missing`, "Score every row");
  const hits = hitsOf(responses, positive, WHERE);
  const order = byScore(values);
  const ends = order.map((_, k) => k + 1).filter((end) => values[order[end]!] !== values[order[end - 1]!]);
  const places = order.map((_, k) => k);
  const sorted = Uint8Array.from(order, (row) => treated[row]!);
  return {
    hits: Uint8Array.from(order, (row) => hits[row]!),
    treated: sorted,
    ends,
    groups: [places.filter((k) => sorted[k] === 1), places.filter((k) => sorted[k] === 0)],
  };
}

/** How often each place is drawn, where each group draws as many of its own as it has. */
function drawnAgain({ hits, groups }: Ranked, random: Random): Int32Array {
  const times = new Int32Array(hits.length);
  for (const group of groups) for (let k = 0; k < group.length; k++) times[group[random.below(group.length)]!]! += 1;
  return times;
}

function curveOf(
  { hits, treated, ends, groups }: Ranked,
  times: Int32Array | undefined,
): Pick<QiniCurve, "share" | "gain" | "effect" | "coefficient"> {
  const share = new Float64Array(ends.length + 1);
  const gain = new Float64Array(ends.length + 1);
  const rows = [0, 0];
  const responses = [0, 0];
  let area = 0;
  let place = 0;
  ends.forEach((end, k) => {
    for (; place < end; place++) {
      const count = times?.[place] ?? 1;
      const group = treated[place] === 1 ? 0 : 1;
      rows[group]! += count;
      responses[group]! += count * hits[place]!;
    }
    const without = rows[1] === 0 ? 0 : (responses[1]! * rows[0]!) / rows[1]!;
    share[k + 1] = (rows[0]! + rows[1]!) / hits.length;
    gain[k + 1] = (responses[0]! - without) / groups[0].length;
    area += ((share[k + 1]! - share[k]!) * (gain[k + 1]! + gain[k]!)) / 2;
  });
  const effect = gain.at(-1)!;
  return { share, gain, effect, coefficient: area - effect / 2 };
}

/**
 * The variance of the coefficient from the derivative of it by each person's weight: a person adds to the share of people from their place on, and
 * to the responses there, while groups keep their sizes.
 */
function influenceVariance(
  { hits, treated, ends, groups }: Ranked,
  { share, gain }: Pick<QiniCurve, "share" | "gain">,
): number {
  const sizes = [groups[0].length, groups[1].length] as const;
  // By distinct score, the lowest first: sums over all places from there down of the width of a place times a derivative of the gain.
  const width = new Float64Array(ends.length);
  const contactedSlope = new Float64Array(ends.length);
  const heldSlope = new Float64Array(ends.length);
  const heldHitSlope = new Float64Array(ends.length);
  const counts = countsAt(ends, treated, hits);
  let [widths, contacted, held, heldHits] = [0, 0, 0, 0];
  for (let k = ends.length - 1; k >= 0; k--) {
    const next = share[k + 2] ?? 1;
    // The last place counts half by the area, and loses half of its gain to the straight line.
    const own = (next - share[k]!) / 2 - (k === ends.length - 1 ? 0.5 : 0);
    const [n1, n0, r0] = [counts.contacted[k]!, counts.held[k]!, counts.heldHits[k]!];
    widths += own;
    contacted += own * (n0 === 0 ? 0 : r0 / n0);
    held += own * (n0 === 0 ? 0 : (r0 * n1) / (n0 * n0));
    heldHits += own * (n0 === 0 ? 0 : n1 / n0);
    width[k] = widths;
    contactedSlope[k] = contacted;
    heldSlope[k] = held;
    heldHitSlope[k] = heldHits;
  }
  const values = [[], []] as [number[], number[]];
  let place = 0;
  ends.forEach((end, k) => {
    const here = (gain[k]! + gain[k + 1]!) / 2 / hits.length;
    for (; place < end; place++) {
      const hit = hits[place]!;
      if (treated[place] === 1) values[0].push(here + (hit * width[k]! - contactedSlope[k]!) / sizes[0]);
      else values[1].push(here + (heldSlope[k]! - hit * heldHitSlope[k]!) / sizes[0]);
    }
  });
  return values.reduce((sum, group) => sum + sumOfSquares(group), 0);
}

/** Of people up to each distinct score: those contacted, those held back, and responses of the latter. */
function countsAt(ends: Int32Array, treated: Uint8Array, hits: Uint8Array) {
  const counts = { contacted: ends.map(() => 0), held: ends.map(() => 0), heldHits: ends.map(() => 0) };
  let [n1, n0, r0, place] = [0, 0, 0, 0];
  ends.forEach((end, k) => {
    for (; place < end; place++)
      if (treated[place] === 1) n1++;
      else {
        n0++;
        r0 += hits[place]!;
      }
    counts.contacted[k] = n1;
    counts.held[k] = n0;
    counts.heldHits[k] = r0;
  });
  return counts;
}

/** Squared distances from the mean, as an unbiased variance has them. */
function sumOfSquares(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length < 2 ? squares : (squares * values.length) / (values.length - 1);
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
