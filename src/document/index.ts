export { type DecodeContext, decode, encode, type Json, namedFunction } from "./codec.js";
export { checksumOf, envelope, FORMAT, FORMAT_VERSION, type JsonObject } from "./envelope.js";
