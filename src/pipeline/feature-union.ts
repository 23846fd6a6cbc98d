import {
  type Accepts,
  type AnyDefinition,
  BaseEstimator,
  type LearnedModel,
  type TrainingContext,
  type Transformer,
} from "../estimator/index.js";
import { acceptsOf, FittedBranches, learnBranches } from "./branches.js";
import { composedParams, ownSteps } from "./composed.js";
import { checkNames, type NamedStep, withPaths } from "./named-steps.js";
import type { BranchesIO, FittedBranchSteps, PathsOf, Step } from "./step-types.js";

const definition: AnyDefinition = {
  kind: "FeatureUnion",
  version: 1,
  params: composedParams("steps"),
  fitted: FittedBranches,
};

class UnionSteps extends BaseEstimator {
  static readonly kind: string = definition.kind;
  static readonly definition: AnyDefinition = definition;
  readonly steps: readonly NamedStep[];

  constructor(given: readonly NamedStep[] | { readonly steps: readonly NamedStep[] }) {
    const options = given instanceof Object && "steps" in given ? given : { steps: given };
    const steps = ownSteps(options.steps, definition.kind);
    checkNames(
      steps.map(([name]) => name),
      definition.kind,
    );
    super(definition, "transformer", { ...options, steps });
    this.steps = steps;
  }

  override get accepts(): Accepts {
    return acceptsOf(this.steps.map(([, step]) => step));
  }

  override with(paths: Readonly<Record<string, unknown>>): this {
    return new UnionSteps(withPaths(this.steps, paths, this.kind)) as this;
  }

  override learnOver(context: TrainingContext): Promise<LearnedModel> {
    const branches = this.steps.map(([name, estimator]) => ({ name, estimator }));
    return learnBranches(context, definition, this.params, branches, "drop", true);
  }
}

/** The options of a FeatureUnion: its branches. */
export interface FeatureUnionOptions<S extends readonly Step[]> {
  /** Pairs of name and estimator. */
  readonly steps: S;
}

/**
 * Several estimators on the same columns, their outputs side by side, named `branch.column`.
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
  with(paths: PathsOf<S>): this;
}

/** Makes unions. */
export interface FeatureUnionConstructor {
  /** @param steps - Pairs of name and estimator. */
  new <const S extends readonly Step[]>(steps: S): FeatureUnion<S>;
  /** The name in documents. */
  readonly kind: string;
  /** @internal */
  readonly definition: AnyDefinition;
}

/** Makes unions: see the type of this name. */
export const FeatureUnion: FeatureUnionConstructor = UnionSteps as unknown as FeatureUnionConstructor;
