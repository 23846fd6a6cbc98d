import * as z from "zod";
import type { Program } from "../engine/program/index.js";
import { type Block, memorySource } from "../engine/rows/index.js";
import type { BaseEstimator, Fitted, TrainingContext } from "../estimator/index.js";
import { FeatureMatrix } from "../matrix/index.js";
import type { FittedOf } from "../pipeline/index.js";
import type { Folds, Tunable } from "../selection/index.js";
import { type FoldedData, foldedData } from "../selection/index.js";
import { crossFitted, outOfFold } from "./cross-fit.js";
import {
  defineMembers,
  FittedNamedMembers,
  type MembersState,
  membersSchema,
  type WithMembers,
} from "./define-members.js";
import type { FittedMemberEnsemble, MemberClass, MemberEnsemble, PoolWorker } from "./member-types.js";
import { estimatorSchema, foldsSchema } from "./wrapper.js";

/** Options of StackingClassifier. */
export interface StackingClassifierOptions<F extends Tunable> {
  /** What learns from the members' probabilities: a classifier of numbers, one column a member (and class, where there are more than two). */
  readonly final: F;
  /** How rows are divided: a number of folds (5 by default), a splitter that tests every row, or the folds themselves. */
  readonly folds: Folds;
  /** Seed of the folds. */
  readonly seed: number;
}

interface Options extends WithMembers, Omit<StackingClassifierOptions<Tunable>, "final"> {
  readonly final: BaseEstimator;
}

/** What a StackingClassifier learned. */
export interface StackingState extends MembersState {
  readonly final: Fitted;
}

class FittedStacking extends FittedNamedMembers<StackingState> {
  get final(): Fitted {
    return this.state.final;
  }

  override labelOf(probabilities: ArrayLike<number>) {
    return this.final.labelOf(probabilities);
  }

  protected override makePredictor(): Program {
    const { members, final } = this.state;
    const branches = members.map(([name, fitted]) => ({
      prefix: `${name}.`,
      program: askedOf(fitted, this.classes.length),
    }));
    return [{ op: "union", branches }, ...final.predictor];
  }
}

/** The probability of the second of two classes, or of each of more. */
function askedOf({ predictor }: Fitted, classes: number): Program {
  return classes === 2 ? [...predictor, { op: "select", positions: [1] }] : predictor;
}

/**
 * A classifier of what other classifiers say (D. Wolpert, 1992). The last one learns from probabilities that each member gave for rows that it had
 * not seen; then every member is fitted on all rows. Which member is right where is learned, and not by trusting the one that overfits
 * most.
 *
 * @example
 * ```ts
 * import { LogisticRegression, NaiveBayes, StackingClassifier } from "kindred";
 *
 * const X = Array.from({ length: 60 }, (_, i) => [i % 10, (i * 7) % 6]);
 * const y = X.map(([a, b]) => (a! + b! > 9 ? 1 : 0));
 * const stacking = new StackingClassifier(
 *   [["linear", new LogisticRegression()], ["bayes", new NaiveBayes()]],
 *   { final: new LogisticRegression(), folds: 3 },
 * );
 * const fitted = await stacking.fit(X, y);
 * fitted.final.inputColumns; // ["linear.1", "bayes.1"]
 * fitted.predict([[0, 0], [9, 5]]); // [0, 1]
 * ```
 */
export interface StackingClassifier<M extends readonly PoolWorker[], F extends Tunable>
  extends MemberEnsemble<M, StackingClassifierOptions<F>, FittedStackingClassifier<M, F>> {}

/** A fitted StackingClassifier. */
export interface FittedStackingClassifier<M extends readonly PoolWorker[], F extends Tunable>
  extends FittedMemberEnsemble<M> {
  /** What was learned from the members' probabilities. */
  readonly final: FittedOf<F>;
}

/** Makes stacking classifiers. */
export interface StackingClassifierConstructor extends MemberClass {
  /**
   * @param members - Pairs of a name and a classifier (or a Pipeline that ends in one), all of which take the same rows.
   * @param options - What learns from them, and how rows are divided.
   */
  new <const M extends readonly PoolWorker[], F extends Tunable>(
    members: M,
    options: Pick<StackingClassifierOptions<F>, "final"> & Partial<StackingClassifierOptions<F>>,
  ): StackingClassifier<M, F>;
}

/** Makes stacking classifiers: see the type of this name. */
export const StackingClassifier: StackingClassifierConstructor = defineMembers<Options, StackingState>({
  kind: "StackingClassifier",
  params: z.strictObject({
    members: membersSchema,
    final: estimatorSchema,
    folds: foldsSchema.default(5),
    seed: z.number().int().min(0).default(0),
  }),
  // Which rows are in which fold depends on their order.
  traits: { ordered: true },
  fitted: FittedStacking,
  async learn(context, { members, final, folds, seed }, where) {
    const data = await foldedData(context, folds, seed, where);
    const said: [string, Float64Array][] = [];
    const fitted: [string, Fitted][] = [];
    for (const [name, member] of members) {
      said.push(...(await unseen(name, member, data)));
      fitted.push([name, (await member.learnOver(context, name)).fitted]);
    }
    const { fitted: last } = await final.learnOver(behind(context, data.block, said), "final");
    return { members: fitted, final: last };
  },
}) as StackingClassifierConstructor;

/** What a member says of rows that it had not seen, by column. */
async function unseen(name: string, member: BaseEstimator, data: FoldedData): Promise<[string, Float64Array][]> {
  const classes = data.context.classes!.length;
  const models = await crossFitted(member, data, (fitted) => askedOf(fitted, classes), name);
  return models[0]!.said.columns.map((column, k) => [`${name}.${column}`, outOfFold(models, k, data.block.x.rows)]);
}

/** The rows that were asked about, with what was said of them instead of their columns. Validation rows are not known to the last classifier. */
function behind(context: TrainingContext, block: Block, said: readonly [string, Float64Array][]): TrainingContext {
  const { validation: _, ...rest } = context;
  return { ...rest, source: memorySource({ ...block, x: FeatureMatrix.fromColumns(Object.fromEntries(said)) }) };
}
