import * as z from "./schemas.js";

/** What an option must be, and how an error says it. */
export function expected(test: (value: unknown) => boolean, what: string): z.ZodType {
  return z.custom(test, { error: `expected ${what}` });
}

const isNumber = (value: unknown): value is number => typeof value === "number" && !Number.isNaN(value);
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string";

/** A list of values by position: an array, a typed array, or an Arrow Vector. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return isObject(value) && "length" in value && Number.isInteger(value.length) && (value.length as number) >= 0;
}

/** Labels may be missing here: who needs them says so, and in which row. */
function isLabels(value: unknown): boolean {
  return isList(value) && (!Array.isArray(value) || value.every(isLabelOrMissing));
}

function isLabelOrMissing(value: unknown): boolean {
  return value === null || value === undefined || ["string", "number", "boolean", "bigint"].includes(typeof value);
}

/** Numbers may be missing here. An Arrow Vector has none by position. */
function isNumbers(value: unknown): boolean {
  if (!isList(value)) return false;
  if (!Array.isArray(value)) return value.length === 0 || typeof value[0] === "number";
  return value.every((number) => number === null || number === undefined || typeof number === "number");
}

/** A whole number. */
export function whole(least: number, most: number = Number.POSITIVE_INFINITY): z.ZodType {
  const range = most === Number.POSITIVE_INFINITY ? `of ${least} or more` : `from ${least} to ${most}`;
  return expected(
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    `a whole number ${range}`,
  );
}

/** A finite number of at least so much. */
export function atLeast(least: number): z.ZodType {
  return expected(
    (value) => isNumber(value) && value >= least && Number.isFinite(value),
    `a number of ${least} or more`,
  );
}

/** A number between two, of which it is neither. */
export function between(low: number, high: number): z.ZodType {
  return expected((value) => isNumber(value) && value > low && value < high, `a number between ${low} and ${high}`);
}

/** A share from 0 to 1. */
export const share: z.ZodType = expected((value) => isNumber(value) && value >= 0 && value <= 1, "a share from 0 to 1");
/** Any number; what it may be is judged by who reads it. */
export const number: z.ZodType = expected(isNumber, "a number");
/** The seed of what is drawn. */
export const seed: z.ZodType = whole(0);
/** How many threads. */
export const threads: z.ZodType = whole(1);
/** True or false. */
export const flag: z.ZodType = expected((value) => typeof value === "boolean", "true or false");
/** A text. */
export const text: z.ZodType = expected(isText, "a text");
/** A list of texts. */
export const texts: z.ZodType = expected((value) => Array.isArray(value) && value.every(isText), "a list of texts");
/** A function. */
export const callable: z.ZodType = expected((value) => typeof value === "function", "a function");
/** What stops a job. */
export const signal: z.ZodType = expected(
  (value) => isObject(value) && "throwIfAborted" in value && typeof value.throwIfAborted === "function",
  "an AbortSignal",
);
/** What a row may be called. */
export const label: z.ZodType = expected(
  (value) => isText(value) || isNumber(value) || typeof value === "boolean",
  "a label: a text, a number, true or false",
);
/** One label a row. */
export const labels: z.ZodType = expected(isLabels, "a list of labels: an array, a typed array or an Arrow Vector");
/** Any list by position. */
export const list: z.ZodType = expected(isList, "a list, an array or an Arrow Vector");
/** One number a row. */
export const numbers: z.ZodType = expected(isNumbers, "a list of numbers: an array or a typed array");
/** Rows of any kind; which ones is judged by who reads them. */
export const data: z.ZodType = expected(isObject, "a Table or a matrix");
/** An object whose parts are judged by who reads them. */
export const anyObject: z.ZodType = expected((value) => isObject(value) && !isList(value), "an object");
/** Roles, levels and meanings of columns. */
export const schema: z.ZodType = expected(
  (value) => isObject(value) && "column" in value && typeof value.column === "function",
  "a Schema",
);

/** One of some words. */
export function oneOf(...words: readonly string[]): z.ZodType {
  const list = words.map((word) => `"${word}"`);
  return expected(
    (value) => words.includes(value as string),
    list.length === 1 ? list[0]! : `${list.slice(0, -1).join(", ")} or ${list.at(-1)}`,
  );
}

/** An object of named values, each of one kind. */
export function record(value: z.ZodType): z.ZodType<Record<string, unknown>> {
  return z.record(z.string(), value, { error: "expected an object of named values" });
}

/** An object with these parts, none of which must be there but the required ones. */
export function object<O extends object>(
  parts: { readonly [K in keyof O]-?: z.ZodType },
  required: readonly (keyof O & string)[] = [],
): z.ZodType {
  const names = Object.keys(parts);
  return z.strictObject(
    Object.fromEntries(
      Object.entries<z.ZodType>(parts).map(([name, part]) => [
        name,
        (required as readonly string[]).includes(name) ? part : part.optional(),
      ]),
    ),
    { error: (issue) => (issue.code === "invalid_type" ? `expected an object of ${names.join(", ")}` : undefined) },
  );
}

/** Any of several. */
export function either(what: string, ...checks: readonly [z.ZodType, z.ZodType, ...z.ZodType[]]): z.ZodType {
  return z.union(checks, { error: `expected ${what}` });
}

/** What threads work on, what stops them and who hears of it. */
export const watched: Readonly<Record<"threads" | "signal" | "onProgress", z.ZodType>> = {
  threads,
  signal,
  onProgress: callable,
};
/** Options of every long job of an estimator or a model. */
export const job: typeof watched & { readonly onWarning: z.ZodType } = { ...watched, onWarning: callable };

/** Anything: the function itself says what it must be. */
export const anything: z.ZodType = z.unknown();

/** Labels, or the name of the column that holds them. */
export const target: z.ZodType = either("labels, or the name of their column", text, labels);
/** An estimator that predicts. */
export const predictor: z.ZodType = expected(
  (value) => isObject(value) && "kind" in value && "fit" in value && typeof value.fit === "function",
  "a classifier, or a Pipeline that ends in one",
);
/** A fitted model of any kind. */
export const fitted: z.ZodType = expected(isFitted, "a fitted model");
/** A fitted model that gives probabilities. */
export const fittedClassifier: z.ZodType = expected(
  (value) => isFitted(value) && "classes" in value && Array.isArray(value.classes),
  "a fitted classifier, or a fitted Pipeline that ends in one",
);

function isFitted(value: unknown): value is object {
  return isObject(value) && "kind" in value && "inputColumns" in value && Array.isArray(value.inputColumns);
}

/** A result, known by the list that it has. */
export function resultWith(list: string, what: string): z.ZodType {
  return expected(
    (value) => isObject(value) && list in value && Array.isArray((value as Readonly<Record<string, unknown>>)[list]),
    what,
  );
}

/** The path of a file. */
export const path: z.ZodType = expected((value) => isText(value) && value !== "", "the path of a file");
/** The class of an estimator. */
export const estimatorClass: z.ZodType = expected(
  (value) => typeof value === "function" && "definition" in value && "kind" in value,
  "the class of an estimator",
);
