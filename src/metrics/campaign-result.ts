import type { Table } from "apache-arrow";
import { printed } from "../errors/index.js";
import { FeatureMatrix } from "../matrix/index.js";
import { campaignText } from "./campaign-text.js";
import type {
  CampaignBin,
  CampaignCalibration,
  CampaignEffect,
  CampaignSummary,
  SharedBin,
  SharedCampaign,
} from "./campaign-types.js";

/** A report that prints itself. */
export class CampaignResult implements CampaignSummary {
  static {
    printed(CampaignResult.prototype);
  }

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

  readonly #shared: SharedCampaign;

  /** @internal */
  constructor(parts: CampaignSummary, shared: SharedCampaign) {
    this.#shared = shared;
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

  /** What others may see: no number of fewer people than `minimum`, and none from which one follows. */
  shared(): SharedCampaign {
    return this.#shared;
  }

  /** One row a part, in numbers: what `bins` has, intervals as two columns; effects are missing where there was no control group. For others by default. */
  toTable(audience: "shared" | "operator" = "shared"): Table {
    const { bins } = audience === "operator" ? this : this.#shared;
    const of = (pick: (bin: SharedBin) => number): number[] => bins.map(pick);
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

  /** What others may see, for JSON. */
  toJSON(): SharedCampaign {
    return this.#shared;
  }

  /** Part by part: people, responses promised and come, rates, lift, and the effect in points where there was a control group. For others by default. */
  toText(audience: "shared" | "operator" = "shared"): string {
    return campaignText(audience === "operator" ? this : this.#shared, this.effect !== undefined, audience);
  }
}
