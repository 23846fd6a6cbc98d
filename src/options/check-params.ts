import { closest, KindredError, listed, readGiven } from "../errors/index.js";

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

/** What a schema says of a value, at once. @throws KindredError where it only answers later. */
export function validateNow<P>(kind: string, schema: StandardSchema<unknown, P>, value: unknown): SchemaResult<P> {
  const zod = asZod(schema);
  try {
    if (zod !== undefined) {
      const result = zod.safeParse(value);
      return result.success ? { value: result.data as P } : { issues: result.error!.issues };
    }
    const result = schema["~standard"].validate(value);
    if (!(result instanceof Promise)) return result;
    // It is refused, so what becomes of it concerns no caller.
    result.catch(() => undefined);
  } catch (cause) {
    // A check of zod does not know for whom it complains, one of our own does.
    if (zod === undefined && cause instanceof KindredError) throw cause;
    if (!isAsynchronous(cause)) return { issues: [{ message: sentenceOf(cause) }] };
  }
  throw parameterError(kind, "its params schema is asynchronous", "Use a schema that validates at once");
}

/** A schema of zod, by the method of its own that throws what a check of the caller's throws. */
interface ZodLike {
  safeParse(value: unknown): {
    readonly success: boolean;
    readonly data?: unknown;
    readonly error?: { readonly issues: readonly SchemaIssue[] };
  };
}

/**
 * Where a check throws, zod's `validate` of the convention runs all checks again asynchronously: what was thrown is lost, and thrown again as a
 * rejection that no caller handles, which ends a Node process.
 */
function asZod(schema: StandardSchema<unknown, unknown>): ZodLike | undefined {
  const { vendor } = schema["~standard"];
  return vendor === "zod" && "safeParse" in schema && typeof schema.safeParse === "function"
    ? (schema as unknown as ZodLike)
    : undefined;
}

function isAsynchronous(cause: unknown): boolean {
  return cause instanceof Error && cause.constructor.name === "$ZodAsyncError";
}

function sentenceOf(cause: unknown): string {
  if (cause instanceof KindredError) return cause.problem;
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * Checks options against their schema and fills the defaults. Unknown options are refused, also where the schema would drop them.
 *
 * @param where - Whose options they are: an estimator's kind, or a function's name.
 * @throws KindredError INVALID_PARAMETER that names every option that is wrong.
 */
export function checkParams<P extends object>(where: string, schema: StandardSchema<unknown, P>, given: object): P {
  return readGiven(where, () => checkedParams(where, schema, given));
}

function checkedParams<P extends object>(where: string, schema: StandardSchema<unknown, P>, given: object): P {
  // A Date or a Promise has no keys: it would pass as options without any.
  if (Object.prototype.toString.call(given) !== "[object Object]" || Symbol.iterator in given)
    throw parameterError(where, `the options must be an object, got ${shown(given)}`, optionsOf(where, schema), given);
  const result = validateNow(where, schema, given);
  if (result.issues !== undefined) {
    const names = namesOf(schema) ?? [];
    const problems = result.issues.map((issue) => problemOf(issue, given, names));
    throw parameterError(where, problems.join("; "), optionsOf(where, schema), given);
  }
  const params = result.value;
  const unknown = Object.keys(given).filter(
    (key) => !(key in params) && (given as Record<string, unknown>)[key] !== undefined,
  );
  if (unknown.length > 0)
    throw parameterError(where, unknownOptions(unknown, Object.keys(params)), optionsOf(where, schema), given);
  return params;
}

function problemOf(issue: SchemaIssue, given: object, names: readonly string[]): string {
  const path = (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part));
  const { keys } = issue as { readonly keys?: unknown };
  if (Array.isArray(keys) && path.length === 0) return unknownOptions(keys.map(String), names);
  const message = lowerFirst(messageOf(issue));
  if (path.length === 0) return message;
  return `option "${path.map(String).join(".")}": ${message}, got ${shown(valueAt(given, path))}`;
}

/** A value that is none of several kinds: zod's own message does not say why. */
function messageOf(issue: SchemaIssue): string {
  const { errors } = issue as { readonly errors?: readonly (readonly SchemaIssue[])[] };
  if (issue.message !== "Invalid input" || errors === undefined) return issue.message;
  const reasons = errors.flatMap(([first]) => (first === undefined ? [] : [lowerFirst(messageOf(first))]));
  return [...new Set(reasons)].join(", or ");
}

function unknownOptions(unknown: readonly string[], names: readonly string[]): string {
  return unknown
    .map((name) => {
      const meant = closest(name, names);
      return `unknown option "${name}"${meant === undefined ? "" : `, did you mean "${meant}"?`}`;
    })
    .join("; ");
}

/** The names of all options, where they are known. */
function namesOf(schema: StandardSchema<unknown, object>): readonly string[] | undefined {
  const { shape } = schema as { readonly shape?: object };
  if (shape !== undefined) return Object.keys(shape);
  const empty = validateNow("options", schema, {});
  return empty.issues === undefined ? Object.keys(empty.value) : undefined;
}

function optionsOf(where: string, schema: StandardSchema<unknown, object>): string {
  const names = namesOf(schema);
  if (names === undefined || names.length === 0) return `See the options of ${where}`;
  return `The options of ${where} are ${listed(names, 99)}`;
}

function valueAt(given: object, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], given);
}

/** A value as an error quotes it. */
export function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  const text = textOf(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Whatever is odd about a value, saying so must not fail. */
function textOf(value: unknown): string {
  try {
    return quoted(value);
  } catch {
    return "an object";
  }
}

/** A value as JSON, shortened before it is written: it may be a table of millions of rows. */
function quoted(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "undefined");
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (Array.isArray(value) && value.length > 20) return `a list of ${value.length}`;
  const own: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && own !== Object.prototype && own !== null)
    return `a ${value.constructor?.name ?? "value"}`;
  return JSON.stringify(value);
}

function parameterError(where: string, problem: string, fix: string, got?: unknown): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where, problem, fix, got });
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
