import { readGiven } from "../../errors/index.js";
import type { Labels } from "../../matrix/index.js";
import type { StandardSchema } from "../../options/index.js";
import type { Source } from "../../table/index.js";
import type { Fitted } from "../fitted/fitted.js";
import type { FittedClassifier } from "../fitted/fitted-classifier.js";
import type { FittedClusterer, FittedTransformer } from "../fitted/fitted-transformer.js";
import type { FittedSpec } from "../fitted/spec.js";
import type { Training } from "../training/training.js";
import type { AnyDefinition } from "./any-definition.js";
import type {
  ClassifierDefinition,
  ClustererDefinition,
  LearnedModel,
  ResamplerDefinition,
  Role,
  TransformerDefinition,
} from "./definition.js";
import { BaseEstimator } from "./estimator.js";
import type { FitOptions } from "./options.js";
import type { IO, MatrixToMatrix, OutputFor } from "./types.js";

/** An estimator of a class under options. */
export function newEstimator(type: EstimatorType & (new (...args: never) => object), options: object): BaseEstimator {
  const Made = type as unknown as new (options: object) => BaseEstimator;
  return new Made(options);
}

/** What `fit` takes after the data. */
export type FitRest<R extends Role> = R extends "classifier"
  ? [y: Labels | string, options?: FitOptions]
  : [options?: FitOptions];

/** An estimator: hyper-parameters, immutable, and a way to learn. */
export interface Estimator<P extends object, F, T extends IO, R extends Role> {
  /** The name in documents. */
  readonly kind: string;
  /** What it is good for in a Pipeline. */
  readonly role: R;
  /** What it takes and gives, for the compiler alone. */
  readonly io?: T;
  /** Hyper-parameters, defaults filled. Read-only. */
  readonly params: Readonly<P>;
  /** A copy with some hyper-parameters changed. @throws KindredError where one is invalid. */
  with(partial: Partial<P>): this;
  /**
   * Learns from rows. The estimator stays as it is.
   *
   * @param data - Rows to learn from, in memory or as a Source.
   * @param rest - For classifiers the labels (or the name of their column), then options; for others options.
   * @throws KindredError where the data do not fit, with the column and what to do.
   */
  fit(data: T[0] | Source, ...rest: FitRest<R>): Promise<F>;
  /** Learns as a part of another estimator, from the rows of its training: see `Training.fit`. */
  learnFrom(training: Training): Promise<LearnedModel<F>>;
  /** The code that makes it: of its options those that are not the defaults. */
  toText(): string;
  /** One JSON document that `loadEstimator` reads back. */
  toJSON(): object;
}

/** A fitted model, and the rows that it learned from. */
export interface FitTransformed<F, O> {
  /** The fitted model. */
  fitted: F;
  /** The training rows transformed: cross-fitted where the method is. */
  output: O;
}

/** An estimator that gives rows with other columns. */
export interface Transformer<P extends object, F, T extends IO = MatrixToMatrix, R extends Role = "transformer">
  extends Estimator<P, F, T, R> {
  /** Learns, and gives the training rows transformed: cross-fitted where the method is. */
  fitTransform<X extends T[0]>(data: X, ...rest: FitRest<R>): Promise<FitTransformed<F, OutputFor<T, X>>>;
}

/** What each role's estimators offer. */
export type EstimatorOf<P extends object, F, T extends IO, R extends Role> = R extends "transformer" | "clusterer"
  ? Transformer<P, F, T, R>
  : Estimator<P, F, T, R>;

/** What every class of estimators has. */
export interface EstimatorType {
  /** The name in documents. */
  readonly kind: string;
  /** @internal */
  readonly definition: AnyDefinition;
}

/** The class that `define…` gives. */
export interface EstimatorClass<P extends object, F, T extends IO, R extends Role, I = Partial<P>>
  extends EstimatorType {
  new (params?: I): EstimatorOf<P, F, T, R>;
}

/** A class of transformers. */
export type TransformerClass<P extends object, F, T extends IO = MatrixToMatrix, I = Partial<P>> = EstimatorClass<
  P,
  F,
  T,
  "transformer",
  I
>;
/** A class of clusterers. */
export type ClustererClass<P extends object, F, I = Partial<P>> = EstimatorClass<P, F, MatrixToMatrix, "clusterer", I>;
/** A class of classifiers. */
export type ClassifierClass<P extends object, F, I = Partial<P>> = EstimatorClass<
  P,
  F,
  readonly [MatrixToMatrix[0], never],
  "classifier",
  I
>;
/** A class of resamplers. */
export type ResamplerClass<P extends object, T extends IO = MatrixToMatrix, I = Partial<P>> = EstimatorClass<
  P,
  Fitted,
  T,
  "resampler",
  I
>;

/**
 * Makes a class of estimators: the one mechanism behind all of them. Its static type `C` is free, for those whose types follow their arguments
 * (a Pipeline's its steps); a role may follow from the options.
 */
export function defineEstimator<C extends EstimatorType>(
  role: Role | ((params: never) => Role),
  definition: AnyDefinition,
): C {
  const Made = class extends BaseEstimator {
    static readonly kind: string = definition.kind;
    static readonly definition: AnyDefinition = definition;
    constructor(...args: unknown[]) {
      super(definition, role, readGiven(definition.kind, () => definition.fromArguments?.(...args)) ?? args[0] ?? {});
    }
  };
  Object.defineProperty(Made, "name", { value: definition.kind.split("/").pop() });
  return Made as unknown as C;
}

/** A class of fitted models that a definition may name instead of its role's own. */
type FittedClass<P extends object, S, F extends Fitted<P, S>> = { readonly fitted?: new (spec: FittedSpec<P, S>) => F };

/** The part of a definition whose types the others follow: options as given and as completed. */
type Params<I extends object, P extends object> = { readonly params: StandardSchema<I, P> };

/**
 * A class of transformers from a definition. `fit` (or `learn`) stands before `transform` (or `program`), so that the state is typed.
 *
 * @example
 * ```ts
 * import * as z from "zod";
 * import { defineTransformer } from "kindred";
 *
 * const Clipper = defineTransformer({
 *   kind: "acme/Clipper",
 *   version: 1,
 *   params: z.strictObject({ most: z.number().default(3) }),
 *   fit: (x, { most }) => ({ limits: x.columns.map((name) => Math.max(...x.column(name)) * most) }),
 *   transform: (x, { limits }) => x.toRows().map((row) => row.map((value, j) => Math.min(value, limits[j]!))),
 * });
 * const fitted = await new Clipper({ most: 0.5 }).fit([[1, 2], [3, 8]]);
 * fitted.transform([[9, 9]]).toRows(); // [[1.5, 4]]
 * ```
 */
export function defineTransformer<
  I extends object,
  P extends object,
  S,
  F extends Fitted<P, S> = FittedTransformer<P, S>,
  T extends IO = MatrixToMatrix,
>(
  definition: Params<I, P> & TransformerDefinition<P, S> & FittedClass<P, S, F>,
): EstimatorClass<P, F, T, "transformer", I> {
  return defineEstimator("transformer", definition as unknown as AnyDefinition);
}

/** A class of clusterers from a definition; see {@link defineTransformer} for the form. */
export function defineClusterer<I extends object, P extends object, S, F extends Fitted<P, S> = FittedClusterer<P, S>>(
  definition: Params<I, P> & ClustererDefinition<P, S> & FittedClass<P, S, F>,
): ClustererClass<P, F, I> {
  return defineEstimator("clusterer", definition as unknown as AnyDefinition);
}

/** A class of classifiers from a definition; see {@link defineTransformer} for the form. */
export function defineClassifier<
  I extends object,
  P extends object,
  S,
  F extends Fitted<P, S> = FittedClassifier<P, S>,
>(definition: Params<I, P> & ClassifierDefinition<P, S> & FittedClass<P, S, F>): ClassifierClass<P, F, I> {
  return defineEstimator("classifier", definition as unknown as AnyDefinition);
}

/** A class of resamplers from a definition: other rows at fit, nothing later. */
export function defineResampler<I extends object, P extends object, T extends IO = MatrixToMatrix>(
  definition: Params<I, P> & ResamplerDefinition<P>,
): ResamplerClass<P, T, I> {
  return defineEstimator("resampler", definition as unknown as AnyDefinition);
}
