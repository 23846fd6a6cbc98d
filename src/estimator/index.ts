export type {
  SchemaFailure,
  SchemaIssue,
  SchemaPathPart,
  SchemaResult,
  SchemaSuccess,
  SchemaTypes,
  StandardProperties,
  StandardSchema,
} from "../options/index.js";
export { weighedRows } from "./classes/class-rows.js";
export { type ClassWeight, classWeightSchema, classWeightsOf } from "./classes/class-weights.js";
export { classTotalsOf } from "./classes/classes.js";
export { heldOutRows } from "./classes/held-out.js";
export type { AnyDefinition } from "./define/any-definition.js";
export { checkState } from "./define/check-state.js";
export { converted } from "./define/converted.js";
export {
  type ClassifierClass,
  type ClustererClass,
  defineClassifier,
  defineClusterer,
  defineEstimator,
  defineResampler,
  defineTransformer,
  type Estimator,
  type EstimatorClass,
  type EstimatorOf,
  type EstimatorType,
  type FitRest,
  type FitTransformed,
  newEstimator,
  type ResamplerClass,
  type Transformer,
  type TransformerClass,
} from "./define/define.js";
export type {
  ClassifierDefinition,
  ClustererDefinition,
  CommonDefinition,
  FitContext,
  Learned,
  LearnedModel,
  Migrated,
  ResamplerDefinition,
  Role,
  StateFacts,
  StateForm,
  Traits,
  TransformerDefinition,
} from "./define/definition.js";
export type { DocumentReaders } from "./define/document-readers.js";
export { BaseEstimator } from "./define/estimator.js";
export { fittedClasses } from "./define/fitted-classes.js";
export type { FitOptions, JobOptions, Progress, Validation } from "./define/options.js";
export type { NamedPart, PartEstimator, Parts } from "./define/parts.js";
export { recordSchema } from "./define/record-schema.js";
export { refuseInMemory } from "./define/refuse-in-memory.js";
export type { IO, MatrixToMatrix, OutputFor, SameToSame, TableToMatrix, TableToTable } from "./define/types.js";
export { Bulk, RemoteBulk, type WriteTableOptions } from "./fitted/bulk.js";
export { demandPosition } from "./fitted/demand-position.js";
export { Fitted } from "./fitted/fitted.js";
export { FittedClassifier, likeliest } from "./fitted/fitted-classifier.js";
export { type ExpectedModel, faultOfModel, fittedForm, outputNames } from "./fitted/fitted-form.js";
export { FittedClusterer, FittedTransformer } from "./fitted/fitted-transformer.js";
export { columnSchemaForm } from "./fitted/input-form.js";
export { inputOf } from "./fitted/input-of.js";
export { firstNotFinite, type NotFinite } from "./fitted/not-finite.js";
export { readInput } from "./fitted/read-input.js";
export type { RowRecord } from "./fitted/row.js";
export { type CellSchema, type RowSchema, rowSchema } from "./fitted/row-schema.js";
export { smokeTest } from "./fitted/smoke-test.js";
export { type FittedSpec, VERBS, type Verb } from "./fitted/spec.js";
export {
  classSummary,
  componentsPart,
  inSegmentOrder,
  knowingPart,
  MAX_LISTED,
  reordered,
  type SegmentComponents,
  SegmentCounter,
  type SegmentIds,
  type SegmentOrder,
  type SegmentStatistics,
  segmentOrder,
  segmentSummary,
} from "./segments/index.js";
export { batchReader } from "./training/batch-blocks.js";
export { countValues } from "./training/count-values.js";
export { determiningColumns, determiningText } from "./training/determining-columns.js";
export { type Reading, refuseEmpty } from "./training/features.js";
export {
  type Accepts,
  alignInput,
  type DataInput,
  type FitInput,
  type InputSchema,
  inputOfSource,
  type KnownInput,
  readMatrix,
} from "./training/input.js";
export type { ColumnProfile, InputProfile } from "./training/profile.js";
export {
  completeMoments,
  isSingle,
  notConverged,
  refuseInfinite,
  refuseNotFinite,
  refuseTooLarge,
} from "./training/refuse.js";
export {
  type DrawnRows,
  isRemoteSource,
  type RemoteAnswers,
  type RemoteDivision,
  type RemoteFold,
  type RemoteSource,
  remoteRows,
} from "./training/remote-source.js";
export type { RowParts } from "./training/row-parts.js";
export { RowSurvey, type SurveyFacts } from "./training/row-survey.js";
export { checkedLabel, type EncodedLabels, encodeLabels } from "./training/target.js";
export { refuseTargetColumn } from "./training/target-column.js";
export {
  afterStep,
  type FoldReader,
  isRemote,
  type Learner,
  type Training,
  type TrainingData,
  trainingOf,
} from "./training/training.js";
