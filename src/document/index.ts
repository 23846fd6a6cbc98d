export { canonicalBytes, checksumOf } from "./canonical.js";
export { type DecodeContext, decode } from "./decode.js";
export { encode } from "./encode.js";
export { checkEnvelope, checkIntact, checkNested, envelope } from "./envelope.js";
export { FORMAT, FORMAT_VERSION } from "./envelope-schema.js";
export {
  checkForm,
  type Fields,
  type Form,
  type Formed,
  type FormRange,
  type FormSubject,
  type Forms,
  forms,
  type OptionalForm,
  type RecordOf,
  type Size,
} from "./forms/index.js";
export type { Json, JsonObject } from "./json.js";
export { namedFunction } from "./named-function.js";
export { type DocumentLimits, scanText } from "./scan.js";
