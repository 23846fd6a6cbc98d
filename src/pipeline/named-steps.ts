import { KindredError, listed } from "../errors/index.js";
import type { BaseEstimator, NamedPart, StandardSchema } from "../estimator/index.js";

/** A step: its name and its estimator. */
export type NamedStep = readonly [name: string, estimator: BaseEstimator];

/** The check of options that hold steps: `complete` checks what it knows, and other keys are refused. */
export function stepParams<P extends object>(
  known: readonly string[],
  complete: (given: P) => P,
): StandardSchema<unknown, P> & { readonly shape: object } {
  return {
    shape: Object.fromEntries(known.map((name) => [name, {}])),
    "~standard": {
      version: 1,
      vendor: "kindred",
      validate(value) {
        const unknown = Object.keys(value as object).filter((key) => !known.includes(key));
        if (unknown.length > 0) return { issues: [{ message: "unknown options", keys: unknown }] };
        return { value: complete(value as P) };
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
    if (typeof estimator?.role !== "string" || typeof estimator.learnFrom !== "function")
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where,
        problem: `step "${name}" is no estimator`,
        fix: "Pass pairs of a name and an estimator, such as new Scaler()",
        got: estimator,
      });
  return Object.freeze(given.map((step) => Object.freeze([...step]) as unknown as S));
}

/** Refuses names that are empty, repeated, or hold a dot. */
export function checkNames(steps: readonly (readonly [name: string, ...unknown[]])[], where: string): void {
  const names = steps.map(([name]) => name);
  const bad = names.find((name) => name === "" || name.includes("."));
  if (names.length > 0 && bad === undefined && new Set(names).size === names.length) return;
  const problem =
    names.length === 0
      ? "there are no steps"
      : bad !== undefined
        ? `"${bad}" is no step name`
        : `the step names ${listed(names)} are not all different`;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem,
    fix: "Name each step once, with a word that has no dot in it",
    got: names,
  });
}

/** Refuses branches side by side whose names are wrong, or that transform no row. */
export function checkBranches(
  branches: readonly (readonly [name: string, estimator: BaseEstimator, ...unknown[]])[],
  where: string,
): void {
  checkNames(branches, where);
  for (const [name, { kind, role }] of branches)
    if (role === "classifier" || role === "resampler")
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where,
        problem: `branch "${name}" is a ${role} (${kind}), and a branch must transform`,
        fix:
          role === "classifier"
            ? "Put the classifier behind it, in a Pipeline"
            : "Put the resampler before it, in a Pipeline",
      });
}

/** The steps with these estimators instead. */
export function withEstimators<S extends readonly [string, BaseEstimator, ...unknown[]]>(
  steps: readonly S[],
  parts: readonly NamedPart[],
): S[] {
  return steps.map(([name, , ...rest], i) => [name, parts[i]![1], ...rest] as unknown as S);
}
