import { type Form, forms } from "../document/index.js";
import type { Program, ScoreCurve } from "../engine/program/index.js";
import { KindredError } from "../errors/index.js";
import { defineEstimator, type EstimatorType, type Fitted, likeliest, type StateFacts } from "../estimator/index.js";
import * as z from "../options/schemas.js";
import { predictRows, requireClasses } from "../selection/index.js";
import { classWeights } from "./class-weights.js";
import { ranksOf } from "./curves.js";
import { curveForm, FittedNamedMembers, type MembersState, membersForm } from "./fitted-members.js";
import type { FittedMemberEnsemble, Member, MemberEnsemble } from "./member-types.js";
import { fromMembers, memberParams, memberParts, membersSchema, type WithMembers } from "./members-option.js";

/** Options of Ensemble. */
export interface EnsembleOptions {
  /**
   * What is averaged: the members' probabilities, or how high each puts a row among the rows learned from. Ranks suit members whose probabilities are on
   * different scales; what comes out is a rank as well, from 0 to 1, and no probability (see CalibratedClassifier).
   */
  readonly average: "probabilities" | "ranks";
  /** How much each member counts, in their order; all the same by default. */
  readonly weights?: readonly number[] | undefined;
}

interface Options extends WithMembers, EnsembleOptions {}

/** What an Ensemble learned. */
export interface EnsembleState extends MembersState {
  /** For ranks: how a row's rank depends on each member's probability of the second class. */
  readonly ranks: readonly ScoreCurve[] | null;
  /** Rows of at least this rank are called positive: as many of those learned from as were. */
  readonly threshold: number;
}

class FittedEnsembleModel extends FittedNamedMembers<EnsembleState> {
  protected override makePredictor(): Program {
    const { members, ranks } = this.state;
    const names = this.classes.map(String);
    const branches = members.map(([name, fitted], m) => ({
      prefix: `${name}.`,
      program: [
        ...fitted.predictor,
        ...(ranks === null
          ? []
          : [
              { op: "select" as const, positions: [1] },
              { op: "calibrate" as const, curves: [ranks[m]!], names },
            ]),
      ],
    }));
    const { weights } = this.params as Options;
    return [
      { op: "union", branches },
      { op: "blend", weights: sharesOf(weights, members.length), names },
    ];
  }
}

function sharesOf(weights: readonly number[] | undefined, count: number): Float64Array {
  const given = weights ?? new Array<number>(count).fill(1);
  const total = given.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(given, (weight) => weight / total);
}

/**
 * Several classifiers, each fitted on all rows, and the mean of what they say. Classifiers that err differently are better together: what one
 * finds in sums of columns and another in their interplay. Members may be searches, which then tune themselves.
 *
 * **Formula.** The probability of a class is Σ v p / Σ v over members, p being a member's and v its weight. Under `"ranks"`
 * each p of the second class is replaced by the share of training rows with a lower one, plus half of those with the same
 * (kept at about 2,048 points at most, with straight lines between); a row gets the second label where that mean is at
 * least the share of the first one, by weight, among the training rows.
 *
 * **Limits.** All members take a Table, or all of them numbers; they are fitted one after the other. Their names are all
 * different, not empty and without a dot. `"ranks"` is for two classes, and gives no probabilities. Ranks are those of
 * training rows, which a member has learned from: one that knows them by heart spreads later rows differently. Training
 * rows must fit into memory.
 *
 * **Source.** T. Dietterich, "Ensemble methods in machine learning", 2000.
 *
 * @example
 * ```ts
 * import { Ensemble, LogisticRegression, NaiveBayes, Pipeline, Scaler } from "kindred";
 *
 * const X = Array.from({ length: 60 }, (_, i) => [i % 10, (i * 7) % 6]);
 * const y = X.map(([a, b]) => (a! + b! > 9 ? "yes" : "no"));
 * const ensemble = new Ensemble(
 *   [["linear", new Pipeline([["scale", new Scaler()], ["model", new LogisticRegression()]])], ["bayes", new NaiveBayes()]],
 *   { average: "ranks" },
 * );
 * const fitted = await ensemble.fit(X, y);
 * fitted.predict([[0, 0], [9, 5]]); // ["no", "yes"]
 * fitted.members.bayes.classes; // ["no", "yes"]
 * ```
 */
export interface Ensemble<M extends readonly Member[]>
  extends MemberEnsemble<M, EnsembleOptions, FittedMemberEnsemble<M>> {}

/** Makes ensembles. */
export interface EnsembleConstructor extends EstimatorType {
  /**
   * @param members - Pairs of a name and a classifier (or a Pipeline that ends in one), all of which take the same rows.
   * @param options - What is averaged, and with which weights.
   */
  new <const M extends readonly Member[]>(members: M, options?: Partial<EnsembleOptions>): Ensemble<M>;
}

/** Makes ensembles: see the type of this name. */
export const Ensemble: EnsembleConstructor = defineEstimator("classifier", {
  kind: "Ensemble",
  version: 1,
  inMemory: true,
  params: memberParams<Options>(
    z
      .strictObject({
        members: membersSchema,
        average: z.enum(["probabilities", "ranks"]).default("probabilities"),
        weights: z.array(z.number().min(0)).readonly().optional(),
      })
      .refine(
        ({ members, weights }) =>
          weights === undefined || (weights.length === members.length && weights.some((weight) => weight > 0)),
        { path: ["weights"], error: "expected one weight a member, not all of them 0" },
      ),
    "Ensemble",
  ),
  fromArguments: fromMembers,
  parts: memberParts,
  fitted: FittedEnsembleModel,
  state: (facts: StateFacts<Options>): Form<EnsembleState> => {
    const { members, average } = facts.params;
    const ranks = forms.nullable(forms.list(curveForm, members.length));
    return forms.record({
      members: membersForm(members, facts),
      ranks: forms.checked(ranks, (curves, size) => {
        if ((curves === null) !== (average === "probabilities")) return `does not fit the average of ${average}`;
        return curves === null || size("classes") === 2 ? undefined : `stands beside ${size("classes")} classes`;
      }),
      threshold: forms.number({ min: 0, max: 1 }),
    });
  },
  decide(probabilities, { ranks, threshold }: EnsembleState) {
    if (ranks !== null) return probabilities[1]! >= threshold ? 1 : 0;
    return likeliest(probabilities);
  },
  async learn(training, { members, average }: Options): Promise<{ state: EnsembleState }> {
    const block = await training.collect();
    requireClasses(training, block);
    const classes = training.classes!;
    if (average === "ranks" && classes.length !== 2)
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where: "Ensemble",
        problem: `ranks are of two classes, and there are ${classes.length}`,
        fix: 'Use { average: "probabilities" }',
      });
    const fitted: [string, Fitted][] = [];
    for (const [name, member] of members) {
      training.signal?.throwIfAborted();
      fitted.push([name, (await training.fit(member, name)).fitted]);
    }
    if (average !== "ranks") return { state: { members: fitted, ranks: null, threshold: 0.5 } };
    const [negative, positive] = classWeights(block, classes.length);
    const ranks = fitted.map(([, model]) =>
      ranksOf(predictRows(model, block.x, "positive", classes, "Ensemble").columns[0]!),
    );
    return { state: { members: fitted, ranks, threshold: negative! / (negative! + positive!) } };
  },
});
