export { Bulk } from "./bulk.js";
export { type DecodeContext, decode, encode, type Json, namedFunction } from "./codec.js";
export { countValues } from "./count-values.js";
export {
  type ClassifierClass,
  type ClustererClass,
  defineClassifier,
  defineClusterer,
  defineResampler,
  defineTransformer,
  type Estimator,
  type EstimatorClass,
  type EstimatorOf,
  type FitRest,
  type FitTransformed,
  type ResamplerClass,
  type Transformer,
  type TransformerClass,
} from "./define.js";
export type {
  AnyDefinition,
  ClassifierDefinition,
  ClustererDefinition,
  CommonDefinition,
  FitContext,
  Learned,
  Migrated,
  ResamplerDefinition,
  Role,
  Traits,
  TransformerDefinition,
} from "./definition.js";
export {
  checksumOf,
  envelope,
  FORMAT,
  FORMAT_VERSION,
  type JsonObject,
} from "./document.js";
export { BaseEstimator, fittedClasses, type LearnedModel } from "./estimator.js";
export { Fitted, inputOf, type Model, VERBS, type Verb } from "./fitted.js";
export { FittedClassifier, likeliest } from "./fitted-classifier.js";
export { FittedClusterer, FittedTransformer } from "./fitted-transformer.js";
export {
  type Accepts,
  alignInput,
  type DataInput,
  type FitInput,
  type InputSchema,
  plainMatrix,
} from "./input.js";
export { firstNotFinite, type NotFinite } from "./not-finite.js";
export type { FitOptions, JobOptions, Progress, Validation } from "./options.js";
export type { ColumnProfile, InputProfile } from "./profile.js";
export { readInput } from "./read-input.js";
export { completeMoments, isSingle, refuseInfinite, refuseNotFinite } from "./refuse.js";
export type { RowRecord } from "./row.js";
export {
  checkParams,
  type SchemaFailure,
  type SchemaIssue,
  type SchemaPathPart,
  type SchemaResult,
  type SchemaSuccess,
  type SchemaTypes,
  type StandardProperties,
  type StandardSchema,
} from "./standard-schema.js";
export { checkedLabel, type EncodedLabels, encodeLabels } from "./target.js";
export { behind, type Training, type TrainingContext, trainingOver } from "./training.js";
export type { TrainingSource } from "./training-parts.js";
export { trainingSource } from "./training-source.js";
export { tryOut } from "./try-out.js";
export type { IO, MatrixToMatrix, OutputFor, SameToSame, TableToMatrix, TableToTable } from "./types.js";
