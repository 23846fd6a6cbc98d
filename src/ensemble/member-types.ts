import type { FitOptions, LearnedModel, Training } from "../estimator/index.js";
import type { Labels } from "../matrix/index.js";
import type { ChangedPaths, FittedOf, PathsOf, Step } from "../pipeline/index.js";
import type { InputFor, Tunable } from "../selection/index.js";
import type { Source } from "../table/index.js";
import type { FittedWrapper } from "./wrapper-types.js";

/** A member: its name, and a classifier or a Pipeline that ends in one. */
export type Member = readonly [name: string, estimator: Tunable];

type FirstOf<M extends readonly Member[]> = M[0][1];

/** The members of an ensemble. */
export interface MembersOf<M extends readonly Member[]> {
  /** Pairs of a name and a classifier. */
  readonly members: M;
}

/** A classifier made of several. Immutable. */
export interface MemberEnsemble<M extends readonly Member[], P extends object, F> {
  /** The name in documents. */
  readonly kind: string;
  /** It predicts. */
  readonly role: "classifier";
  /** What it takes and gives, for the compiler alone. */
  readonly io?: NonNullable<FirstOf<M>["io"]>;
  /** Every hyper-parameter, those of members among them, for the compiler alone. */
  readonly paths?: Partial<P> & PathsOf<M & readonly Step[]>;
  /** Options, defaults filled. Read-only. */
  readonly params: Readonly<P> & MembersOf<M>;
  /** A copy with some options changed; those of members are named `"member.option"`. */
  with<K extends string>(partial: ChangedPaths<K, Partial<P> & PathsOf<M & readonly Step[]>>): this;
  /**
   * Learns from rows and labels.
   *
   * @param data - Rows to learn from.
   * @param y - The labels, or the name of their column.
   * @throws KindredError where the data do not fit.
   */
  fit(data: InputFor<FirstOf<M>> | Source, y: Labels | string, options?: FitOptions): Promise<F>;
  /** Learns as a part of another estimator, from the rows of its training: see `Training.fit`. */
  learnFrom(training: Training): Promise<LearnedModel<F>>;
  /** The code that makes it: of its options those that are not the defaults. */
  toText(): string;
  /** One JSON document that `loadEstimator` reads back. */
  toJSON(): object;
}

/** The fitted form of a classifier made of several. */
export interface FittedMemberEnsemble<M extends readonly Member[]> extends FittedWrapper<FirstOf<M>> {
  /** The fitted model of each member, by its name. */
  readonly members: { readonly [K in M[number] as K[0]]: FittedOf<K[1]> };
}
