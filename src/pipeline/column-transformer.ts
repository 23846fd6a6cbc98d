import {
  type Accepts,
  type AnyDefinition,
  BaseEstimator,
  type LearnedModel,
  type TrainingContext,
  type Transformer,
} from "../estimator/index.js";
import { acceptsOf, FittedBranches, learnBranches, type Rest } from "./branches.js";
import { composedParams, ownSteps } from "./composed.js";
import { checkNames, type NamedStep, withPaths } from "./named-steps.js";
import type { BranchesIO, FittedBranchSteps, PathsOf, StepLike } from "./step-types.js";

const definition: AnyDefinition = {
  kind: "ColumnTransformer",
  version: 1,
  params: composedParams("branches", "rest"),
  fitted: FittedBranches,
};

type NamedColumns = readonly [name: string, estimator: BaseEstimator, columns: readonly string[]];

/** The form in documents. */
interface Documented {
  readonly branches: readonly NamedColumns[];
  readonly rest: Rest;
}

class ColumnSteps extends BaseEstimator {
  static readonly kind: string = definition.kind;
  static readonly definition: AnyDefinition = definition;
  readonly branches: readonly NamedColumns[];
  readonly rest: Rest;

  constructor(given: readonly NamedColumns[] | Documented, options: { readonly rest?: Rest } = {}) {
    const all: Documented =
      given instanceof Object && "branches" in given ? given : { branches: given, rest: "drop", ...options };
    const branches = ownSteps(all.branches, definition.kind);
    checkNames(
      branches.map(([name]) => name),
      definition.kind,
    );
    const { rest } = all;
    // An estimator for the rest is a branch of that name.
    if (rest instanceof BaseEstimator) checkNames([...branches.map(([name]) => name), "rest"], definition.kind);
    super(definition, "transformer", { ...all, branches });
    this.branches = branches;
    this.rest = rest;
  }

  override get accepts(): Accepts {
    const rest = this.rest instanceof BaseEstimator ? [this.rest] : [];
    return acceptsOf([...this.branches.map(([, step]) => step), ...rest]);
  }

  override with(paths: Readonly<Record<string, unknown>>): this {
    const steps = this.branches.map(([name, step]): NamedStep => [name, step]);
    const rest: NamedStep[] = this.rest instanceof BaseEstimator ? [["rest", this.rest]] : [];
    const changed = new Map(withPaths([...steps, ...rest], paths, this.kind));
    const branches = this.branches.map(([name, , columns]): NamedColumns => [name, changed.get(name)!, columns]);
    return new ColumnSteps({ branches, rest: rest.length > 0 ? changed.get("rest")! : this.rest }) as this;
  }

  override learnOver(context: TrainingContext): Promise<LearnedModel> {
    const branches = this.branches.map(([name, estimator, columns]) => ({ name, estimator, columns }));
    return learnBranches(context, definition, this.params, branches, this.rest, false);
  }
}

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
  with(paths: PathsOf<StepsOf<B>>): this;
}

/** What a ColumnTransformer is made of. */
export interface BranchParams<B extends readonly ColumnBranch[]> {
  /** Triples of name, estimator and columns. */
  readonly branches: B;
}

/** Makes column transformers. */
export interface ColumnTransformerConstructor {
  /**
   * @param branches - Triples of name, estimator and columns.
   * @param options - What is done with the other columns; they are left out by default.
   */
  new <const B extends readonly ColumnBranch[]>(branches: B, options?: ColumnTransformerOptions): ColumnTransformer<B>;
  /** The name in documents. */
  readonly kind: string;
  /** @internal */
  readonly definition: AnyDefinition;
}

/** Makes column transformers: see the type of this name. */
export const ColumnTransformer: ColumnTransformerConstructor = ColumnSteps as unknown as ColumnTransformerConstructor;
