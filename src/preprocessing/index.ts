export { FittedBlockWeights } from "./block-weights/fitted.js";
export { BlockWeights } from "./block-weights/index.js";
export type { BlockWeightsOptions } from "./block-weights/options.js";
export type { BlockWeightsState, WeightedBlock } from "./block-weights/state.js";
export { FittedColumnFilter } from "./column-filter/fitted.js";
export { ColumnFilter } from "./column-filter/index.js";
export type { ColumnFilterOptions } from "./column-filter/options.js";
export type { ColumnFilterState, DroppedColumn } from "./column-filter/state.js";
export { FittedCombiner } from "./combiner/fitted.js";
export { Combiner } from "./combiner/index.js";
export type {
  CombineRule,
  CombinerOptions,
  CompareRule,
  DifferenceRule,
  FoldRule,
  RatioRule,
} from "./combiner/options.js";
export type { CombinerState } from "./combiner/state.js";
export type { EncodedColumn } from "./feature-encoder/encode-column.js";
export { FittedFeatureEncoder } from "./feature-encoder/fitted.js";
export { FeatureEncoder } from "./feature-encoder/index.js";
export type { Encoding, FeatureEncoderOptions, OrderedEncoding } from "./feature-encoder/options.js";
export type { FeatureEncoderState } from "./feature-encoder/state.js";
export { FittedImputer } from "./imputer/fitted.js";
export { Imputer } from "./imputer/index.js";
export type { ImputerOptions, ImputerStrategy } from "./imputer/options.js";
export type { ImputerState } from "./imputer/state.js";
export { FittedRecoder } from "./recoder/fitted.js";
export { Recoder } from "./recoder/index.js";
export type { RecoderOptions } from "./recoder/options.js";
export { RecodeBuilder, type RecodeOptions, recode } from "./recoder/recode.js";
export type {
  DatePartHow,
  DaysBeforeHow,
  DigitHow,
  MadeColumn,
  MapHow,
  NumberHow,
  RangesHow,
  RecencyHow,
  RecodeHow,
  RecodeRule,
  ReverseHow,
  ValueRange,
} from "./recoder/rule.js";
export type { RecoderState, UnmatchedValue } from "./recoder/state.js";
export { FittedScaler } from "./scaler/fitted.js";
export { Scaler } from "./scaler/index.js";
export type { ScalerMethod, ScalerOptions } from "./scaler/options.js";
export type { ScalerState } from "./scaler/state.js";
export {
  FittedUnknownCodes,
  UnknownCodes,
  type UnknownCodesOptions,
  type UnknownCodesState,
  type UnknownCount,
} from "./unknown-codes.js";
