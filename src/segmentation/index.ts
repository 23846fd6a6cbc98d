export { type CompareOptions, compareSegments } from "./compare-segments.js";
export { type ExplainableModel, type ExplainOptions, explainSegments } from "./explain-segments.js";
export { type ProspectOptions, prospectList } from "./prospect-list.js";
export type { Prospect, ProspectList, WaterfallStep } from "./prospect-table.js";
export type { SegmentLabels } from "./segment-counts.js";
export type { SegmentComponent, SegmentExplanation, SegmentTrait } from "./segment-explanation.js";
export type { ComparisonSummary, SegmentComparison, SegmentRow } from "./segment-table.js";
export type { ClusterLabels } from "./share-variance.js";
