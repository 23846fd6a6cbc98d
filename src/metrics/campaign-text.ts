import { detectableEffect } from "./campaign-power.js";
import type { CampaignBin, CampaignCalibration, CampaignEffect, CampaignSummary } from "./campaign-types.js";
import { NOT_SHOWN } from "./small-cells.js";

/** The report of a campaign as text: the table of parts, promises against responses, and what the contact did. */
export function campaignText(summary: CampaignSummary): string {
  const { bins, rows, minimum, requestedBins, effect, calibration } = summary;
  if (rows < minimum) return `Fewer than ${minimum} people were contacted: no figures are shown.`;
  const head = ["part", "people", "promised", "came", "rate", "interval", "lift", "interval"];
  if (effect !== undefined) head.push("effect (points)", "interval");
  const body = bins.map(cellsOf);
  const widths = head.map((title, j) => Math.max(title.length, ...body.map((cells) => cells[j]!.length)));
  const lines = [head, ...body].map((cells) => cells.map((cell, j) => cell.padStart(widths[j]!)).join("  "));
  if (bins.length < requestedBins)
    lines.push(
      `${requestedBins} parts were asked for; they were merged to ${bins.length}, so that each has ${minimum} people contacted${effect === undefined ? "" : ` and ${minimum} held back`}, and none divides people of one probability.`,
    );
  lines.push(promiseText(summary), calibrationText(calibration));
  if (effect !== undefined) lines.push(effectText(effect, summary));
  return lines.join("\n");
}

function cellsOf({ bin, rows, expected, actual, rate, interval, lift, liftInterval, effect }: CampaignBin): string[] {
  const cells = [
    String(bin),
    rows.toLocaleString("en-US"),
    expected.toFixed(1),
    String(actual),
    percent(rate),
    `${percent(interval[0])} to ${percent(interval[1])}`,
    lift.toFixed(2),
    `${liftInterval[0].toFixed(2)} to ${liftInterval[1].toFixed(2)}`,
  ];
  if (effect !== undefined)
    cells.push(points(effect.effect), `${points(effect.interval[0])} to ${points(effect.interval[1])}`);
  return cells;
}

function promiseText({ actual, rows, expected, calibration }: CampaignSummary): string {
  const { ratio, ratioInterval } = calibration;
  return `${count(actual)} responses of ${count(rows)} people came, ${expected.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} were promised: ${ratio.toFixed(2)} times as many (${ratioInterval[0].toFixed(2)} to ${ratioInterval[1].toFixed(2)}).`;
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
  { effect, interval, responses, responsesInterval, controls, controlRate }: CampaignEffect,
  { rows, confidence, minimum }: CampaignSummary,
): string {
  const size = `${points(Math.abs(effect)).replace("+", "")} points ${effect < 0 ? "fewer" : "more"}`;
  const range = `${points(interval[0])} to ${points(interval[1])} points`;
  const start = `Against people held back: ${size} responded (${range})`;
  const [low, high] = responsesInterval.map((value) => count(Math.round(Math.abs(value))));
  if (interval[0] > 0)
    return `${start}: about ${count(Math.round(responses))} responses that would not have come (${low} to ${high}).`;
  if (interval[1] < 0)
    return `${start}: the contact cost about ${count(Math.round(-responses))} responses (${high} to ${low}).`;
  const held = controls < minimum ? `fewer than ${minimum}` : count(controls);
  const detectable = detectableEffect({ contacted: rows, control: controls, rate: controlRate, confidence });
  const reach = Number.isFinite(detectable)
    ? ` With ${held} held back an effect of ${points(detectable).replace("+", "")} points would be found in 8 of 10 campaigns.`
    : "";
  return `${start}: that may be chance, no effect is shown.${reach}`;
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
