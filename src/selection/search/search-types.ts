import type { Table } from "apache-arrow";
import type { FitOptions, LearnedModel, Training } from "../../estimator/index.js";
import type { Labels } from "../../matrix/index.js";
import type { FittedOf } from "../../pipeline/index.js";
import type { Source } from "../../table/index.js";
import type { FittedWrapper } from "./fitted-wrapper.js";
import type { InputFor } from "./input-for.js";
import type { PathsFor, Tunable } from "./space.js";
import type { SearchLog, Trial } from "./trial.js";

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
export interface FittedSearch<E extends Tunable> extends FittedWrapper<E> {
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
}

/** Options of which all but some have defaults. */
export type Given<P extends object, K extends keyof P> = Pick<P, K> & Partial<Omit<P, K>>;
