import { KindredError } from "../errors/index.js";
import {
  defineEstimator,
  type EstimatorType,
  type FitTransformed,
  type LearnedModel,
  type OutputFor,
  type Training,
} from "../estimator/index.js";
import type { Source } from "../table/index.js";
import type { AnyPipeline } from "./any-pipeline.js";
import type { ChangedPaths } from "./changed-paths.js";
import { pipelineDefinition, pipelineRole } from "./pipeline-definition.js";
import type {
  CheckedSteps,
  FittedPipeline,
  InputOf,
  PathsOf,
  PipelineIO,
  PipelineRest,
  PipelineRole,
  Step,
  Transforms,
} from "./step-types.js";

/**
 * Steps in a row, each fitted on what the one before it gives. Its type follows the steps by position and by name: a wrong order, an
 * unknown path or predicting before fitting does not compile. Rows pass the fitted steps block by block; only small results
 * between two steps are kept.
 *
 * **Formula.** Of steps f₁ … fₙ a row x becomes fₙ(… f₂(f₁(x))). Step k learns from what the steps before it make of
 * the training rows; where a step gives these other values than later rows (FeatureEncoder's `"target"`), it learns
 * from those. A resampler changes the rows that the steps behind it learn from, and no row later.
 *
 * **Limits.** Names of steps are all different, not empty and without a dot. A classifier stands last, and at least one
 * step is no resampler. What one step gives the next is kept in memory up to `cacheBytes`, an option of `fit` (1 GiB by
 * default); larger results are computed again in each pass over the rows. So files larger than memory can be learned
 * from, as far as each step can.
 *
 * **Source.** L. Buitinck and others, "API design for machine learning software: experiences from the scikit-learn
 * project", 2013.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, Pipeline, Scaler } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ age: [34, 51, 28], income: [1800, 2600, 2100] });
 * const pipeline = new Pipeline([["scale", new Scaler()]]);
 * const fitted = await pipeline.fit(people);
 * fitted.transform(people).column("age");
 * fitted.steps.scale.centers;
 * pipeline.with({ "scale.center": false });
 * ```
 */
export interface Pipeline<S extends readonly Step[]> {
  /** The name in documents. */
  readonly kind: string;
  /** The role of the last step. */
  readonly role: PipelineRole<S>;
  /** What it takes and gives, for the compiler alone. */
  readonly io?: PipelineIO<S>;
  /** Every hyper-parameter of every step, for the compiler alone. */
  readonly paths?: PathsOf<S>;
  /** The steps. */
  readonly params: StepParams<S>;
  /** A copy with some steps' hyper-parameters changed: `pipeline.with({ "reduce.components": 20 })`. */
  with<K extends string>(paths: ChangedPaths<K, PathsOf<S>>): this;
  /**
   * Fits every step on what the one before it gives.
   *
   * @param data - Rows, in memory or as a Source.
   * @param rest - Where the last step is a classifier its labels (or the name of their column), then options; else options.
   */
  fit(data: InputOf<PipelineIO<S>> | Source, ...rest: PipelineRest<S>): Promise<FittedPipeline<S>>;
  /** Fits, and gives the training rows as the last step gives them. */
  fitTransform<X extends InputOf<PipelineIO<S>>>(
    data: X & Transforms<S>,
    ...rest: PipelineRest<S>
  ): Promise<FitTransformed<FittedPipeline<S>, OutputFor<PipelineIO<S>, X>>>;
  /** Learns as a part of another estimator, from the rows of its training: see `Training.fit`. */
  learnFrom(training: Training): Promise<LearnedModel<FittedPipeline<S>>>;
  /** The code that makes it: of its options those that are not the defaults. */
  toText(): string;
  /** One JSON document that `loadEstimator` reads back. */
  toJSON(): object;
}

/** What a Pipeline is made of. */
export interface StepParams<S extends readonly Step[]> {
  /** Pairs of name and estimator, in order. */
  readonly steps: S;
}

/** Makes pipelines. */
export interface PipelineConstructor extends EstimatorType {
  /**
   * @param steps - Pairs of name and estimator, in order.
   * @throws KindredError where a name is empty, repeated, or holds a dot.
   */
  new <const S extends readonly Step[]>(steps: S & CheckedSteps<S>): Pipeline<S>;
  /**
   * A Pipeline whose steps are chosen at run time. What of its type would follow from them is checked when it runs: it takes any data, has every
   * verb, and throws where a step does not fit.
   *
   * @param steps - Pairs of name and estimator, in order.
   * @throws KindredError where a name is empty, repeated, or holds a dot, and where a step cannot stand where it stands.
   *
   * @example
   * ```ts
   * import { KMeans, Pipeline, PCA, Scaler, type Step } from "kindred";
   *
   * const steps: Step[] = [["scale", new Scaler()]];
   * if (steps.length < 2) steps.push(["reduce", new PCA({ components: 1 })]);
   * steps.push(["cluster", new KMeans({ clusters: 2 })]);
   * const fitted = await Pipeline.of(steps).fit([[1, 2], [2, 1], [8, 9], [9, 8]]);
   * fitted.predict([[1, 1]]).length; // 1
   * ```
   */
  of(steps: readonly Step[]): AnyPipeline;
}

/** Makes pipelines: see the type of this name. */
export const Pipeline: PipelineConstructor = Object.assign(
  defineEstimator<Omit<PipelineConstructor, "of"> & (new (steps: never) => unknown)>(pipelineRole, pipelineDefinition),
  {
    of(steps: readonly Step[]): AnyPipeline {
      return new Pipeline(steps as never) as unknown as AnyPipeline;
    },
  },
) as PipelineConstructor;

/** Names of steps made from kinds: the kind in lower camel case, numbered where it repeats. */
type KindSteps<E extends readonly Step[1][]> = { readonly [I in keyof E]: readonly [string, E[I]] };

/** The estimators, or, where their order is wrong, a type that says so at the one to blame. */
type CheckedEstimators<E extends readonly Step[1][]> = { readonly [I in keyof E]: E[I] & EstimatorFault<E, I> };

type EstimatorFault<E extends readonly Step[1][], I> =
  CheckedSteps<KindSteps<E>> extends infer C
    ? I extends keyof C
      ? C[I] extends readonly [unknown, infer X]
        ? X
        : unknown
      : unknown
    : never;

/**
 * A Pipeline whose steps are named after their kinds: `scaler`, `pca`, `kmeans`, a number behind those that repeat.
 *
 * @example
 * ```ts
 * import { makePipeline, Scaler } from "kindred";
 *
 * makePipeline(new Scaler(), new Scaler({ method: "minMax" })).params.steps.map(([name]) => name); // ["scaler", "scaler2"]
 * ```
 */
export function makePipeline<const E extends readonly [Step[1], ...Step[1][]]>(
  ...estimators: CheckedEstimators<E>
): Pipeline<KindSteps<E>> {
  const seen = new Map<string, number>();
  const steps = estimators.map((estimator, at): [string, unknown] => {
    const { kind } = ((estimator as unknown) ?? {}) as { readonly kind?: unknown };
    if (typeof kind !== "string")
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where: "makePipeline",
        problem: `argument ${at + 1} is no estimator`,
        fix: "Pass estimators, such as new Scaler()",
        got: estimator,
      });
    const name = kind.split("/").pop()!.toLowerCase();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : `${name}${count}`, estimator];
  });
  return new Pipeline(steps as never) as unknown as Pipeline<KindSteps<E>>;
}
