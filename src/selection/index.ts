export { type CrossFit, type CrossFitJob, crossFit, outOfFold } from "./evaluate/cross-fit.js";
export { type CrossValidateOptions, crossValidate } from "./evaluate/cross-validate.js";
export { CrossValidation, type Difference, type FoldResult } from "./evaluate/cross-validation.js";
export { type DataFold, DataFolds } from "./evaluate/data-folds.js";
export { estimatorPart, estimatorSchema, foldsSchema, type WithEstimator } from "./evaluate/estimator-option.js";
export type { Ask, FitResult, FoldJob, FoldPiece, FoldRows } from "./evaluate/fold-rows.js";
export { askedProgram, predictRows } from "./evaluate/predict-rows.js";
export { type FittedPredictor, type Predictor, positiveOf, scoredLabel } from "./evaluate/predictor.js";
export type { RemoteCrossValidateOptions } from "./evaluate/remote-cross-validate.js";
export { RemoteCrossValidation, type RemoteFoldResult } from "./evaluate/remote-cross-validation.js";
export {
  type Answers,
  demandPositive,
  type ScoreName,
  type Scorer,
  type Scoring,
  scorersOf,
} from "./evaluate/scoring.js";
export { TrainingFolds } from "./evaluate/training-folds.js";
export { announceFoldWorkers } from "./parallel/fold-workers.js";
export { type Dimension, integers, logUniform, type NumberRange, uniform } from "./search/distributions.js";
export type { FittedWrapper } from "./search/fitted-wrapper.js";
export {
  type FormerGridSearchOptions,
  GridSearch,
  type GridSearchConstructor,
  type GridSearchOptions,
} from "./search/grid-search.js";
export { HalvingSearch, type HalvingSearchConstructor, type HalvingSearchOptions } from "./search/halving-search.js";
export type { InputFor } from "./search/input-for.js";
export { ParzenSearch, type ParzenSearchConstructor, type ParzenSearchOptions } from "./search/parzen-search.js";
export { RandomSearch, type RandomSearchConstructor, type RandomSearchOptions } from "./search/random-search.js";
export type { CommonSearchOptions } from "./search/search.js";
export type { FittedSearch, Given, Search, SearchFitOptions } from "./search/search-types.js";
export type { Grid, PathsFor, Space, Tunable } from "./search/space.js";
export type { LoggedTrial, SearchLog, Trial } from "./search/trial.js";
export type { Fold, FoldParts, Splitter, SplitterOptions } from "./split/fold.js";
export { type FoldsByIdOptions, foldsById, type IdList } from "./split/folds-by-id.js";
export { GroupKFold } from "./split/group-k-fold.js";
export { KFold } from "./split/k-fold.js";
export {
  type SelectableRows,
  selectable,
  selectableOf,
  selectLabels,
  selectNumbers,
  targetOf,
} from "./split/select-rows.js";
export {
  type FoldedData,
  type Folds,
  foldedData,
  requireClasses,
  type SplitterDocument,
  splitterDocument,
  trainingOn,
} from "./split/split.js";
export { StratifiedGroupKFold } from "./split/stratified-group-k-fold.js";
export { type RepeatedOptions, RepeatedStratifiedKFold, StratifiedKFold } from "./split/stratified-k-fold.js";
export { TimeSplit, type TimeSplitOptions } from "./split/time-split.js";
export {
  type Part,
  type PartOf,
  type TrainTest,
  type TrainTestOptions,
  trainTestSplit,
} from "./split/train-test-split.js";
