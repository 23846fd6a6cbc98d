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
 * Checks hyper-parameters against their schema and fills the defaults. Unknown options are refused, also where the schema
 * would drop them.
 */
export function checkParams<P extends object>(kind: string, schema: StandardSchema<unknown, P>, given: object): P {
  if (typeof given !== "object" || given === null)
    throw parameterError(kind, `its options are ${shown(given)}`, optionsOf(kind, schema), given);
  const result = validateNow(kind, schema, given);
  if (result.issues !== undefined) {
    const problems = result.issues.map((issue) => {
      const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
      const message = lowerFirst(messageOf(issue));
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

/** A value that is none of several kinds: zod's own message does not say why. */
function messageOf(issue: SchemaIssue): string {
  const { errors } = issue as { readonly errors?: readonly (readonly SchemaIssue[])[] };
  if (issue.message !== "Invalid input" || errors === undefined) return issue.message;
  const reasons = errors.flatMap(([first]) => (first === undefined ? [] : [lowerFirst(messageOf(first))]));
  return [...new Set(reasons)].join(", or ");
}

/** The names of all options, where none of them must be given. */
function optionsOf(kind: string, schema: StandardSchema<unknown, object>): string {
  const empty = validateNow(kind, schema, {});
  if (empty.issues !== undefined) return `See the options of ${kind}`;
  const shape = (schema as { readonly shape?: object }).shape ?? empty.value;
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
