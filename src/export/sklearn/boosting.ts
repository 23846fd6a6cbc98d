import { GradientBoosting } from "../../classifier/index.js";
import type { SklearnStep } from "./document.js";
import { flatTrees } from "./flat-trees.js";
import { malformed } from "./malformed.js";

type HistGradientBoosting = Extract<SklearnStep, { readonly kind: "HistGradientBoostingClassifier" }>;

/** A GradientBoosting, and what it would have learned. */
export interface TakenBoosting {
  readonly estimator: object;
  readonly state: object;
}

/** The trees of a HistGradientBoostingClassifier, on features in its own order. */
export function boosting(
  { classes, baseline, features, trees }: HistGradientBoosting,
  names: readonly string[],
): TakenBoosting {
  const outputs = classes.length === 2 ? 1 : classes.length;
  if (baseline.length !== outputs || trees.length % outputs !== 0)
    throw malformed(`${trees.length} trees and ${baseline.length} first scores for ${classes.length} classes`);
  const categories = new Map(
    features.flatMap(({ categories: own, known }, j) => (own === null ? [] : [[j, [...known].sort((a, b) => a - b)]])),
  );
  const flat = flatTrees(
    trees.map((tree) => ({ ...tree, values: tree.values.map((value) => [value]) })),
    1,
    categories,
  );
  return {
    estimator: new GradientBoosting({
      iterations: trees.length / outputs,
      categorical: [...categories.keys()].map((j) => names[j]!),
    }),
    state: { trees: flat, base: Float64Array.from(baseline), watched: new Float64Array(0) },
  };
}
