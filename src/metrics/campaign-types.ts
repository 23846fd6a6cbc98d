/** What contacting people brought that would not have come by itself. */
export interface CampaignEffect {
  /** People held back. */
  readonly controls: number;
  /** Which share of them responded. */
  readonly controlRate: number;
  /** The response rate of people contacted less that of people held back. */
  readonly effect: number;
  /** Between which two values the effect lies. */
  readonly interval: readonly [number, number];
  /** The responses owed to the contact: the effect times the people contacted. Below 0 the contact cost responses. */
  readonly responses: number;
  /** Between which two numbers these responses lie. */
  readonly responsesInterval: readonly [number, number];
}

/** What others may see of an effect: tenths of a point, where few of those held back responded. */
export interface SharedEffect extends Omit<CampaignEffect, "controls" | "controlRate"> {
  /** People held back; null where their rate would tell how many of them responded. */
  readonly controls: number | null;
  /** Which share of them responded; null where that are fewer people than the minimum. */
  readonly controlRate: number | null;
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

/** How well the promises held: by size first, by chance second. */
export interface CampaignCalibration {
  /** Responses that came for each that was promised. */
  readonly ratio: number;
  /** Between which two values that ratio lies. */
  readonly ratioInterval: readonly [number, number];
  /** By which share of what was promised the parts are off, beyond what chance adds (a root mean square). */
  readonly error: number;
  /**
   * `"holds"`: what differs may be chance. `"small"`: it is more than chance, and within the tolerance: many people make small differences certain.
   * `"off"`: it is more than chance, and large: calibrate again.
   */
  readonly verdict: "holds" | "small" | "off";
  /** The squared differences over their variances, part by part; parts of fewer than five expected responses are joined for it. */
  readonly chiSquared: number;
  /** Its degrees of freedom. */
  readonly degrees: number;
  /** Its p-value. */
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
  /** How well the promises held. */
  readonly calibration: CampaignCalibration;
  /** How sure the intervals are. */
  readonly confidence: number;
  /** Parts were merged until each had as many people contacted, and as many held back. */
  readonly minimum: number;
  /** How many parts were asked for. */
  readonly requestedBins: number;
  /** Against the control group, where there is one. */
  readonly effect?: CampaignEffect;
}

/** One part as others may see it. */
export interface SharedBin extends Omit<CampaignBin, "effect"> {
  /** Against the control group, where there is one of enough people. */
  readonly effect?: SharedEffect;
}

/** What others may see of a campaign: parts are merged until in each of them as many people responded, and as many did not, as are shown at all. */
export interface SharedCampaign {
  /** The parts, the best first; none where too few people were contacted or responded, or all but a few did. */
  readonly bins: readonly SharedBin[];
  /** People contacted; null where they are few. */
  readonly rows: number | null;
  /** Responses promised; null where few people were contacted. */
  readonly expected: number | null;
  /** Between which two numbers of responses chance leaves them, were the probabilities true. */
  readonly expectedInterval: readonly [number, number] | null;
  /** Responses that came; null where they are few, and where all but a few came. */
  readonly actual: number | null;
  /** The rate that came. */
  readonly rate: number | null;
  /** How well the promises held: the verdict alone where responses are few. */
  readonly calibration: CampaignCalibration | Pick<CampaignCalibration, "verdict"> | null;
  /** How sure the intervals are. */
  readonly confidence: number;
  /** Numbers of fewer people are hidden. */
  readonly minimum: number;
  /** How many parts were asked for. */
  readonly requestedBins: number;
  /** Against the control group, where there is one of enough people. */
  readonly effect?: SharedEffect;
}
