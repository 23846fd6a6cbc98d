export { createLoader, type Expected, type Load, type LoadEstimator, type LoadedEstimator } from "./create-loader.js";
export type { Loadable } from "./loadable.js";
export { type Inspection, inspect, type LoadedModel, type LoadOptions } from "./loader.js";
