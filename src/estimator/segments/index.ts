export { MAX_LISTED } from "./column-counter.js";
export { componentsPart, knowingPart, type LearnSegmentsOptions, learnSegments } from "./learn-segments.js";
export { reordered } from "./reordered.js";
export { SegmentCounter } from "./segment-counter.js";
export {
  idProgram,
  inSegmentOrder,
  type SegmentIds,
  type SegmentOrder,
  segmentIdsForm,
  segmentOrder,
} from "./segment-ids.js";
export { classSummary, segmentSummary } from "./segment-summary.js";
export { type SegmentComponents, type SegmentStatistics, segmentsForm } from "./statistics.js";
