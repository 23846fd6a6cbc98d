export type { Encoding, FeatureEncoderOptions, OrderedEncoding } from "./encoder-options.js";
export {
  type EncodedColumn,
  FeatureEncoder,
  type FeatureEncoderState,
  FittedFeatureEncoder,
} from "./feature-encoder.js";
export { FittedImputer, Imputer, type ImputerOptions, type ImputerState, type ImputerStrategy } from "./imputer.js";
export { FittedScaler, Scaler, type ScalerOptions, type ScalerState } from "./scaler.js";
