import {
  type AnyDefinition,
  defineEstimator,
  type EstimatorType,
  type StateFacts,
  type Transformer,
} from "../estimator/index.js";
import { branchesState, FittedBranches, learnBranches } from "./branches.js";
import type { ChangedPaths } from "./changed-paths.js";
import { checkBranches, type NamedStep, ownSteps, stepParams, withEstimators } from "./named-steps.js";
import type { BranchesIO, CheckedBranches, FittedBranchSteps, PathsOf, Step } from "./step-types.js";

interface Params {
  readonly steps: readonly NamedStep[];
}

const definition: AnyDefinition = {
  kind: "FeatureUnion",
  version: 1,
  params: stepParams<Params>(["steps"], (given) => {
    const steps = ownSteps(given.steps, "FeatureUnion");
    checkBranches(steps, "FeatureUnion");
    return { steps };
  }),
  parts: {
    get: ({ steps }: Params) => steps,
    set: ({ steps }: Params, parts) => ({ steps: withEstimators(steps, parts) }),
  },
  fromArguments: (given: readonly NamedStep[] | Params) =>
    given instanceof Object && "steps" in given ? given : { steps: given },
  fitted: FittedBranches,
  state: (facts: StateFacts<Params>) => branchesState(facts.params.steps, "drop", facts),
  learn: (training, { steps }: Params) => {
    const branches = steps.map(([name, estimator]) => ({ name, estimator }));
    return learnBranches(training, "FeatureUnion", branches, "drop", true);
  },
};

/** The options of a FeatureUnion: its branches. */
export interface FeatureUnionOptions<S extends readonly Step[]> {
  /** Pairs of name and estimator. */
  readonly steps: S;
}

/**
 * Several estimators on the same columns, their outputs side by side, named `branch.column`.
 *
 * **Formula.** Of branches f₁ … fₙ a row x becomes (f₁(x), …, fₙ(x)): every branch learns from all columns.
 *
 * **Limits.** Names of branches are all different, not empty and without a dot. Branches are transformers, clusterers
 * or Pipelines of them, since all of them must transform. They are fitted one after the other; the rows are kept in
 * memory up to `cacheBytes`, an option of `fit` (1 GiB by default).
 *
 * **Source.** L. Buitinck and others, "API design for machine learning software: experiences from the scikit-learn
 * project", 2013.
 *
 * @example
 * ```ts
 * import { FeatureUnion, KMeans, PCA } from "kindred";
 *
 * const union = new FeatureUnion([["pca", new PCA({ components: 1 })], ["far", new KMeans({ clusters: 2 })]]);
 * const fitted = await union.fit([[1, 2], [2, 1], [8, 9], [9, 8]]);
 * fitted.transform([[1, 1]]).columns; // ["pca.component1", "far.distance0", "far.distance1"]
 * ```
 */
export interface FeatureUnion<S extends readonly Step[]>
  extends Omit<Transformer<FeatureUnionOptions<S>, FittedBranchSteps<S>, BranchesIO<S>>, "with"> {
  /** Every hyper-parameter of every branch, for the compiler alone. */
  readonly paths?: PathsOf<S>;
  /** A copy with some branches' hyper-parameters changed, each named `"branch.option"`. */
  with<K extends string>(paths: ChangedPaths<K, PathsOf<S>>): this;
}

/** Makes unions. */
export interface FeatureUnionConstructor extends EstimatorType {
  /** @param steps - Pairs of name and estimator. */
  new <const S extends readonly Step[]>(steps: S & CheckedBranches<S>): FeatureUnion<S>;
}

/** Makes unions: see the type of this name. */
export const FeatureUnion: FeatureUnionConstructor = defineEstimator("transformer", definition);
