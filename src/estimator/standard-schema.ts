import { type ErrorCode, KindredError } from "../errors/index.js";

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
      return path === "" ? lowerFirst(issue.message) : `option "${path}": ${lowerFirst(issue.message)}`;
    });
    throw parameterError(kind, problems.join("; "), `See the options of ${kind}`, given);
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

function parameterError(kind: string, problem: string, fix: string, got?: unknown): KindredError {
  const code: ErrorCode = "INVALID_PARAMETER";
  return new KindredError({ code, where: kind, problem, fix, got });
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
