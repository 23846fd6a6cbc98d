export {
  type BranchParams,
  type ColumnBranch,
  ColumnTransformer,
  type ColumnTransformerConstructor,
  type ColumnTransformerOptions,
  type StepsOf,
} from "./column-transformer.js";
export { FeatureUnion, type FeatureUnionConstructor, type FeatureUnionOptions } from "./feature-union.js";
export { KEEP_BYTES, keepBehind } from "./keep.js";
export type { NamedStep } from "./named-steps.js";
export { makePipeline, Pipeline, type PipelineConstructor, type StepParams } from "./pipeline.js";
export { PipelineSteps } from "./pipeline-steps.js";
export type {
  CheckedSteps,
  Fittable,
  FittedOf,
  FittedPipeline,
  PathsOf,
  PipelineIO,
  PipelineRest,
  PipelineRole,
  Step,
  StepLike,
} from "./step-types.js";
