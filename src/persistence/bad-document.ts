import { KindredError } from "../errors/index.js";

/** What to do about most documents that cannot be read. */
export const WRITTEN = "Pass what JSON.stringify wrote, whole and unchanged";

/** A document that is refused. */
export function badDocument(where: string, problem: string, fix: string = WRITTEN, cause?: unknown): KindredError {
  return new KindredError({ code: "BAD_DOCUMENT", where, problem, fix, cause });
}

/** What was built; whatever fails underneath was no document of ours, although its checksum fits. */
export function sound<T>(where: string, build: () => T): T {
  try {
    return build();
  } catch (cause) {
    if (cause instanceof KindredError) throw cause;
    throw badDocument(where, `the contents of the document do not fit each other (${String(cause)})`, WRITTEN, cause);
  }
}
