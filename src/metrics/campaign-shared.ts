import { isSmall } from "../disclosure/index.js";
import { merged, type Tally } from "./campaign-parts.js";
import type { CampaignBin, CampaignEffect, CampaignSummary, SharedCampaign, SharedEffect } from "./campaign-types.js";

/** Effects of which few people held back responded are given in tenths of a point. */
const STEPS = 1000;

/** Parts merged until in each of them enough people responded, enough did not, and enough were held back. */
export function mergedForOthers(parts: readonly Tally[], minimum: number): Tally[] {
  const hasControls = parts.some(({ controls }) => controls > 0);
  return merged(
    parts,
    ({ rows, actual, controls }) =>
      Math.min(actual, rows - actual, hasControls ? controls : Number.POSITIVE_INFINITY) >= minimum,
  );
}

/**
 * What others may see of a campaign: no number of fewer people than its minimum, and none from which one follows.
 *
 * @param bins - The figures of parts that were merged for it.
 */
export function sharedCampaign(whole: CampaignSummary, bins: readonly CampaignBin[]): SharedCampaign {
  const { rows, actual, minimum, confidence, requestedBins, effect, calibration } = whole;
  const fixed = { confidence, minimum, requestedBins };
  const nothing = { bins: [], actual: null, rate: null };
  if (rows < minimum)
    return { ...nothing, rows: null, expected: null, expectedInterval: null, calibration: null, ...fixed };
  const { expected, expectedInterval, rate } = whole;
  const promised = { rows, expected, expectedInterval };
  if (isSmall(actual, minimum) || isSmall(rows - actual, minimum))
    return { ...nothing, ...promised, calibration: { verdict: calibration.verdict }, ...fixed };
  return {
    bins: bins.map(({ effect: own, ...bin }) => ({ ...bin, ...sharedEffect(own, bin.rows, minimum) })),
    ...promised,
    actual,
    rate,
    calibration,
    ...fixed,
    ...sharedEffect(effect, rows, minimum),
  };
}

function sharedEffect(
  effect: CampaignEffect | undefined,
  rows: number,
  minimum: number,
): { readonly effect?: SharedEffect } {
  if (effect === undefined || effect.controls < minimum) return {};
  const responded = Math.round(effect.controls * effect.controlRate);
  if (!isSmall(responded, minimum) && !isSmall(effect.controls - responded, minimum)) return { effect };
  const rounded = (value: number): number => Math.round(STEPS * value) / STEPS;
  const interval = [rounded(effect.interval[0]), rounded(effect.interval[1])] as const;
  return {
    effect: {
      controls: null,
      controlRate: null,
      effect: rounded(effect.effect),
      interval,
      responses: rounded(effect.effect) * rows,
      responsesInterval: [interval[0] * rows, interval[1] * rows],
    },
  };
}
