import { NOT_SHOWN } from "../disclosure/index.js";
import { detectableEffect } from "./campaign-power.js";
import type {
  CampaignCalibration,
  CampaignSummary,
  SharedBin,
  SharedCampaign,
  SharedEffect,
} from "./campaign-types.js";

/** The report of a campaign as text: the table of parts, promises against responses, and what the contact did. */
export function campaignText(
  summary: SharedCampaign | CampaignSummary,
  hasControls: boolean,
  audience: "shared" | "operator",
): string {
  const { rows, actual, expected, calibration, minimum } = summary;
  if (rows === null || expected === null || calibration === null)
    return `Fewer than ${minimum} people were contacted: no figures are shown.`;
  if (actual === null || !("ratio" in calibration))
    return [
      `Fewer than ${minimum} of ${count(rows)} people responded, or fewer than ${minimum} did not: no figures of them are shown. ${decimal(expected)} responses were promised.`,
      VERDICTS[calibration.verdict],
    ].join("\n");
  const { bins, requestedBins, effect } = summary;
  const head = ["part", "people", "promised", "came", "rate", "interval", "lift", "interval"];
  if (effect !== undefined) head.push("effect (points)", "interval");
  const body = bins.map((bin) => cellsOf(bin, effect !== undefined));
  const widths = head.map((title, j) => Math.max(title.length, ...body.map((cells) => cells[j]!.length)));
  const lines = [head, ...body].map((cells) => cells.map((cell, j) => cell.padStart(widths[j]!)).join("  "));
  if (bins.length < requestedBins) {
    const each = audience === "operator" ? "people contacted" : "people who responded, as many who did not";
    lines.push(
      `${requestedBins} parts were asked for; they were merged to ${bins.length}, so that each has ${minimum} ${each}${hasControls ? ` and ${minimum} held back` : ""}, and none divides people of one probability.`,
    );
  }
  lines.push(promiseText(actual, rows, expected, calibration), calibrationText(calibration));
  if (effect !== undefined) lines.push(effectText(effect, rows, summary.confidence));
  else if (hasControls) lines.push(`Fewer than ${minimum} people were held back: no effect is shown.`);
  return lines.join("\n");
}

const VERDICTS: { readonly [verdict in CampaignCalibration["verdict"]]: string } = {
  holds: "The promises hold: what differs, in all and part by part, may be chance.",
  small: "The promises are off by more than chance, but little: they serve as they are.",
  off: "The promises are off by more than chance: calibrate again before the next list.",
};

function cellsOf(part: SharedBin, hasEffect: boolean): string[] {
  const { bin, rows, expected, actual, rate, interval, lift, liftInterval, effect } = part;
  const cells = [
    String(bin),
    count(rows),
    expected.toFixed(1),
    String(actual),
    percent(rate),
    `${percent(interval[0])} to ${percent(interval[1])}`,
    lift.toFixed(2),
    `${liftInterval[0].toFixed(2)} to ${liftInterval[1].toFixed(2)}`,
  ];
  if (effect !== undefined)
    cells.push(points(effect.effect), `${points(effect.interval[0])} to ${points(effect.interval[1])}`);
  else if (hasEffect) cells.push(NOT_SHOWN, NOT_SHOWN);
  return cells;
}

function promiseText(
  actual: number,
  rows: number,
  expected: number,
  { ratio, ratioInterval }: CampaignCalibration,
): string {
  return `${count(actual)} responses of ${count(rows)} people came, ${decimal(expected)} were promised: ${ratio.toFixed(2)} times as many (${ratioInterval[0].toFixed(2)} to ${ratioInterval[1].toFixed(2)}).`;
}

function calibrationText({ error, ratio, verdict, p }: CampaignCalibration): string {
  const chance = `p ${p < 0.001 ? "< 0.001" : p.toFixed(3)}`;
  const off = `${(100 * Math.max(error, Math.abs(ratio - 1))).toFixed(0)} %`;
  if (verdict === "holds")
    return `The promises hold: what differs, in all and part by part, may be chance (${chance}).`;
  if (verdict === "small")
    return `The promises are off by ${off}, more than chance (${chance}) but little: they serve as they are.`;
  return `The promises are off by ${off}, more than chance (${chance}): calibrate again before the next list.`;
}

function effectText(
  { effect, interval, responses, responsesInterval, controls, controlRate }: SharedEffect,
  rows: number,
  confidence: number,
): string {
  const size = `${points(Math.abs(effect)).replace("+", "")} points ${effect < 0 ? "fewer" : "more"}`;
  const range = `${points(interval[0])} to ${points(interval[1])} points`;
  const start = `Against people held back: ${size} responded (${range})`;
  const [low, high] = responsesInterval.map((value) => count(Math.round(Math.abs(value))));
  if (interval[0] > 0)
    return `${start}: about ${count(Math.round(responses))} responses that would not have come (${low} to ${high}).`;
  if (interval[1] < 0)
    return `${start}: the contact cost about ${count(Math.round(-responses))} responses (${high} to ${low}).`;
  const none = `${start}: that may be chance, no effect is shown.`;
  if (controls === null || controlRate === null) return none;
  const detectable = detectableEffect({ contacted: rows, control: controls, rate: controlRate, confidence });
  const reach = Number.isFinite(detectable)
    ? ` With ${count(controls)} held back an effect of ${points(detectable).replace("+", "")} points would be found in 8 of 10 campaigns.`
    : "";
  return `${none}${reach}`;
}

function decimal(value: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function points(share: number): string {
  const text = (100 * Math.abs(share)).toFixed(1);
  return `${text === "0.0" ? "" : share < 0 ? "−" : "+"}${text}`;
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : NOT_SHOWN;
}
