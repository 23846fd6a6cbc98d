import { KindredError, listed } from "../errors/index.js";
import type { BaseEstimator, StandardSchema } from "../estimator/index.js";

/** The options of an estimator made of others: the constructor checks what it knows, and other keys are refused. */
export function composedParams(...known: readonly string[]): StandardSchema<unknown, object> {
  return {
    "~standard": {
      version: 1,
      vendor: "kindred",
      validate(value) {
        const strangers = Object.keys(value as object).filter((key) => !known.includes(key));
        if (strangers.length === 0) return { value: value as object };
        return { issues: [{ message: `unrecognized key: ${listed(strangers)}` }] };
      },
    },
  };
}

/** The steps in a frozen list of the estimator's own: the one given may change later. None where it is no list of pairs. */
export function ownSteps<S extends readonly [string, BaseEstimator, ...unknown[]]>(
  given: readonly S[] | undefined,
  where: string,
): readonly S[] {
  const list: unknown = given;
  if (given === undefined || !Array.isArray(list) || !list.every(Array.isArray)) return [];
  for (const [name, estimator] of given)
    if (typeof estimator?.role !== "string" || typeof estimator.learnOver !== "function")
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where,
        problem: `step "${name}" is no estimator`,
        fix: "Pass pairs of a name and an estimator, such as new Scaler()",
        got: estimator,
      });
  return Object.freeze(given.map((step) => Object.freeze([...step]) as unknown as S));
}
