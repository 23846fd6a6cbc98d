export { type ErrorCode, type ErrorFacts, KindredError } from "./kindred-error.js";
export { counted, listed } from "./words.js";
