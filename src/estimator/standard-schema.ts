import { type ErrorCode, KindredError, listed } from "../errors/index.js";

/** A validation issue, in the form that schema libraries share. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A schema of any library that follows the Standard Schema convention (zod 4, valibot, arktype, …). */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) =>
      | { readonly value: Output; readonly issues?: undefined }
      | { readonly issues: readonly SchemaIssue[] }
      | Promise<unknown>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
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
