import { KindredError, listed } from "../errors/index.js";
import type { BaseEstimator } from "../estimator/index.js";

/** A step as the library handles it. */
export type NamedStep = readonly [name: string, estimator: BaseEstimator];

/** Refuses names that are empty, repeated, or hold a dot. */
export function checkNames(names: readonly string[], where: string): void {
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

/** The steps with some options of some of them changed, each named `"step.option"`. */
export function withPaths(
  steps: readonly NamedStep[],
  paths: Readonly<Record<string, unknown>>,
  kind: string,
): NamedStep[] {
  const byStep = new Map<string, Record<string, unknown>>();
  for (const [path, value] of Object.entries(paths)) {
    const dot = path.indexOf(".");
    const name = dot < 0 ? path : path.slice(0, dot);
    if (dot < 0 || !steps.some(([step]) => step === name)) throw unknownPath(path, steps, kind);
    byStep.set(name, { ...byStep.get(name), [path.slice(dot + 1)]: value });
  }
  return steps.map(([name, step]): NamedStep => {
    const changes = byStep.get(name);
    return [name, changes === undefined ? step : step.with(changes)];
  });
}

function unknownPath(path: string, steps: readonly NamedStep[], kind: string): KindredError {
  const known = steps.flatMap(([name, step]) => Object.keys(step.params).map((option) => `${name}.${option}`));
  return new KindredError({
    code: "INVALID_PARAMETER",
    where: `${kind}.with`,
    problem: `there is no path "${path}"`,
    fix: `Paths are ${listed(known, 12)}`,
    got: path,
  });
}
