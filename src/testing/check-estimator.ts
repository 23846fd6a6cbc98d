import { check, checkArguments, optionsCheck } from "../options/index.js";
import type { Loadable } from "../persistence/index.js";
import { type Law, laws } from "./laws/index.js";
import { reportOf } from "./report.js";
import { type CheckOptions, Subject } from "./subject.js";

/** What came of the laws. */
export interface CheckReport {
  /** The laws that were kept. */
  readonly kept: readonly string[];
  /** The laws that do not apply to this kind of estimator. */
  readonly skipped: readonly string[];
}

const checkOptions = optionsCheck<CheckOptions>("checkEstimator", {
  params: check.anyObject,
  types: check.expected(Array.isArray, "a list of estimator classes"),
  traits: check.anyObject,
});

/**
 * Tries every law of the contract on an estimator class: the same bits twice, by row, in bulk, from a stream and through JSON; errors
 * in words for bad input; weights; order of rows. The page "Laws of estimators" has them one by one.
 *
 * @param type - A class made by `defineTransformer`, `defineClusterer`, `defineClassifier` or `defineResampler`.
 * @returns Which laws were kept, and which do not apply.
 * @throws Error that lists what is wrong, a line a cause, each with the laws that it breaks. The foundations come first: where one of them is
 * broken the laws after it are not tried, since they would say the same in other words.
 *
 * @example
 * ```ts
 * import { Scaler } from "kindred";
 * import { checkEstimator } from "kindred/testing";
 *
 * const { kept } = await checkEstimator(Scaler);
 * kept.length > 10; // true
 * ```
 */
export async function checkEstimator(type: Loadable, options: CheckOptions = {}): Promise<CheckReport> {
  checkArguments("checkEstimator", { type: [type, check.estimatorClass] });
  checkOptions(options);
  const subject = new Subject(type, options);
  const applying = laws.filter((law) => law.applies?.(subject) !== false);
  const causes = new Map<string, string[]>();
  const kept: string[] = [];
  const keeps = async ({ name, check }: Law): Promise<boolean> => {
    const cause = await check(subject).then(() => undefined, textOf);
    if (cause === undefined) kept.push(name);
    else causes.set(cause, [...(causes.get(cause) ?? []), name]);
    return cause === undefined;
  };
  const [foundations, others] = [true, false].map((wanted) =>
    applying.filter(({ foundation = false }) => foundation === wanted),
  );
  for (const [k, law] of foundations!.entries())
    if (!(await keeps(law))) throw new Error(reportOf(type.kind, causes, applying.length, applying.length - k - 1));
  for (const law of others!) await keeps(law);
  if (causes.size > 0) throw new Error(reportOf(type.kind, causes, applying.length, 0));
  return { kept, skipped: laws.filter((law) => !applying.includes(law)).map(({ name }) => name) };
}

/** What a law says is wrong, on one line. */
function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ");
}
