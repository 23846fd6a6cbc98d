export { type ErrorCode, type ErrorFacts, KindredError } from "./kindred-error.js";
export { type Printable, PrintedResult, printed } from "./printed.js";
export { readGiven, refusalOf } from "./read-given.js";
export { type TextCell, textTable } from "./text-table.js";
export { onWarning, type Warning, type WarningCode, type WarningHandler, warn } from "./warnings.js";
export { closest, counted, listed } from "./words.js";
