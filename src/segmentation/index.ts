export { PrintedResult } from "../errors/index.js";
export type { BestClusters, ChoiceSpread, ClusterAdvice, ClusterChoice } from "./choose-clusters/choice.js";
export { type ChoicesParts, ClusterChoices } from "./choose-clusters/cluster-choices.js";
export type { OpenOptions } from "./choose-clusters/clusterings.js";
export { chooseClusters } from "./choose-clusters/index.js";
export type { InertiaPoint } from "./choose-clusters/knee.js";
export type { ChooseOptions } from "./choose-clusters/options.js";
export { compareMissing, type MissingComparison, type MissingPair } from "./compare-missing.js";
export type { SegmentComparison } from "./compare-segments/comparison.js";
export { compareSegments } from "./compare-segments/index.js";
export type {
  BothClusters,
  BothWeights,
  ClusterLabels,
  CompareOptions,
  RowsBySegment,
} from "./compare-segments/options.js";
export type { GroupComparison, SegmentRow, ShareRatio } from "./compare-segments/segment-row.js";
export type { SharedGroup, SharedSegmentRow } from "./compare-segments/shared-rows.js";
export type { Audience, ComparisonSummary, SharedComparison } from "./compare-segments/summary.js";
export type { NewValue } from "./drift-counts.js";
export { type ColumnDrift, type DriftReport, driftReport, type ProfiledModel } from "./drift-report.js";
export { type ExplainOptions, explainSegments } from "./explain-segments.js";
export type { ExplainableModel } from "./explained-model.js";
export type { GivenSegments } from "./match-segments/given-segments.js";
export { matchSegments } from "./match-segments/index.js";
export {
  type MatchParts,
  SegmentMatch,
  type SegmentMerge,
  type SegmentPair,
  type SegmentSplit,
} from "./match-segments/segment-match.js";
export { type MigrationOptions, migration } from "./migration/index.js";
export type { Move, SharedMigration, SharedMove, Stayed } from "./migration/moves.js";
export { type MigrationParts, SegmentMigration } from "./migration/segment-migration.js";
export {
  type MissingBlock,
  type MissingColumn,
  type MissingReport,
  type MissingSummary,
  missingReport,
} from "./missing-report.js";
export { type ExplainedTraits, nameSegments, type SegmentNames } from "./name-segments.js";
export { type ProfileOptions, profileSegments, type SegmentProfiles } from "./profile-segments.js";
export { renameSegments } from "./rename-segments.js";
export { type RenumberOptions, renumberSegments } from "./renumber-segments.js";
export type { RfmSegment, SharedRfmSegment } from "./rfm/business-segments.js";
export { rfm } from "./rfm/index.js";
export type { AmountColumns, RfmBreaks, RfmFeature, RfmOptions } from "./rfm/options.js";
export type { RfmRows } from "./rfm/read-log.js";
export { RfmResult } from "./rfm/result.js";
export { segmentRules } from "./rules/index.js";
export { type RuleOfSegment, SegmentRules } from "./rules/segment-rules-result.js";
export type { SampleTest } from "./sample-tests.js";
export type {
  SegmentComponent,
  SegmentExplanation,
  SegmentExplanations,
  SegmentTrait,
} from "./segment-explanation.js";
export type { SegmentLabels } from "./segment-labels.js";
export type { ColumnProfile, RuleCondition, SegmentProfile, SegmentRule, ValueShare } from "./segment-profile.js";
export { type ColumnBias, type RowSplit, type SplitRowsOptions, splitRows } from "./split-rows.js";
export { type StabilityOptions, stability } from "./stability/index.js";
export type { SegmentEstimator, SegmentModel } from "./stability/refit.js";
export { SegmentStabilities, type SegmentStability } from "./stability/segment-stabilities.js";
export type { StopOptions } from "./stop-options.js";
