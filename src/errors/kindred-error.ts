/** What went wrong, for programs: stable names that messages may change around. */
export type ErrorCode =
  | "INVALID_PARAMETER"
  | "INVALID_INPUT"
  | "NOT_FITTED"
  | "MISSING_COLUMN"
  | "RETYPED_COLUMN"
  | "DUPLICATE_COLUMN"
  | "NOT_A_NUMBER"
  | "MISSING_VALUE"
  | "INFINITE_VALUE"
  | "UNSEEN_CATEGORY"
  | "WRONG_WIDTH"
  | "WRONG_LENGTH"
  | "EMPTY_INPUT"
  | "MISSING_TARGET"
  | "SINGLE_CLASS"
  | "INVALID_RESULT"
  | "UNSUPPORTED"
  | "BAD_DOCUMENT"
  | "UNKNOWN_KIND"
  | "MALFORMED_FILE"
  | "LIMIT_EXCEEDED"
  | "WORKER_FAILED";

/** The facts of a failure; the message is derived from them. */
export interface ErrorFacts {
  /** Stable name of the failure. */
  readonly code: ErrorCode;
  /** Who reports it: `"Scaler.transform"`, `"readCsv"`. */
  readonly where: string;
  /** What was found, as a clause without a full stop: `column "AGE" was there at fit and is missing now`. */
  readonly problem: string;
  /** What to do about it, as a sentence without a full stop: `Add it, or refit without it`. */
  readonly fix?: string;
  /** The column concerned, where there is one. */
  readonly column?: string;
  /** What would have been accepted. */
  readonly expected?: unknown;
  /** What came instead. */
  readonly got?: unknown;
  /** The error underneath, where there is one. */
  readonly cause?: unknown;
}

/**
 * The one error that kindred throws on purpose. Its message names who reports it, what was found and what to do;
 * the same facts are properties, so that a program need not read the message.
 *
 * @example
 * ```ts
 * import { KindredError, Scaler } from "kindred";
 *
 * try {
 *   await new Scaler().fit([]);
 * } catch (error) {
 *   if (error instanceof KindredError) console.log(error.code, error.message);
 * }
 * ```
 */
export class KindredError extends Error {
  /** `"KindredError"`. */
  override readonly name: string = "KindredError";
  /** Stable name of the failure. */
  readonly code: ErrorCode;
  /** Who reports it. */
  readonly where: string;
  /** What was found. */
  readonly problem: string;
  /** The column concerned. */
  readonly column: string | undefined;
  /** What would have been accepted. */
  readonly expected: unknown;
  /** What came instead. */
  readonly got: unknown;
  /** What to do about it. */
  readonly fix: string | undefined;

  constructor(facts: ErrorFacts) {
    super(
      `${facts.where}: ${facts.problem}.${facts.fix === undefined ? "" : ` ${facts.fix}.`}`,
      facts.cause === undefined ? undefined : { cause: facts.cause },
    );
    this.code = facts.code;
    this.where = facts.where;
    this.problem = facts.problem;
    this.column = facts.column;
    this.expected = facts.expected;
    this.got = facts.got;
    this.fix = facts.fix;
  }
}
