import { KindredError } from "../errors/index.js";

/** The error for what an export cannot take. */
export function cannot(where: string, what: string, why: string, fix: string): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `${what} cannot be exported: ${why}`,
    fix,
    got: what,
  });
}
