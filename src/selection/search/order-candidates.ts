import type { BaseEstimator } from "../../estimator/index.js";
import { stepsOf } from "../../pipeline/index.js";
import { keyOf } from "../evaluate/shared-steps.js";

/** Candidates that begin with the same steps one after the other, the groups in the order in which they come. */
export function orderCandidates<T extends { readonly estimator: BaseEstimator }>(candidates: readonly T[]): T[] {
  const groups = new Map<unknown, number>();
  const place = (key: unknown): number => {
    if (!groups.has(key)) groups.set(key, groups.size);
    return groups.get(key)!;
  };
  const placed = candidates.map((candidate) => {
    const { estimator } = candidate;
    const steps = stepsOf(estimator);
    if (steps.length === 1) return { candidate, places: [] };
    let path = "";
    const places = steps.map(([name, step]) => {
      path = `${path}/${place(keyOf(name, step))}`;
      return place(path);
    });
    return { candidate, places };
  });
  return placed
    .sort((a, b) => {
      const at = a.places.findIndex((one, i) => one !== b.places[i]);
      return at < 0 ? 0 : a.places[at]! - b.places[at]!;
    })
    .map(({ candidate }) => candidate);
}
