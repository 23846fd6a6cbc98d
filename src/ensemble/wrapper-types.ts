import type { FitOptions, LearnedModel, Training } from "../estimator/index.js";
import type { Labels } from "../matrix/index.js";
import type { InputFor, PathsFor, Tunable } from "../selection/index.js";
import type { Source } from "../table/index.js";

export type { FittedWrapper } from "../selection/index.js";

/** Options of an estimator made of another, with those of the other under `"estimator.option"`. */
export type WrapperPaths<E extends Tunable, P extends object> = Partial<P> & {
  readonly [K in Extract<keyof PathsFor<E>, string> as `estimator.${K}`]?: PathsFor<E>[K];
};

/** A classifier made of another one. Immutable. */
export interface Wrapper<E extends Tunable, P extends object, F> {
  /** The name in documents. */
  readonly kind: string;
  /** It predicts. */
  readonly role: "classifier";
  /** What it takes and gives, for the compiler alone. */
  readonly io?: NonNullable<E["io"]>;
  /** Every hyper-parameter, that of the estimator in it among them, for the compiler alone. */
  readonly paths?: WrapperPaths<E, P>;
  /** Options, defaults filled. Read-only. */
  readonly params: Readonly<P>;
  /** A copy with some options changed; those of the estimator in it are named `"estimator.option"`. */
  with(partial: WrapperPaths<E, P>): this;
  /**
   * Learns from rows and labels.
   *
   * @param data - Rows to learn from.
   * @param y - The labels, or the name of their column.
   * @throws KindredError where the data do not fit.
   */
  fit(data: InputFor<E> | Source, y: Labels | string, options?: FitOptions): Promise<F>;
  /** Learns as a part of another estimator, from the rows of its training: see `Training.fit`. */
  learnFrom(training: Training): Promise<LearnedModel<F>>;
  /** The code that makes it: of its options those that are not the defaults. */
  toText(): string;
  /** One JSON document that `loadEstimator` reads back. */
  toJSON(): object;
}
