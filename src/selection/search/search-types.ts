import type { Table } from "apache-arrow";
import type {
  Bulk,
  FitOptions,
  Fitted,
  JobOptions,
  LearnedModel,
  RemoteBulk,
  RemoteSource,
  Training,
} from "../../estimator/index.js";
import type { FeatureMatrix, Label, Labels } from "../../matrix/index.js";
import type { FittedOf } from "../../pipeline/index.js";
import type { Schema, Source } from "../../table/index.js";
import type { PathsFor, Tunable } from "./space.js";
import type { SearchLog, Trial } from "./trial.js";

/** What an estimator takes. */
export type InputFor<E extends Tunable> =
  NonNullable<E["io"]> extends infer T ? (T extends readonly [infer A, unknown] ? A : never) : never;

/** Options of a search's `fit`: those of every fit, the trials of an earlier run, and where to write new ones down. */
export interface SearchFitOptions extends FitOptions, SearchLog {}

/** A search over hyper-parameters: an estimator that chooses its own. Immutable. */
export interface Search<E extends Tunable, P extends object> {
  /** The name in documents. */
  readonly kind: string;
  /** It predicts as what it searches does. */
  readonly role: "classifier";
  /** What it takes and gives, for the compiler alone. */
  readonly io?: NonNullable<E["io"]>;
  /** Options, defaults filled. Read-only. */
  readonly params: Readonly<P>;
  /** A copy with some options changed. @throws KindredError where one is invalid. */
  with(partial: Partial<P>): this;
  /**
   * Tries candidates in folds of the rows, each step of each candidate learned again in each fold from its training rows alone, and fits the best on
   * all rows.
   *
   * @param data - Rows to learn from.
   * @param y - The labels, or the name of their column.
   * @param options - Progress counts folds; an aborted search keeps nothing, but the trials that `onTrial` got can be given back as `log`.
   * @throws KindredError where the data do not fit, or no candidate can be learned.
   */
  fit(data: InputFor<E> | Source, y: Labels | string, options?: SearchFitOptions): Promise<FittedSearch<E>>;
  /** Learns as a part of another estimator, from the rows of its training: see `Training.fit`. */
  learnFrom(training: Training): Promise<LearnedModel<FittedSearch<E>>>;
  /** The code that makes it: of its options those that are not the defaults. */
  toText(): string;
  /** One JSON document that `loadEstimator` reads back. */
  toJSON(): object;
}

/** A fitted search: it answers as the best candidate does, fitted on all rows. */
export interface FittedSearch<E extends Tunable> {
  /** The name in documents. */
  readonly kind: string;
  /** The options of the search. */
  readonly params: object;
  /** The best candidate, fitted on all rows. */
  readonly best: FittedOf<E>;
  /** Its hyper-parameters by path. */
  readonly bestParams: PathsFor<E>;
  /** Its score in the folds that chose it. It flatters, the more the more was tried: `crossValidate(search, …)` gives an honest one. */
  readonly tunedScore: number;
  /** Every trial, in the order in which they were run. */
  readonly trials: readonly Trial[];
  /** One row a trial: its hyper-parameters, every score in the mean with its standard error and in each fold, and why it failed. */
  readonly results: Table;
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
  /** What was chosen, in words. */
  toText(): string;
  /** One JSON document that `load` reads back bit for bit. */
  toJSON(): object;
}

/** Options of which all but some have defaults. */
export type Given<P extends object, K extends keyof P> = Pick<P, K> & Partial<Omit<P, K>>;
