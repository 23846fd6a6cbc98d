import { KindredError } from "../errors/index.js";

const FUNCTION_NAME: unique symbol = Symbol.for("kindred.functionName");

/**
 * A function that documents refer to by name. `load(json, { functions: { [name]: … } })` gets it back.
 *
 * @typeParam F - The function's type.
 * @param name - What documents call it.
 * @param run - The function; it is marked, and given back.
 *
 * @example
 * ```ts
 * import { namedFunction } from "kindred";
 *
 * const manhattan = namedFunction("manhattan", (a: ArrayLike<number>, b: ArrayLike<number>) => {
 *   let sum = 0;
 *   for (let j = 0; j < a.length; j++) sum += Math.abs(a[j]! - b[j]!);
 *   return sum;
 * });
 * ```
 */
export function namedFunction<F extends (...args: never[]) => unknown>(name: string, run: F): F {
  if (typeof name !== "string" || typeof run !== "function")
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "namedFunction",
      problem: `got ${typeof name} as the name and ${run === null ? "null" : typeof run} as the function`,
      fix: "Pass a name, then the function",
    });
  return Object.defineProperty(run, FUNCTION_NAME, { value: name, configurable: true });
}

/** The name of a function that has one. */
export function nameOf(run: object): string | undefined {
  return (run as { readonly [FUNCTION_NAME]?: string })[FUNCTION_NAME];
}
