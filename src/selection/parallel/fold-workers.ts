import { canUseWorkers } from "../../engine/threads/index.js";
import { BaseEstimator, type DocumentReaders } from "../../estimator/index.js";

/** Workers that can fit: what they know, and how documents go to them and come back. */
export interface FoldWorkers {
  /** Where their code lies. */
  readonly address: URL;
  /** The classes of estimators that they know. */
  readonly types: readonly unknown[];
  readonly readers: DocumentReaders;
}

let known: FoldWorkers | undefined;

/** Says where workers lie that know the registry, which this folder does not: it is the registry that says so. */
export function announceFoldWorkers(workers: FoldWorkers): void {
  known = workers;
}

/** Above this number of values the threads go into each fit: every worker keeps rows of its own, and large passes divide well. */
const MAX_VALUES_ON_WORKERS = 1 << 24;

/** The workers that can fit in folds of this number of values, where there are any for all of these estimators. */
export function foldWorkersFor(
  estimators: readonly unknown[],
  values: number,
  threads: number,
): FoldWorkers | undefined {
  if (known === undefined || values > MAX_VALUES_ON_WORKERS || !canUseWorkers(threads)) return undefined;
  const { types } = known;
  return estimators.every((one) => one instanceof BaseEstimator && isKnown(one, types)) ? known : undefined;
}

/**
 * Can a document of it be read elsewhere? Not where a step is of a class outside the registry, or a function is among the options: workers
 * have neither.
 */
function isKnown(value: unknown, types: FoldWorkers["types"]): boolean {
  if (typeof value === "function") return false;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return true;
  if (value instanceof BaseEstimator) return types.includes(value.constructor) && isKnown(value.params, types);
  if (Array.isArray(value)) return value.every((one) => isKnown(one, types));
  if (value instanceof Map) return isKnown([...value.entries()], types);
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === Object.prototype || prototype === null;
  return plain && Object.values(value).every((one) => isKnown(one, types));
}
