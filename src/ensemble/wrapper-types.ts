import type {
  Bulk,
  FitOptions,
  Fitted,
  JobOptions,
  LearnedModel,
  RemoteBulk,
  RemoteSource,
  Training,
} from "../estimator/index.js";
import type { FeatureMatrix, Label, Labels } from "../matrix/index.js";
import type { InputFor, PathsFor, Tunable } from "../selection/index.js";
import type { Schema, Source } from "../table/index.js";

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

/** A fitted classifier made of others: it takes what they take. */
export interface FittedWrapper<E extends Tunable> {
  /** The name in documents. */
  readonly kind: string;
  /** The options that it was fitted with. */
  readonly params: object;
  /** The distinct labels, in order. */
  readonly classes: readonly Label[];
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
  /** Roles, levels, directions and meanings of its input columns, where they were known. */
  readonly schema: Schema;
  /** The labels of a Source block by block, as `bulk` gives them. */
  predict(source: Source): Bulk<Label[]>;
  /** The label decided for in each row. */
  predict(data: InputFor<E>): Label[];
  /** The probabilities of a Source block by block, as `bulk` gives them. */
  predictProbabilities(source: Source): Bulk<FeatureMatrix>;
  /** The probability of each class. */
  predictProbabilities(data: InputFor<E>): FeatureMatrix;
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk(verb: "predict", source: RemoteSource, options?: JobOptions): RemoteBulk<Label[]>;
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk(verb: "predictProbabilities", source: RemoteSource, options?: JobOptions): RemoteBulk<FeatureMatrix>;
  /** A verb on rows of any number, block by block. */
  bulk(verb: "predict", source: InputFor<E> | Source, options?: JobOptions): Bulk<Label[]>;
  /** A verb on rows of any number, block by block. */
  bulk(verb: "predictProbabilities", source: InputFor<E> | Source, options?: JobOptions): Bulk<FeatureMatrix>;
  /** A verb compiled to a function of one record. */
  row: Fitted["row"];
  /** What it is, in a few lines: the estimator, its columns, what was learned, and what it gives. */
  toText(): string;
  /** One JSON document that `load` reads back bit for bit. */
  toJSON(): object;
}
