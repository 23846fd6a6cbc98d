import { KindredError } from "../../errors/index.js";
import type { Fitted } from "../../estimator/index.js";
import { plainRows, type Subject } from "../subject.js";

/** One thing that every estimator keeps to. It rejects, or throws, with what is wrong. */
export interface Law {
  readonly name: string;
  /** What it asks and why, for the page of all laws. */
  readonly says: string;
  /** Do the laws after it build on it? They are not tried where it is broken: one cause would show in many of them. */
  readonly foundation?: boolean;
  /** Does it apply? */
  readonly applies?: (subject: Subject) => boolean;
  readonly check: (subject: Subject) => Promise<void>;
}

/** Rounding that learning from reordered or reweighted rows may differ by: iterative methods stop within it. */
export const LEARNING_TOLERANCE = 1e-5;

/** Throws the message where something does not hold. */
export function demand(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** What a call was refused with. */
export async function refusal(run: () => unknown): Promise<KindredError | undefined> {
  try {
    await run();
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw new Error(`it failed with ${String(error)} where a KindredError was due`, { cause: error });
  }
  return undefined;
}

/** Demands that a call is refused with one of some codes, and where a column is to blame by its name. */
export async function demandRefusal(
  run: () => unknown,
  codes: readonly string[],
  what: string,
  column?: string,
): Promise<void> {
  const error = await refusal(run);
  demand(error !== undefined, `${what} is not refused`);
  demand(
    codes.includes(error!.code),
    `${what} is refused with ${error!.code}, not ${codes.join(" or ")}: ${error!.message}`,
  );
  if (column !== undefined)
    demand(error!.column === column, `the error does not name column "${column}": ${error!.message}`);
}

/** Does it learn a model? Resamplers do not. */
export const learns = (subject: Subject): boolean => subject.make().role !== "resampler";
/** Does it give each row a cluster? */
export const clusters = (subject: Subject): boolean => subject.make().role === "clusterer";
/** Does it give each row a label? */
export const classifies = (subject: Subject): boolean => subject.make().role === "classifier";
/** Does it learn from numbers, too? */
export const takesNumbers = (subject: Subject): boolean => learns(subject) && subject.make().accepts !== "table";

/** Every verb on rows through a model. */
export function allVerbs(subject: Subject, fitted: Fitted, data: unknown): unknown[][][] {
  return subject.verbs(fitted).map((verb) => plainRows(fitted.apply(verb, data as never)));
}
