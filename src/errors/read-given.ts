import { KindredError } from "./kindred-error.js";

/**
 * Reads what a caller gave: a value may be anything, and one that throws where it is looked at (a proxy, a getter) is refused as any other that
 * does not fit.
 *
 * @param where - Who was given it.
 * @param reader - The name of a reader within, in whose place `where` reports what it refuses.
 */
export function readGiven<T>(where: string, read: () => T, reader?: string): T {
  try {
    return read();
  } catch (error) {
    throw refusalOf(error, where, reader);
  }
}

/** What reading a value ended in, as an error of the one who was given it. */
export function refusalOf(error: unknown, where: string, reader?: string): KindredError {
  if (!(error instanceof KindredError))
    return new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `a value that was given cannot be read: ${textOf(error)}`,
      fix: "Pass plain values",
      cause: error,
    });
  if (reader === undefined || !error.where.startsWith(reader)) return error;
  const { code, problem, fix, column, expected, got } = error;
  return new KindredError({
    code,
    where,
    problem,
    ...(fix === undefined ? {} : { fix }),
    ...(column === undefined ? {} : { column }),
    expected,
    got,
    cause: error,
  });
}

function textOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return "it throws";
  }
}
