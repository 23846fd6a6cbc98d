export { KEEP_BYTES } from "./keep.js";
export { makePipeline, Pipeline, type PipelineConstructor } from "./pipeline.js";
export { type NamedStep, PipelineSteps } from "./pipeline-steps.js";
export type {
  CheckedSteps,
  FittedOf,
  FittedPipeline,
  PathsOf,
  PipelineIO,
  PipelineRest,
  PipelineRole,
  Step,
  StepLike,
} from "./step-types.js";
