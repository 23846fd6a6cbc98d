import type { Loadable } from "../persistence/index.js";
import { laws } from "./laws/index.js";
import { type CheckOptions, Subject } from "./subject.js";

/** What came of the laws. */
export interface CheckReport {
  /** The laws that were kept. */
  readonly kept: readonly string[];
  /** The laws that do not apply to this kind of estimator. */
  readonly skipped: readonly string[];
}

/**
 * Tries every law of the contract on an estimator class: the same bits twice, by row, in bulk, from a stream and through JSON; errors
 * in words for bad input; weights; order of rows.
 *
 * @param type - A class made by `defineTransformer`, `defineClusterer`, `defineClassifier` or `defineResampler`.
 * @returns Which laws were kept, and which do not apply.
 * @throws Error that lists every law that was broken, and how.
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
  const subject = new Subject(type, options);
  const kept: string[] = [];
  const skipped: string[] = [];
  const broken: string[] = [];
  for (const law of laws) {
    if (law.applies?.(subject) === false) {
      skipped.push(law.name);
      continue;
    }
    try {
      await law.check(subject);
      kept.push(law.name);
    } catch (error) {
      broken.push(`- ${law.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (broken.length > 0)
    throw new Error(`${type.kind} breaks ${broken.length} of ${laws.length} laws:\n${broken.join("\n")}`);
  return { kept, skipped };
}
