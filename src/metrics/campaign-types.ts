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
