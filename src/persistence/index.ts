export {
  createLoader,
  documentReaders,
  type Expected,
  type Load,
  type LoadEstimator,
  type LoadedEstimator,
  type Loaders,
} from "./create-loader.js";
export { type InspectedStep, type Inspection, inspect } from "./inspect.js";
export type { Loadable } from "./loadable.js";
export type { LoadedModel } from "./loaded-model.js";
export type { LoadOptions } from "./loader.js";
export { type Ed25519Key, type SignOptions, signDocument, type VerifyOptions, verifyDocument } from "./signature.js";
