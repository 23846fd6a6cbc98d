export type { AnyPipeline, FittedAnyPipeline } from "./any-pipeline.js";
export { CACHE_BYTES, cachedAfter } from "./cache.js";
export type { ChangedPaths } from "./changed-paths.js";
export {
  type BranchParams,
  type ColumnBranch,
  ColumnTransformer,
  type ColumnTransformerConstructor,
  type ColumnTransformerOptions,
  type StepsOf,
} from "./column-transformer.js";
export { FeatureUnion, type FeatureUnionConstructor, type FeatureUnionOptions } from "./feature-union.js";
export { checkNames, type NamedStep, withEstimators } from "./named-steps.js";
export { makePipeline, Pipeline, type PipelineConstructor, type StepParams } from "./pipeline.js";
export { stepsOf } from "./pipeline-definition.js";
export type {
  CheckedBranches,
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
  Transforms,
} from "./step-types.js";
