import { FEWEST_SHOWN } from "../disclosure/index.js";
import { newcombeInterval } from "../engine/numeric/statistics/index.js";
import { type Printable, printed, textTable } from "../errors/index.js";
import type { Label, Labels, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { partsOf } from "./campaign-parts.js";
import { treatedRows } from "./qini-curve.js";
import { binaryRows, checkLengths } from "./truth.js";
import { type Tabular, withTable } from "./with-table.js";

/** Options of `upliftTable`. */
export interface UpliftTableOptions {
  /** Which label is the response; 1 or true by default. */
  readonly positive?: Label;
  /** How many parts people are cut into, before those that are too small are merged; 10 by default. */
  readonly bins?: number;
  /** Parts are merged until each has as many people contacted and as many held back; 30 by default. */
  readonly minimum?: number;
  /** How sure the intervals are; 0.95 by default. */
  readonly confidence?: number;
}

/** One part of the people, from those whom a contact is expected to move most. */
export interface UpliftBin {
  /** From 1: the best. */
  readonly bin: number;
  /** People contacted. */
  readonly rows: number;
  /** People held back. */
  readonly controls: number;
  /** The mean uplift that was expected of people contacted. */
  readonly expected: number;
  /** Which share of people contacted responded. */
  readonly rate: number;
  /** Which share of people held back responded. */
  readonly controlRate: number;
  /** The first less the second. */
  readonly effect: number;
  /** Between which two values the effect lies: Newcombe's interval. */
  readonly interval: readonly [number, number];
}

/** The parts, which print themselves. */
export interface UpliftTable extends Array<UpliftBin>, Printable, Tabular {}

const WHERE = "upliftTable";

const checkUplift = optionsCheck<UpliftTableOptions>("upliftTable", {
  positive: check.label,
  bins: check.whole(1),
  minimum: check.whole(1),
  confidence: check.between(0, 1),
});

/**
 * Uplift by decile: people cut into parts from the highest expected uplift down, with what the contact did in each. Where the scores find
 * those whom a contact moves, effects fall from part to part.
 *
 * @param responses - Who responded.
 * @param treated - Who was contacted: 1 or true; 0 or false for the control group, which must have been drawn at random.
 * @param scores - How much a contact is expected to move each person.
 * @throws KindredError where lengths differ, or either group is empty.
 *
 * @example
 * ```ts
 * import { upliftTable } from "kindred";
 *
 * const treated = Array.from({ length: 200 }, (_, i) => i % 2);
 * const scores = treated.map((_, i) => (i < 100 ? 0.5 : 0));
 * const responses = treated.map((one, i) => (i < 100 ? one : i % 5 === 0 ? 1 : 0));
 * upliftTable(responses, treated, scores, { bins: 2 }).map(({ effect }) => effect); // [1, 0]
 * ```
 */
export function upliftTable(
  responses: Labels,
  treated: Labels,
  scores: Numbers,
  options: UpliftTableOptions = {},
): UpliftTable {
  checkArguments("upliftTable", {
    responses: [responses, check.labels],
    treated: [treated, check.labels],
    scores: [scores, check.numbers],
  });
  checkUplift(options);
  const { bins = 10, minimum = FEWEST_SHOWN, confidence = 0.95, positive } = options;
  const rows = binaryRows(responses, scores, positive === undefined ? {} : { positive }, WHERE);
  checkLengths(rows.hits.length, treated.length, "treated", WHERE);
  const parts = partsOf(rows.hits, rows.scores, treatedRows(treated, WHERE), bins, minimum).map((part, k) => ({
    bin: k + 1,
    rows: part.rows,
    controls: part.controls,
    expected: part.expected / part.rows,
    rate: part.actual / part.rows,
    controlRate: part.controlActual / part.controls,
    effect: part.actual / part.rows - part.controlActual / part.controls,
    interval: newcombeInterval(part.actual, part.rows, part.controlActual, part.controls, confidence),
  }));
  const of = (pick: (part: UpliftBin) => number): number[] => parts.map(pick);
  const whole = withTable(parts, () => ({
    bin: of(({ bin }) => bin),
    rows: of((part) => part.rows),
    controls: of(({ controls }) => controls),
    expected: of(({ expected }) => expected),
    rate: of(({ rate }) => rate),
    controlRate: of(({ controlRate }) => controlRate),
    effect: of(({ effect }) => effect),
    effectLow: of(({ interval }) => interval[0]),
    effectHigh: of(({ interval }) => interval[1]),
  }));
  return printed(whole, () =>
    textTable(
      ["part", "contacted", "held back", "expected", "rate", "rate held back", "effect", "from", "to"],
      parts.length,
      (k) => {
        const { bin, rows: contacted, controls, expected, rate, controlRate, effect, interval } = parts[k]!;
        return [bin, contacted, controls, expected, rate, controlRate, effect, ...interval];
      },
    ),
  );
}
