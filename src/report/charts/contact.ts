import { check, checkArguments, optionsCheck } from "../../options/index.js";
import type { ReportedCampaign, ReportedList } from "../results.js";
import { shownParts, stepsOf } from "../sections/contact.js";
import {
  type ChartOptions,
  chartChecks,
  chartContext,
  nameField,
  numberField,
  shareField,
  spec,
  type VegaLiteSpec,
} from "./spec.js";

const checkWaterfall = optionsCheck<ChartOptions>("charts.waterfall", chartChecks);

/**
 * The way from the rows of a file to those on the list.
 *
 * @param list - What `prospectList` gave. Nothing of a person on it is read.
 */
export function waterfall(list: ReportedList, options: ChartOptions = {}): VegaLiteSpec {
  checkArguments("charts.waterfall", { list: [list, check.resultWith("waterfall", "what prospectList gave")] });
  checkWaterfall(options);
  const steps = stepsOf(list, chartContext(options, []));
  const values = steps.map(({ outcomes, rows, left }) => ({ outcome: outcomes.join(" and "), people: rows, left }));
  return spec("From the file to the list", "Rows by what became of them, and how many are left.", values, {
    encoding: { y: nameField("outcome", "Outcome") },
    layer: [
      { mark: "bar", encoding: { x: numberField("left", "Left") } },
      { mark: { type: "tick", color: "black" }, encoding: { x: numberField("people", "Left") } },
    ],
  });
}

const checkCampaign = optionsCheck<ChartOptions>("charts.campaign", chartChecks);

/**
 * The rates that were promised and those that came, by part of the list.
 *
 * @param report - What `campaignReport` gave.
 */
export function campaign(report: ReportedCampaign, options: ChartOptions = {}): VegaLiteSpec {
  checkArguments("charts.campaign", { report: [report, check.resultWith("bins", "what campaignReport gave")] });
  checkCampaign(options);
  const values = shownParts(report, chartContext(options, []))
    .filter(({ hidden }) => !hidden)
    .map(({ bin, expectedRate, rate, interval: [low, high] }) => ({
      part: bin,
      promised: expectedRate,
      came: rate,
      low,
      high,
    }));
  return spec(
    "What was promised and what came",
    "The response rate of each part of the list, the best first.",
    values,
    {
      encoding: { y: { field: "part", type: "ordinal", title: "Part" } },
      layer: [
        { mark: "rule", encoding: { x: shareField("low", "Rate"), x2: { field: "high" } } },
        { mark: { type: "point", size: 70 }, encoding: { x: shareField("promised", "Rate") } },
        { mark: { type: "point", filled: true, size: 70 }, encoding: { x: shareField("came", "Rate") } },
      ],
    },
  );
}
