import { Random } from "../engine/numeric/random/index.js";
import { KindredError } from "../errors/index.js";
import type { Label, Labels, Numbers } from "../matrix/index.js";
import { byScore, checkLengths, hitsOf, labelOf } from "./truth.js";

/** What `qiniCurve` may be told. */
export interface QiniOptions {
  /** Which label is the response; 1 or true by default. */
  readonly positive?: Label;
  /** How sure the interval is; 0.95 by default. */
  readonly confidence?: number;
  /** How many samples drawn anew the interval rests on; 200 by default. */
  readonly bootstraps?: number;
  /** Seed of these. */
  readonly seed?: number;
}

/** What contacting the best people brings that not contacting them would not have brought. */
export interface QiniCurve {
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

/**
 * How well scores find the people whom a contact moves, measured against a control group: the Qini curve and its coefficient (N. Radcliffe,
 * 2007), in responses for each person contacted. The interval is of samples drawn anew, people contacted and control group each by itself.
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
  const { bootstraps = 200, confidence = 0.95, seed = 0 } = options;
  checkLengths(responses.length, scores.length, "scores", WHERE);
  checkLengths(responses.length, treated.length, "treated", WHERE);
  if (!(confidence > 0 && confidence < 1)) throw refusal(`confidence is ${confidence}`, "Use a number between 0 and 1");
  if (!Number.isInteger(bootstraps) || bootstraps < 2) throw refusal(`bootstraps is ${bootstraps}`, "Use 2 or more");
  const ranked = rankedRows(responses, treatedRows(treated, WHERE), scores, options.positive);
  const curve = curveOf(ranked, undefined);
  const random = new Random(seed, WHERE);
  const draws = Float64Array.from({ length: bootstraps }, () => curveOf(ranked, drawnAnew(ranked, random)).coefficient);
  const mean = draws.reduce((sum, value) => sum + value, 0) / bootstraps;
  const squares = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  draws.sort();
  const at = (share: number): number => draws[Math.round(share * (bootstraps - 1))]!;
  return {
    ...curve,
    standardError: Math.sqrt(squares / (bootstraps - 1)),
    interval: [at((1 - confidence) / 2), at((1 + confidence) / 2)],
  };
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
    problem: contacted === 0 ? "nobody was contacted" : "there is no control group",
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
function drawnAnew({ hits, groups }: Ranked, random: Random): Int32Array {
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

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
