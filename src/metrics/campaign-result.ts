import type { Table } from "apache-arrow";
import { FeatureMatrix } from "../matrix/index.js";
import { hiddenCells, hiddenNote, NOT_SHOWN } from "./small-cells.js";

/** What contacting people brought that would not have come by itself. */
export interface CampaignEffect {
  /** People held back. */
  readonly controls: number;
  /** Which share of them responded; NaN where nobody was held back. */
  readonly controlRate: number;
  /** The response rate of people contacted less that of people held back. */
  readonly effect: number;
  /** Between which two values the effect lies. */
  readonly interval: readonly [number, number];
  /** The responses owed to the contact: the effect times the people contacted. */
  readonly responses: number;
}

/** One part of the list: figures of the people contacted. */
export interface CampaignBin {
  /** From 1: the best. */
  readonly bin: number;
  /** People contacted. */
  readonly rows: number;
  /** Responses promised: the sum of the probabilities. */
  readonly expected: number;
  /** Responses that came. */
  readonly actual: number;
  /** The rate promised. */
  readonly expectedRate: number;
  /** The rate that came. */
  readonly rate: number;
  /** Between which two values the rate lies. */
  readonly interval: readonly [number, number];
  /** The rate over that of the whole list. */
  readonly lift: number;
  /** Between which two values the lift lies. */
  readonly liftInterval: readonly [number, number];
  /** The share of all responses that came from this part and those before it. */
  readonly reached: number;
  /** Against the control group, where there is one. */
  readonly effect?: CampaignEffect;
}

/** Do promises and responses differ more than chance has it? */
export interface CampaignCalibration {
  /** The squared differences over their variances, part by part. */
  readonly chiSquared: number;
  /** Its degrees of freedom: the parts. */
  readonly degrees: number;
  /** Its p-value: a small one says that the promises do not hold. */
  readonly p: number;
}

/** What holds for the whole list. */
export interface CampaignSummary {
  /** The parts, the best first. */
  readonly bins: readonly CampaignBin[];
  /** People contacted. */
  readonly rows: number;
  /** Responses promised. */
  readonly expected: number;
  /** Between which two numbers of responses chance leaves them, were the probabilities true. */
  readonly expectedInterval: readonly [number, number];
  /** Responses that came. */
  readonly actual: number;
  /** The rate that came. */
  readonly rate: number;
  /** Do promises and responses differ more than chance has it? */
  readonly calibration: CampaignCalibration;
  /** How sure the intervals are. */
  readonly confidence: number;
  /** Parts of fewer people show no figures in the text. */
  readonly minimum: number;
  /** Against the control group, where there is one. */
  readonly effect?: CampaignEffect;
}

/** A report that prints itself. */
export class CampaignResult implements CampaignSummary {
  readonly bins: readonly CampaignBin[];
  readonly rows: number;
  readonly expected: number;
  readonly expectedInterval: readonly [number, number];
  readonly actual: number;
  readonly rate: number;
  readonly calibration: CampaignCalibration;
  readonly confidence: number;
  readonly minimum: number;
  readonly effect?: CampaignEffect;

  /** @internal */
  constructor(parts: CampaignSummary) {
    this.bins = parts.bins;
    this.rows = parts.rows;
    this.expected = parts.expected;
    this.expectedInterval = parts.expectedInterval;
    this.actual = parts.actual;
    this.rate = parts.rate;
    this.calibration = parts.calibration;
    this.confidence = parts.confidence;
    this.minimum = parts.minimum;
    if (parts.effect !== undefined) this.effect = parts.effect;
  }

  /** One row a part, in numbers: what `bins` has, intervals as two columns; effects are missing where there was no control group. */
  toTable(): Table {
    const of = (pick: (bin: CampaignBin) => number): number[] => this.bins.map(pick);
    return FeatureMatrix.fromColumns({
      bin: of(({ bin }) => bin),
      rows: of(({ rows }) => rows),
      expected: of(({ expected }) => expected),
      actual: of(({ actual }) => actual),
      expectedRate: of(({ expectedRate }) => expectedRate),
      rate: of(({ rate }) => rate),
      rateLow: of(({ interval }) => interval[0]),
      rateHigh: of(({ interval }) => interval[1]),
      lift: of(({ lift }) => lift),
      liftLow: of(({ liftInterval }) => liftInterval[0]),
      liftHigh: of(({ liftInterval }) => liftInterval[1]),
      reached: of(({ reached }) => reached),
      effect: of(({ effect }) => effect?.effect ?? Number.NaN),
      effectLow: of(({ effect }) => effect?.interval[0] ?? Number.NaN),
      effectHigh: of(({ effect }) => effect?.interval[1] ?? Number.NaN),
    }).toTable();
  }

  /** Part by part: people, responses promised and come, rates, lift, and the effect where there was a control group. */
  toText(): string {
    const hidden = hiddenCells(
      this.bins.map(({ rows, effect }) => Math.min(rows, effect?.controls || rows)),
      this.minimum,
    );
    const tested = this.effect !== undefined;
    const head = [
      "part",
      "people",
      "promised",
      "came",
      "rate",
      "interval",
      "lift",
      "interval",
      ...(tested ? ["effect", "interval"] : []),
    ];
    const body = this.bins.map((bin, k) =>
      hidden[k] ? [String(bin.bin), ...head.slice(1).map(() => NOT_SHOWN)] : cellsOf(bin),
    );
    const widths = head.map((title, j) => Math.max(title.length, ...body.map((cells) => cells[j]!.length)));
    const lines = [head, ...body].map((cells) => cells.map((cell, j) => cell.padStart(widths[j]!)).join("  "));
    const [low, high] = this.expectedInterval;
    const { p } = this.calibration;
    return [
      ...lines,
      `${this.actual} responses of ${this.rows.toLocaleString("en-US")} people came; ${this.expected.toFixed(1)} were promised (${low.toFixed(0)} to ${high.toFixed(0)} by chance).`,
      `Promises part by part: p ${p < 0.001 ? "< 0.001" : p.toFixed(3)}${p < 0.05 ? ": they do not hold, calibrate anew" : ""}.`,
      ...(this.effect === undefined ? [] : [effectText(this.effect)]),
      ...(hidden.includes(true) ? [hiddenNote(this.minimum)] : []),
    ].join("\n");
  }
}

function cellsOf({ bin, rows, expected, actual, rate, interval, lift, liftInterval, effect }: CampaignBin): string[] {
  return [
    String(bin),
    rows.toLocaleString("en-US"),
    expected.toFixed(1),
    String(actual),
    percent(rate),
    `${percent(interval[0])} to ${percent(interval[1])}`,
    lift.toFixed(2),
    `${liftInterval[0].toFixed(2)} to ${liftInterval[1].toFixed(2)}`,
    ...(effect === undefined
      ? []
      : [percent(effect.effect), `${percent(effect.interval[0])} to ${percent(effect.interval[1])}`]),
  ];
}

function effectText({ effect, interval, responses }: CampaignEffect): string {
  return `Against the control group: ${percent(effect)} more (${percent(interval[0])} to ${percent(interval[1])}), or ${responses.toFixed(0)} responses that would not have come.`;
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${share < 0 ? "−" : ""}${(100 * Math.abs(share)).toFixed(1)} %` : NOT_SHOWN;
}
