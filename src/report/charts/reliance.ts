import { check, checkArguments, optionsCheck } from "../../options/index.js";
import type { ReportedChoice, ReportedMigration, ReportedStability } from "../results.js";
import { shownMoves } from "../sections/hold.js";
import {
  type ChartOptions,
  chartChecks,
  chartContext,
  label,
  nameField,
  numberField,
  spec,
  type VegaLiteSpec,
} from "./spec.js";

const CRITERIA = ["silhouette", "calinskiHarabasz", "daviesBouldin", "cramersV"] as const;

/**
 * The criteria for the number of segments, each with its own axis.
 *
 * @param result - What `chooseClusters` gave.
 */
export function choice(result: ReportedChoice): VegaLiteSpec {
  checkArguments("charts.choice", { choice: [result, check.resultWith("rows", "what chooseClusters gave")] });
  const { rows } = result;
  const values = CRITERIA.flatMap((criterion) =>
    rows.flatMap((row) =>
      row[criterion] === undefined ? [] : [{ segments: row.k, criterion, value: row[criterion] }],
    ),
  );
  return spec("Criteria by number of segments", "One small chart a criterion.", values, {
    width: 260,
    height: 120,
    mark: { type: "line", point: true },
    encoding: {
      x: { field: "segments", type: "ordinal", title: "Segments" },
      y: { ...numberField("value", ""), scale: { zero: false } },
      facet: { field: "criterion", type: "nominal", columns: 2, sort: [...CRITERIA], title: null },
    },
    resolve: { scale: { y: "independent" } },
  });
}

const checkStability = optionsCheck<ChartOptions>("charts.stability", chartChecks);

/**
 * How often each segment comes out again.
 *
 * @param result - What `stability` gave.
 */
export function stability(result: ReportedStability, options: ChartOptions = {}): VegaLiteSpec {
  checkArguments("charts.stability", { result: [result, check.resultWith("segments", "what stability gave")] });
  const { segments } = result;
  checkStability(options);
  const context = chartContext(
    options,
    segments.map(({ segment }) => segment),
  );
  const values = segments.map(({ segment, jaccard }) => ({ segment: label(segment, context), jaccard }));
  return spec(
    "Does each segment come out again",
    "A Jaccard for each segment: 1 where the same people stay together.",
    values,
    {
      mark: "bar",
      encoding: {
        y: nameField("segment", "Segment"),
        x: { ...numberField("jaccard", "Jaccard"), scale: { domain: [0, 1] } },
      },
    },
  );
}

const checkMigration = optionsCheck<ChartOptions>("charts.migration", chartChecks);

/**
 * How many people went from which segment to which.
 *
 * @param result - What `migration` gave.
 */
export function migration(result: ReportedMigration, options: ChartOptions = {}): VegaLiteSpec {
  checkArguments("charts.migration", { result: [result, check.resultWith("moves", "what migration gave")] });
  const { moves } = result;
  checkMigration(options);
  const context = chartContext(
    options,
    moves.flatMap(({ before, after }) => [before, after]),
  );
  const values = shownMoves(moves, context)
    .filter(({ hidden }) => hidden === undefined)
    .map(({ before, after, rows }) => ({ before: label(before, context), after: label(after, context), people: rows }));
  return spec("Who moved since the former model", "People by their segment before and now.", values, {
    encoding: { x: nameField("after", "Now"), y: nameField("before", "Before") },
    layer: [
      { mark: "rect", encoding: { color: numberField("people", "People") } },
      { mark: "text", encoding: { text: { field: "people", type: "quantitative", format: "," } } },
    ],
  });
}
