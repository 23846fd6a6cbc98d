import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { SAME, shownComparison, shownSegments } from "../compared.js";
import { heatOf } from "../heat.js";
import type { ReportedComparison, ReportedProfile } from "../results.js";
import {
  type ChartOptions,
  chartChecks,
  chartContext,
  label,
  nameField,
  numberField,
  shareField,
  spec,
  type VegaLiteSpec,
} from "./spec.js";

const checkShares = optionsCheck<ChartOptions>("charts.shares", chartChecks);

/**
 * Each segment's share of the customers beside its share of the population.
 *
 * @param comparison - What `compareSegments` gave.
 *
 * @example
 * ```ts
 * import { compareSegments } from "kindred";
 * import { charts } from "kindred/report";
 *
 * const comparison = compareSegments({ population: [0, 0, 1, 1, 1], customers: [0, 0, 0, 1], overlap: "none" });
 * const chart = charts.shares(comparison, { audience: "operator" });
 * chart.data.values.length; // 2
 * ```
 */
export function shares(comparison: ReportedComparison, options: ChartOptions = {}): VegaLiteSpec {
  checkArguments("charts.shares", {
    comparison: [comparison, check.resultWith("segments", "what compareSegments gave")],
  });
  checkShares(options);
  const context = chartContext(
    options,
    comparison.segments.map(({ segment }) => segment),
  );
  const values = shownSegments(shownComparison(comparison, context), context)
    .filter(({ hidden }) => !hidden)
    .map(({ segment, populationShare, customerShare }) => ({
      segment: label(segment, context),
      people: populationShare,
      customers: customerShare,
    }));
  return spec(
    "Shares of customers and of people",
    "One line a segment, from its share of people to that of customers.",
    values,
    {
      encoding: { y: nameField("segment", "Segment") },
      layer: [
        {
          mark: { type: "rule", color: "gray" },
          encoding: { x: shareField("people", "Share"), x2: { field: "customers" } },
        },
        { mark: { type: "point", size: 70 }, encoding: { x: shareField("people", "Share") } },
        { mark: { type: "point", filled: true, size: 70 }, encoding: { x: shareField("customers", "Share") } },
      ],
    },
  );
}

const checkIndex = optionsCheck<ChartOptions>("charts.index", chartChecks);

/**
 * Each segment's index with its interval, on a logarithmic axis with the band in which indices count as the same as overall.
 *
 * @param comparison - What `compareSegments` gave.
 */
export function index(comparison: ReportedComparison, options: ChartOptions = {}): VegaLiteSpec {
  checkArguments("charts.index", {
    comparison: [comparison, check.resultWith("segments", "what compareSegments gave")],
  });
  checkIndex(options);
  const context = chartContext(
    options,
    comparison.segments.map(({ segment }) => segment),
  );
  const values = shownSegments(shownComparison(comparison, context), context)
    .filter((one) => !one.hidden && one.index > 0 && Number.isFinite(one.index))
    .map(({ segment, index: value, interval: [low, high], finding }) => ({
      segment: label(segment, context),
      index: value,
      low,
      high,
      sure: finding !== "none",
    }));
  const scale = { type: "log" };
  return spec("Index of each segment", "Share of customers over share of people, with its interval.", values, {
    layer: [
      {
        data: { values: [{ from: SAME[0], to: SAME[1] }] },
        mark: { type: "rect", color: "lightgray" },
        encoding: { x: { ...numberField("from", "Index"), scale }, x2: { field: "to" } },
      },
      {
        mark: "rule",
        encoding: {
          y: nameField("segment", "Segment"),
          x: { ...numberField("low", "Index"), scale },
          x2: { field: "high" },
        },
      },
      {
        mark: { type: "point", size: 70 },
        encoding: {
          y: nameField("segment", "Segment"),
          x: { ...numberField("index", "Index"), scale },
          fillOpacity: { condition: { test: "datum.sure", value: 1 }, value: 0 },
          fill: { value: "#0b5cad" },
        },
      },
    ],
  });
}

const checkHeatMap = optionsCheck<ChartOptions>("charts.heatMap", chartChecks);

/**
 * What each segment has more and less of, in standard deviations: the 30 columns that tell most.
 *
 * @param profile - What `profileSegments` gave.
 */
export function heatMap(profile: ReportedProfile, options: ChartOptions = {}): VegaLiteSpec {
  checkArguments("charts.heatMap", { profile: [profile, check.resultWith("segments", "what profileSegments gave")] });
  checkHeatMap(options);
  const context = chartContext(
    options,
    profile.segments.map(({ segment }) => segment),
  );
  const { ids, first } = heatOf(profile, [], context);
  const values = first.flatMap(({ column, effects }) =>
    effects.flatMap((effect, s) =>
      effect === undefined ? [] : [{ column, segment: label(ids[s]!, context), effect }],
    ),
  );
  return spec(
    "What sets segments apart",
    "Standard deviations from the mean of all rows, by column and segment.",
    values,
    {
      encoding: { x: nameField("segment", "Segment"), y: nameField("column", "Column") },
      layer: [
        {
          mark: "rect",
          encoding: {
            color: { ...numberField("effect", "Effect"), scale: { scheme: "blueorange", domainMid: 0, reverse: true } },
          },
        },
        {
          mark: { type: "text", fontSize: 9 },
          encoding: { text: { field: "effect", type: "quantitative", format: "+.1f" } },
        },
      ],
    },
  );
}
