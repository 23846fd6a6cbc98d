import { KindredError } from "./kindred-error.js";

/** What a warning is about, for programs. */
export type WarningCode =
  | "MISSING_KEY"
  | "COLUMNS"
  | "UNMATCHED_LABELS"
  | "NEARLY_DETERMINES"
  | "NOT_CONVERGED"
  | "FOLDS"
  | "CLUSTERS";

/** Something that is no failure, but that is worth knowing: its message says who warns, what was found and what to do. */
export interface Warning {
  /** What it is about. */
  readonly code: WarningCode;
  /** Who warns: `"FeatureEncoder.fit"`. */
  readonly where: string;
  /** What was found and what to do, for people. */
  readonly message: string;
  /** The column concerned, where there is one. */
  readonly column?: string;
}

/** Takes warnings. */
export type WarningHandler = (warning: Warning) => void;

const MAX_PRINTED = 1000;
const printed = new Set<string>();

/** Prints a warning to stderr (in browsers to the console), once. */
function printOnce({ where, message }: Warning): void {
  const text = `${where}: ${message}`;
  if (printed.has(text) || printed.size >= MAX_PRINTED) return;
  printed.add(text);
  console.warn(`kindred: ${text}`);
}

let handler: WarningHandler = printOnce;

/**
 * Says where warnings go: to a function of the caller's from now on, or again to stderr, each of them once, where none is given. All of the library's
 * warnings go through it; a job with an option `onWarning` gives its own to that one instead.
 *
 * @returns The function that took warnings before.
 *
 * @example
 * ```ts
 * import { onWarning } from "kindred";
 *
 * const messages: string[] = [];
 * const before = onWarning(({ message }) => messages.push(message));
 * onWarning(before);
 * ```
 */
export function onWarning(take?: WarningHandler): WarningHandler {
  if (take !== undefined && typeof take !== "function")
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "onWarning",
      problem: `got ${take === null ? "null" : typeof take}, and no function`,
      fix: "Pass what takes warnings, or nothing to have each printed once",
      got: take,
    });
  const before = handler;
  handler = take ?? printOnce;
  return before;
}

/** Gives a warning to who takes them. */
export function warn(warning: Warning, take?: WarningHandler): void {
  (take ?? handler)(warning);
}
