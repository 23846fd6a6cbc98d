export { type Argument, checkArguments } from "./check-arguments.js";
export {
  checkParams,
  type SchemaFailure,
  type SchemaIssue,
  type SchemaPathPart,
  type SchemaResult,
  type SchemaSuccess,
  type SchemaTypes,
  type StandardProperties,
  type StandardSchema,
  shown,
  validateNow,
} from "./check-params.js";
export * as check from "./checks.js";
export { type OptionChecks, optionsCheck } from "./options-check.js";
