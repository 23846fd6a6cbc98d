export {
  ColumnFilter,
  type ColumnFilterOptions,
  type ColumnFilterState,
  type DroppedColumn,
  FittedColumnFilter,
} from "./column-filter/index.js";
export type { EncodedColumn } from "./feature-encoder/encode-column.js";
export {
  FeatureEncoder,
  type FeatureEncoderState,
  FittedFeatureEncoder,
} from "./feature-encoder/index.js";
export type { Encoding, FeatureEncoderOptions, OrderedEncoding } from "./feature-encoder/options.js";
export { FittedImputer, Imputer, type ImputerState } from "./imputer/index.js";
export type { ImputerOptions, ImputerStrategy } from "./imputer/options.js";
export {
  FittedRecoder,
  Recoder,
  type RecoderOptions,
  type RecoderState,
  type UnmatchedValue,
} from "./recoder/index.js";
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
export { FittedScaler, Scaler, type ScalerMethod, type ScalerOptions, type ScalerState } from "./scaler/index.js";
export {
  FittedUnknownCodes,
  UnknownCodes,
  type UnknownCodesOptions,
  type UnknownCodesState,
  type UnknownCount,
} from "./unknown-codes.js";
