export * from "./acquisition/index.js";
export * from "./classifier/index.js";
export * from "./classifier.js";
export * from "./cluster/index.js";
export * from "./decomposition/index.js";
export type { Operation, Program } from "./engine/program/index.js";
export type { NamedArrays, Reducer as BlockFold, RowShape } from "./engine/reducers/index.js";
export type { CategoryColumn, Trees } from "./engine/trees/index.js";
export * from "./ensemble/index.js";
export { type ErrorCode, type ErrorFacts, KindredError } from "./errors/index.js";
export {
  type Accepts,
  type Bulk,
  type ClassifierClass,
  type ClassifierDefinition,
  type ClustererClass,
  type ClustererDefinition,
  type CommonDefinition,
  type DataInput,
  defineClassifier,
  defineClusterer,
  defineResampler,
  defineTransformer,
  type Estimator,
  type EstimatorClass,
  type EstimatorOf,
  type FitContext,
  type FitInput,
  type FitOptions,
  type FitRest,
  type FitTransformed,
  Fitted,
  FittedClassifier,
  FittedClusterer,
  FittedTransformer,
  type InputSchema,
  type IO,
  type JobOptions,
  type Learned,
  type MatrixToMatrix,
  type Migrated,
  namedFunction,
  type OutputFor,
  type Progress,
  type ResamplerClass,
  type ResamplerDefinition,
  type Role,
  type RowRecord,
  type SameToSame,
  type SchemaFailure,
  type SchemaIssue,
  type SchemaPathPart,
  type SchemaResult,
  type SchemaSuccess,
  type SchemaTypes,
  type StandardProperties,
  type StandardSchema,
  type TableToMatrix,
  type TableToTable,
  type Training,
  type Traits,
  type Transformer,
  type TransformerClass,
  type TransformerDefinition,
  type Validation,
  type Verb,
} from "./estimator/index.js";
export * from "./explanation/index.js";
export {
  type ColumnPlan,
  FeatureMatrix,
  type Label,
  type Labels,
  type LabelVector,
  type MatrixLike,
  type MatrixShape,
  type Numbers,
  type Origin,
} from "./matrix/index.js";
export * from "./metrics/index.js";
export * from "./persistence/index.js";
export {
  type BranchParams,
  type CheckedSteps,
  type ColumnBranch,
  ColumnTransformer,
  type ColumnTransformerConstructor,
  type ColumnTransformerOptions,
  FeatureUnion,
  type FeatureUnionConstructor,
  type FeatureUnionOptions,
  type Fittable,
  type FittedOf,
  type FittedPipeline,
  makePipeline,
  type PathsOf,
  Pipeline,
  type PipelineConstructor,
  type PipelineIO,
  type PipelineRest,
  type PipelineRole,
  type Step,
  type StepLike,
  type StepParams,
} from "./pipeline/index.js";
export * from "./preprocessing/index.js";
export * from "./registry.js";
export * from "./resampling/index.js";
export * from "./segmentation/index.js";
export * from "./selection/index.js";
export {
  type CodeCount,
  type ColumnDescriptions,
  type ColumnSchema,
  DataDictionary,
  type DictionaryAudit,
  type DictionaryColumn,
  type DictionaryDocument,
  type DictionaryNames,
  type DictionaryValue,
  type GuessedFact,
  type Level,
  type NamesAlike,
  Schema,
  type Source,
} from "./table/index.js";
