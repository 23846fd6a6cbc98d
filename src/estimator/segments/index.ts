export { MAX_LISTED } from "./column-counter.js";
export { componentsPart, knowingPart, type LearnSegmentsOptions, learnSegments } from "./learn-segments.js";
export { SegmentCounter } from "./segment-counter.js";
export { type SegmentComponents, type SegmentStatistics, segmentsForm } from "./statistics.js";
