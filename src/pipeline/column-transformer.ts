import {
  type AnyDefinition,
  BaseEstimator,
  defineEstimator,
  type EstimatorType,
  type StateFacts,
  type Transformer,
} from "../estimator/index.js";
import { branchesState, FittedBranches, learnBranches, type Rest } from "./branches.js";
import type { ChangedPaths } from "./changed-paths.js";
import { checkBranches, checkNames, type NamedStep, ownSteps, stepParams, withEstimators } from "./named-steps.js";
import type { BranchesIO, FittedBranchSteps, PathsOf, StepLike } from "./step-types.js";

type NamedColumns = readonly [name: string, estimator: BaseEstimator, columns: readonly string[]];

interface Params {
  readonly branches: readonly NamedColumns[];
  readonly rest: Rest;
}

/** An estimator for the rest is a branch of that name. */
function restStep({ rest }: Params): NamedStep[] {
  return rest instanceof BaseEstimator ? [["rest", rest]] : [];
}

const definition: AnyDefinition = {
  kind: "ColumnTransformer",
  version: 1,
  params: stepParams<Params>(["branches", "rest"], (given) => {
    const branches = ownSteps(given.branches, "ColumnTransformer");
    checkNames(branches, "ColumnTransformer");
    checkBranches([...branches, ...restStep(given)], "ColumnTransformer");
    return { ...given, branches };
  }),
  parts: {
    get: (params: Params) => [...params.branches.map(([name, step]): NamedStep => [name, step]), ...restStep(params)],
    set: ({ branches, rest }: Params, parts) => ({
      branches: withEstimators(branches, parts),
      rest: parts[branches.length]?.[1] ?? rest,
    }),
  },
  fromArguments: (given: readonly NamedColumns[] | Params, options: Partial<Params> = {}) =>
    given instanceof Object && "branches" in given ? given : { branches: given, rest: "drop", ...options },
  fitted: FittedBranches,
  state: (facts: StateFacts<Params>) => {
    const { branches, rest } = facts.params;
    return branchesState(
      branches.map(([name, step]): NamedStep => [name, step]),
      rest,
      facts,
    );
  },
  learn: (training, { branches, rest }: Params) =>
    learnBranches(
      training,
      "ColumnTransformer",
      branches.map(([name, estimator, columns]) => ({ name, estimator, columns })),
      rest,
      false,
    ),
};

/** A branch: its name, its estimator, and its columns. */
export type ColumnBranch = readonly [name: string, estimator: StepLike, columns: readonly string[]];

/** The branches without their columns. */
export type StepsOf<B extends readonly ColumnBranch[]> = { readonly [I in keyof B]: readonly [B[I][0], B[I][1]] };

/** What is done with the columns that no branch names. */
export interface ColumnTransformerOptions {
  /** Let them pass, leave them out, or give them to an estimator. */
  readonly rest?: "passthrough" | "drop" | StepLike;
}

/**
 * Different estimators for different columns, their outputs side by side under their own names (under `branch.name` where two would be equal).
 *
 * **Formula.** Of branches f₁ … fₙ a row x becomes (f₁(x₁), …, fₙ(xₙ), r(x₀)): x₁ … xₙ are its values in the columns
 * that each branch names, x₀ those in columns that none names. Where `rest` is `"passthrough"`, r(x₀) is x₀; under
 * `"drop"`, the default, it is left out. Each branch learns from its own columns alone.
 *
 * **Limits.** Names of branches are all different, not empty and without a dot; `rest` is taken where an estimator gets
 * the rest. Columns that the data lack are refused by name. A column may go to several branches. Branches are
 * transformers, clusterers or Pipelines of them, since all of them must transform. They are fitted one after the other;
 * the columns of a branch are kept in memory up to `cacheBytes`, an option of `fit` (1 GiB by default).
 *
 * **Source.** L. Buitinck and others, "API design for machine learning software: experiences from the scikit-learn
 * project", 2013.
 *
 * @example
 * ```ts
 * import { ColumnTransformer, FeatureMatrix, Scaler } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ age: [20, 40], income: [1000, 3000], zone: [1, 2] });
 * const transformer = new ColumnTransformer(
 *   [["ages", new Scaler(), ["age"]], ["amounts", new Scaler({ method: "minMax" }), ["income"]]],
 *   { rest: "passthrough" },
 * );
 * const fitted = await transformer.fit(people);
 * fitted.transform(people).toRows(); // [[-1, 0, 1], [1, 1, 2]]
 * ```
 */
export interface ColumnTransformer<B extends readonly ColumnBranch[]>
  extends Omit<Transformer<BranchParams<B>, FittedBranchSteps<StepsOf<B>>, BranchesIO<StepsOf<B>>>, "with"> {
  /** Every hyper-parameter of every branch, for the compiler alone. */
  readonly paths?: PathsOf<StepsOf<B>>;
  /** A copy with some branches' hyper-parameters changed, each named `"branch.option"`. */
  with<K extends string>(paths: ChangedPaths<K, PathsOf<StepsOf<B>>>): this;
}

/** What a ColumnTransformer is made of. */
export interface BranchParams<B extends readonly ColumnBranch[]> {
  /** Triples of name, estimator and columns. */
  readonly branches: B;
}

/** Makes column transformers. */
export interface ColumnTransformerConstructor extends EstimatorType {
  /**
   * @param branches - Triples of name, estimator and columns.
   * @param options - What is done with the other columns; they are left out by default.
   */
  new <const B extends readonly ColumnBranch[]>(branches: B, options?: ColumnTransformerOptions): ColumnTransformer<B>;
}

/** Makes column transformers: see the type of this name. */
export const ColumnTransformer: ColumnTransformerConstructor = defineEstimator("transformer", definition);
