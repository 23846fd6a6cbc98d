export {
  ColumnFilter,
  type ColumnFilterOptions,
  type ColumnFilterState,
  type DroppedColumn,
  FittedColumnFilter,
} from "./column-filter.js";
export type { EncodedColumn } from "./encode-column.js";
export type { Encoding, FeatureEncoderOptions, OrderedEncoding } from "./encoder-options.js";
export {
  FeatureEncoder,
  type FeatureEncoderState,
  FittedFeatureEncoder,
} from "./feature-encoder.js";
export { FittedImputer, Imputer, type ImputerState } from "./imputer.js";
export type { ImputerOptions, ImputerStrategy } from "./imputer-options.js";
export { RecodeBuilder, type RecodeOptions, recode } from "./recode.js";
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
} from "./recode-rule.js";
export { FittedRecoder, Recoder, type RecoderOptions, type RecoderState, type UnmatchedValue } from "./recoder.js";
export { FittedScaler, Scaler, type ScalerMethod, type ScalerOptions, type ScalerState } from "./scaler.js";
export {
  FittedUnknownCodes,
  UnknownCodes,
  type UnknownCodesOptions,
  type UnknownCodesState,
  type UnknownCount,
} from "./unknown-codes.js";
