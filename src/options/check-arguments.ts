import type * as z from "zod";
import { KindredError, readGiven } from "../errors/index.js";
import { shown } from "./check-params.js";

/** What stands for an argument, and what it must be. */
export type Argument = readonly [value: unknown, check: z.ZodType];

/**
 * Checks what a function was given by position, as far as its kind goes: lengths and values are judged by the function.
 *
 * @param where - The function's name.
 * @throws KindredError INVALID_INPUT that names the argument.
 */
export function checkArguments(where: string, given: Readonly<Record<string, Argument>>): void {
  for (const [name, [value, check]] of Object.entries(given)) {
    const result = readGiven(where, () => check.safeParse(value));
    if (result.success) continue;
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `${name}: ${result.error.issues[0]?.message ?? "invalid"}, got ${shown(value)}`,
      got: value,
    });
  }
}
