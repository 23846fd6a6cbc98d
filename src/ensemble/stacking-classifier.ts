import { type Form, forms } from "../document/index.js";
import type { Program } from "../engine/program/index.js";
import { memorySource } from "../engine/rows/index.js";
import { KindredError } from "../errors/index.js";
import {
  type BaseEstimator,
  defineEstimator,
  type EstimatorType,
  type Fitted,
  faultOfModel,
  fittedForm,
  type StateFacts,
} from "../estimator/index.js";
import { FeatureMatrix } from "../matrix/index.js";
import * as z from "../options/schemas.js";
import type { FittedOf } from "../pipeline/index.js";
import {
  askedProgram,
  crossFit,
  estimatorSchema,
  type Fold,
  type Folds,
  foldedData,
  foldsSchema,
  outOfFold,
  TrainingFolds,
  type Tunable,
} from "../selection/index.js";
import { FittedNamedMembers, type MembersState, membersForm } from "./fitted-members.js";
import type { FittedMemberEnsemble, Member, MemberEnsemble } from "./member-types.js";
import { fromMembers, memberParams, memberParts, membersSchema, type WithMembers } from "./members-option.js";

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
      program: askedProgram(fitted, "positive", this.classes.length),
    }));
    return [{ op: "union", branches }, ...final.predictor];
  }
}

/**
 * A classifier of what other classifiers say. The last one learns from probabilities that each member gave for rows that it had
 * not seen; then every member is fitted on all rows. Which member is right where is learned, and not by trusting the one that overfits
 * most.
 *
 * **Formula.** Of members f₁ … fₙ a row x has z(x) = (f₁(x), …, fₙ(x)), the probability of the second class by each, or of
 * every class where there are more than two. `final` learns the label from z of the training rows, row i's by models of
 * the folds that do not hold i; later rows get the answer of `final` for z(x) by members that learned from all rows.
 *
 * **Limits.** It fits folds + 1 models a member, and the last one. Folds that do not test every row are refused, as
 * TimeSplit's, which leave the first rows out. Members' probabilities out of fold are those of models of fewer rows, so
 * few folds make them differ from later ones. All members take a Table, or all of them numbers; their names are all
 * different, not empty and without a dot. Training rows must fit into memory.
 *
 * **Source.** D. Wolpert, "Stacked generalization", 1992.
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
export interface StackingClassifier<M extends readonly Member[], F extends Tunable>
  extends MemberEnsemble<M, StackingClassifierOptions<F>, FittedStackingClassifier<M, F>> {}

/** A fitted StackingClassifier. */
export interface FittedStackingClassifier<M extends readonly Member[], F extends Tunable>
  extends FittedMemberEnsemble<M> {
  /** What was learned from the members' probabilities. */
  readonly final: FittedOf<F>;
}

/** Makes stacking classifiers. */
export interface StackingClassifierConstructor extends EstimatorType {
  /**
   * @param members - Pairs of a name and a classifier (or a Pipeline that ends in one), all of which take the same rows.
   * @param options - What learns from them, and how rows are divided.
   */
  new <const M extends readonly Member[], F extends Tunable>(
    members: M,
    options: Pick<StackingClassifierOptions<F>, "final"> & Partial<StackingClassifierOptions<F>>,
  ): StackingClassifier<M, F>;
}

/** Makes stacking classifiers: see the type of this name. */
export const StackingClassifier: StackingClassifierConstructor = defineEstimator("classifier", {
  kind: "StackingClassifier",
  version: 1,
  inMemory: true,
  params: memberParams<Options>(
    z.strictObject({
      members: membersSchema,
      final: estimatorSchema,
      folds: foldsSchema.default(5),
      seed: z.number().int().min(0).default(0),
    }),
    "StackingClassifier",
  ),
  fromArguments: fromMembers,
  parts: memberParts,
  // Which rows are in which fold depends on their order.
  traits: { ordered: true },
  fitted: FittedStacking,
  state: (facts: StateFacts<Options>): Form<StackingState> => {
    const { kind } = facts.params.final;
    return forms.record({
      members: membersForm(facts.params.members, facts),
      final: forms.checked(fittedForm, (model, size) => {
        const asked = facts.params.members.length * size("scores");
        const got = model.inputColumns.length;
        return (
          faultOfModel(model, "final", { kind, classes: facts.classes }) ??
          (got === asked ? undefined : `was fitted on ${got} columns and gets ${asked}`)
        );
      }),
    });
  },
  async learn(training, { members, final, folds: given, seed }: Options): Promise<{ state: StackingState }> {
    const kind = "StackingClassifier";
    const data = await foldedData(training, given, seed, kind);
    const { block, folds } = data;
    refuseUntested(folds, block.x.rows);
    const results = await crossFit(
      new TrainingFolds(data, kind),
      members.flatMap(([, estimator]) => folds.map((_, fold) => ({ estimator, fold, ask: "positive" as const }))),
      { ...training.options, step: kind },
    );
    const tests = folds.map(({ test }) => test);
    const columns: [string, Float64Array][] = [];
    const fitted: [string, Fitted][] = [];
    for (const [m, [name, member]] of members.entries()) {
      const own = results.slice(m * folds.length, (m + 1) * folds.length);
      for (const [k, column] of own[0]!.names.entries())
        columns.push([`${name}.${column}`, outOfFold(own, tests, k, block.x.rows)]);
      fitted.push([name, (await training.fit(member, name)).fitted]);
    }
    // The last classifier learns from the members' probabilities; it does not know validation rows.
    const { classes, schema } = training;
    const x = FeatureMatrix.fromColumns(Object.fromEntries(columns));
    const last = training.over({ source: memorySource({ ...block, x }), classes: classes!, schema });
    return { state: { members: fitted, final: (await last.fit(final, "final")).fitted } };
  },
});

/** The last classifier learns from every row: folds that test some of them only are refused. */
function refuseUntested(folds: readonly Fold[], rows: number): void {
  const untested = rows - new Set(folds.flatMap(({ test }) => Array.from(test))).size;
  if (untested === 0) return;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where: "StackingClassifier",
    problem: `the folds test ${rows - untested} of ${rows} rows, and the last classifier learns from all of them`,
    fix: "Use folds that test every row, such as StratifiedKFold's",
    expected: rows,
    got: rows - untested,
  });
}
