export {
  createLoader,
  documentReaders,
  type Expected,
  type Load,
  type LoadEstimator,
  type LoadedEstimator,
  type Loaders,
} from "./create-loader.js";
export type { Loadable } from "./loadable.js";
export { type InspectedStep, type Inspection, inspect, type LoadedModel, type LoadOptions } from "./loader.js";
