import type { Table } from "apache-arrow";
import { FeatureMatrix } from "../matrix/index.js";
import { campaignText } from "./campaign-text.js";
import type { CampaignBin, CampaignCalibration, CampaignEffect, CampaignSummary } from "./campaign-types.js";

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
  readonly requestedBins: number;
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
    this.requestedBins = parts.requestedBins;
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

  /** What may be passed on: counts of fewer people than `minimum` are null, and where that is the whole list there are no parts. */
  toJSON(): object {
    const { bins, minimum, effect, ...rest } = { ...this };
    if (this.rows < minimum)
      return { minimum, confidence: this.confidence, requestedBins: this.requestedBins, bins: [] };
    const shown = (one: CampaignEffect): object =>
      one.controls < minimum ? { ...one, controls: null, controlRate: null } : one;
    return {
      ...rest,
      minimum,
      bins: bins.map((bin) => (bin.effect === undefined ? bin : { ...bin, effect: shown(bin.effect) })),
      ...(effect === undefined ? {} : { effect: shown(effect) }),
    };
  }

  /** Part by part: people, responses promised and come, rates, lift, and the effect in points where there was a control group. */
  toText(): string {
    return campaignText(this);
  }
}
