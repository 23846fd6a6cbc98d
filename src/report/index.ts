/**
 * Results as charts and as one HTML page.
 *
 * @module kindred/report
 */

export * as charts from "./charts/index.js";
export type { ChartData, ChartOptions, VegaLiteSpec } from "./charts/spec.js";
export type { Audience } from "./context.js";
export type {
  DriftedColumn,
  DroppedColumn,
  ReportedAuc,
  ReportedBlock,
  ReportedData,
  ReportedDrift,
  ReportedFile,
  ReportedMissing,
} from "./data-results.js";
export type {
  ComparedSegment,
  ComparedShares,
  ProfiledColumn,
  ProfiledSegment,
  ProfiledValue,
  ReportedAdvice,
  ReportedCampaign,
  ReportedCampaignPart,
  ReportedChoice,
  ReportedChoiceRow,
  ReportedComparison,
  ReportedExplanation,
  ReportedList,
  ReportedMigration,
  ReportedModel,
  ReportedOutcome,
  ReportedProfile,
  ReportedPromise,
  ReportedRule,
  ReportedSpread,
  ReportedStability,
  SegmentId,
  SegmentMove,
  SegmentNames,
  SegmentStability,
} from "./results.js";
export { type ReportOptions, segmentationReport } from "./segmentation-report.js";
