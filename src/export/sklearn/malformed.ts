import { KindredError } from "../../errors/index.js";

/** The error for a document that does not fit itself. */
export function malformed(problem: string, cause?: unknown): KindredError {
  return new KindredError({
    code: "BAD_DOCUMENT",
    where: "fromSklearn",
    problem: `the document has ${problem}`,
    fix: "Write it with python/kindred_export.py, and pass it whole",
    cause,
  });
}
