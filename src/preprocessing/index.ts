export { FittedScaler, Scaler, type ScalerOptions, type ScalerState } from "./scaler.js";
