import { normalQuantile, twoSidedNormal } from "../engine/numeric/statistics/index.js";
import { KindredError, printed } from "../errors/index.js";
import { check, optionsCheck } from "../options/index.js";
import { type Tabular, withTable } from "./with-table.js";

/** Options of `campaignPower`. */
export interface CampaignPowerOptions {
  /** How many people are contacted. */
  readonly contacted: number;
  /** How many are held back at random. */
  readonly control: number;
  /** Which share responds without the contact, from an earlier campaign: from 0 to 1. */
  readonly rate: number;
  /** How sure the interval of the effect will be; 0.95 by default. */
  readonly confidence?: number;
  /** In which share of campaigns the effect is to be found; 0.8 by default. */
  readonly power?: number;
  /** An effect that is to be found, as a difference of rates (0.01 is one point): then `controlNeeded` says how many to hold back for it. */
  readonly effect?: number;
}

/** What a campaign will be able to tell. */
export interface CampaignPower extends Tabular {
  /** The smallest rise of the rate that will be found, as a difference of rates; infinite where none is. */
  readonly detectable: number;
  /** How many to hold back to find `effect`; infinite where no number suffices, since too few are contacted. */
  readonly controlNeeded?: number;
  /** One sentence, or two. */
  toText(): string;
}

const WHERE = "campaignPower";
const MOST_HELD_BACK = 2 ** 40;

const checkPower = optionsCheck<CampaignPowerOptions>(
  "campaignPower",
  {
    contacted: check.number,
    control: check.number,
    rate: check.number,
    confidence: check.between(0, 1),
    power: check.between(0, 1),
    effect: check.number,
  },
  ["contacted", "control", "rate"],
);

/**
 * Before the campaign: how small an effect the people held back will show, by the usual formula for two shares (J. Fleiss and others, 2003, without
 * correction for continuity). A control that is too small teaches nothing from the campaign.
 *
 * @throws KindredError where a number is out of range.
 *
 * @example
 * ```ts
 * import { campaignPower } from "kindred";
 *
 * const power = campaignPower({ contacted: 5400, control: 600, rate: 0.01, effect: 0.008 });
 * (100 * power.detectable).toFixed(1); // "1.7"
 * power.controlNeeded! > 600; // true
 * console.log(power.toText());
 * ```
 */
export function campaignPower(options: CampaignPowerOptions): CampaignPower {
  checkPower(options);
  const { contacted, control, rate, power = 0.8, effect } = options;
  const between = (name: string, value: number, low: number, high: number): void => {
    if (value > low && value < high) return;
    throw refusal(
      `${name} is ${value}`,
      `Use a number above ${low}${high === Number.POSITIVE_INFINITY ? "" : ` and below ${high}`}`,
    );
  };
  between("contacted", contacted, 0, Number.POSITIVE_INFINITY);
  between("control", control, 0, Number.POSITIVE_INFINITY);
  if (!(rate >= 0 && rate < 1)) throw refusal(`rate is ${rate}`, "Use a share of at least 0 and below 1");
  between("confidence", options.confidence ?? 0.95, 0, 1);
  between("power", power, 0, 1);
  if (effect !== undefined) between("effect", effect, 0, 1 - rate);
  const detectable = detectableEffect(options);
  const controlNeeded = effect === undefined ? undefined : neededFor(effect, options);
  const points = (share: number): string =>
    `${(100 * share).toFixed(1)} point${(100 * share).toFixed(1) === "1.0" ? "" : "s"}`;
  const count = (value: number): string => value.toLocaleString("en-US");
  const first = Number.isFinite(detectable)
    ? `${count(control)} held back beside ${count(contacted)} contacted detect ${points(detectable)} (${(100 * rate).toFixed(1)} % becoming ${(100 * (rate + detectable)).toFixed(1)} %) in ${(100 * power).toFixed(0)} of 100 campaigns.`
    : `${count(control)} held back beside ${count(contacted)} contacted detect no effect at all.`;
  const second =
    controlNeeded === undefined
      ? ""
      : Number.isFinite(controlNeeded)
        ? ` To detect ${points(effect!)} hold back ${count(controlNeeded)}.`
        : ` No number held back detects ${points(effect!)}: contact more people.`;
  const found = {
    detectable,
    ...(controlNeeded === undefined ? {} : { controlNeeded }),
    toText: () => first + second,
  };
  const columns = {
    contacted,
    control,
    rate,
    detectable,
    ...(effect === undefined ? {} : { effect, controlNeeded: controlNeeded! }),
  };
  return printed(
    withTable(found, () => Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, [value]]))),
  );
}

/** The smallest rise of a rate that an interval of the difference leaves 0 out for, in a share `power` of campaigns; infinite where none is. */
export function detectableEffect({
  contacted,
  control,
  rate,
  confidence = 0.95,
  power = 0.8,
}: CampaignPowerOptions): number {
  const [sure, found] = [twoSidedNormal(confidence), normalQuantile(power)];
  const short = (effect: number): boolean => {
    const [p, q] = [rate + effect, rate];
    const pooled = (contacted * p + control * q) / (contacted + control);
    const chance = Math.sqrt(pooled * (1 - pooled) * (1 / contacted + 1 / control));
    const spread = Math.sqrt((p * (1 - p)) / contacted + (q * (1 - q)) / control);
    return effect < sure * chance + found * spread;
  };
  let [low, high] = [0, 1 - rate];
  if (short(high)) return Number.POSITIVE_INFINITY;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (short(middle)) low = middle;
    else high = middle;
  }
  return high;
}

function neededFor(effect: number, options: CampaignPowerOptions): number {
  const short = (control: number): boolean => detectableEffect({ ...options, control }) > effect;
  if (short(MOST_HELD_BACK)) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, 1];
  while (short(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (short(middle)) low = middle;
    else high = middle;
  }
  return high;
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
