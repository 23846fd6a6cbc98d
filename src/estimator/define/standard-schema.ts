import { type ErrorCode, KindredError, listed } from "../../errors/index.js";

/** A validation issue, in the form that schema libraries share. */
export interface SchemaIssue {
  /** What is wrong, for people. */
  readonly message: string;
  /** Where: keys from the outside in. */
  readonly path?: readonly (PropertyKey | SchemaPathPart)[] | undefined;
}

/** A part of an issue's path, in the form of an object. */
export interface SchemaPathPart {
  /** The key. */
  readonly key: PropertyKey;
}

/** What validating gave: the checked and completed value, or what is wrong with it. */
export type SchemaResult<Output> = SchemaSuccess<Output> | SchemaFailure;

/** A value that passed. */
export interface SchemaSuccess<Output> {
  /** The value, with defaults filled in. */
  readonly value: Output;
  /** None. */
  readonly issues?: undefined;
}

/** A value that did not. */
export interface SchemaFailure {
  /** Everything that is wrong with it. */
  readonly issues: readonly SchemaIssue[];
}

/** What a schema says about itself, under the key that the convention reserves. */
export interface StandardProperties<Input, Output> {
  /** Of the convention. */
  readonly version: 1;
  /** The library that made the schema. */
  readonly vendor: string;
  /** Checks a value. */
  readonly validate: (value: unknown) => SchemaResult<Output> | Promise<unknown>;
  /** For the compiler alone. */
  readonly types?: SchemaTypes<Input, Output> | undefined;
}

/** What goes into a schema and what comes out, as types. */
export interface SchemaTypes<Input, Output> {
  /** Before defaults are filled in. */
  readonly input: Input;
  /** After. */
  readonly output: Output;
}

/** A schema of any library that follows the Standard Schema convention (zod 4, valibot, arktype, …). */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** What the convention reads. */
  readonly "~standard": StandardProperties<Input, Output>;
}

/**
 * Checks hyper-parameters against their schema and fills the defaults. Unknown options are refused, also where the schema
 * would drop them.
 */
export function checkParams<P extends object>(kind: string, schema: StandardSchema<unknown, P>, given: object): P {
  const result = schema["~standard"].validate(given);
  if (result instanceof Promise)
    throw parameterError(kind, "its params schema is asynchronous", "Use a schema that validates at once");
  if (result.issues !== undefined) {
    const problems = result.issues.map((issue) => {
      const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
      const message = lowerFirst(issue.message);
      return path === "" ? message : `option "${path}": ${message}, got ${shown(valueAt(given, path))}`;
    });
    throw parameterError(kind, problems.join("; "), optionsOf(kind, schema), given);
  }
  const params = result.value;
  const unknown = Object.keys(given).filter(
    (key) => !(key in params) && (given as Record<string, unknown>)[key] !== undefined,
  );
  if (unknown.length > 0)
    throw parameterError(
      kind,
      `unknown option "${unknown.join('", "')}"`,
      `The options are ${Object.keys(params).join(", ")}`,
      given,
    );
  return params;
}

/** The names of all options, where none of them must be given. */
function optionsOf(kind: string, schema: StandardSchema<unknown, object>): string {
  const empty = schema["~standard"].validate({});
  if (empty instanceof Promise || empty.issues !== undefined) return `See the options of ${kind}`;
  const shape = (schema as { readonly shape?: object }).shape ?? (empty as { readonly value: object }).value;
  return `The options of ${kind} are ${listed(Object.keys(shape), 99)}`;
}

function valueAt(given: object, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], given);
}

function shown(value: unknown): string {
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? "undefined");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function parameterError(kind: string, problem: string, fix: string, got?: unknown): KindredError {
  const code: ErrorCode = "INVALID_PARAMETER";
  return new KindredError({ code, where: kind, problem, fix, got });
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
