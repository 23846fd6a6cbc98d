import { canUseWorkers } from "../../engine/threads/index.js";
import { BaseEstimator } from "../../estimator/index.js";
import type { Loaders } from "../../persistence/index.js";
import type { FittedPredictor, Predictor } from "../evaluate/predictor.js";

/** Workers that can fit: what they know, and how documents go to them and come back. */
export interface FoldWorkers {
  /** Where their code lies. */
  readonly address: URL;
  /** The classes of estimators that they know. */
  readonly types: readonly unknown[];
  readonly loaders: Loaders;
}

let known: FoldWorkers | undefined;

/** Says where workers lie that know the registry, which this room does not: it is the registry that says so. */
export function announceFoldWorkers(workers: FoldWorkers): void {
  known = workers;
}

/** Above so many values the threads go into each fit: every worker keeps rows of its own, and large passes divide well. */
const MANY = 1 << 24;

/** The workers that can fit in folds of so many values, where there are any for all of these estimators. */
export function foldWorkersFor(
  estimators: readonly unknown[],
  values: number,
  threads: number,
): FoldWorkers | undefined {
  if (known === undefined || values > MANY || !canUseWorkers(threads)) return undefined;
  const { types } = known;
  return estimators.every((one) => one instanceof BaseEstimator && isKnown(one, types)) ? known : undefined;
}

/** A fitted model that a worker sent as a document. */
export function readFitted<F extends FittedPredictor>(document: string, estimator: Predictor<F>): F {
  return known!.loaders.load(document, { as: estimator }) as F;
}

/**
 * Can a document of it be read elsewhere? Not where a step is of a class of somebody else's, or a function is among the options: workers
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
