import { type Form, forms } from "../document/index.js";
import type { Program } from "../engine/program/index.js";
import { KindredError } from "../errors/index.js";
import { defineEstimator, type EstimatorType, type Fitted, type StateFacts } from "../estimator/index.js";
import type { Label } from "../matrix/index.js";
import { type DecisionCosts, type ThresholdCriterion, tuneThreshold } from "../metrics/index.js";
import * as z from "../options/schemas.js";
import type { FittedOf } from "../pipeline/index.js";
import {
  crossFit,
  estimatorPart,
  estimatorSchema,
  type Folds,
  foldedData,
  foldsSchema,
  type Given,
  outOfFold,
  positiveOf,
  TrainingFolds,
  type Tunable,
  type WithEstimator,
} from "../selection/index.js";
import { FittedMembers, memberForm } from "./fitted-members.js";
import type { FittedWrapper, Wrapper } from "./wrapper-types.js";

/** Options of ThresholdClassifier. */
export interface ThresholdClassifierOptions<E extends Tunable> {
  /** A classifier of two classes, or a Pipeline that ends in one. */
  readonly estimator: E;
  /** What is to be best on rows that the models had not seen; `"cost"` needs `costs`. */
  readonly by: ThresholdCriterion;
  /** What wrong decisions cost. */
  readonly costs?: DecisionCosts | undefined;
  /** A threshold that is known, instead of one that is tuned. */
  readonly threshold?: number | undefined;
  /** Which label is the positive one; 1, true or the second by default. */
  readonly positive?: Label | undefined;
  /** How rows are divided: a number of folds (5 by default), a splitter, or the folds themselves. */
  readonly folds: Folds;
  /** Seed of the folds. */
  readonly seed: number;
}

interface Options extends WithEstimator, Omit<ThresholdClassifierOptions<Tunable>, "estimator"> {}

/** What a ThresholdClassifier learned. */
export interface ThresholdState {
  readonly model: Fitted;
  /** The position of the positive class. */
  readonly positive: number;
  readonly threshold: number;
}

class FittedThreshold extends FittedMembers<ThresholdState> {
  override get parts(): readonly Fitted[] {
    return [this.state.model];
  }

  get classifier(): Fitted {
    return this.state.model;
  }

  get threshold(): number {
    return this.state.threshold;
  }

  protected override makePredictor(): Program {
    return this.state.model.predictor;
  }
}

/**
 * A classifier that decides at another probability than a half: the one at which decisions are best by a criterion, tuned on the probabilities that models gave to rows
 * that they had not seen. Its probabilities are those of the estimator inside, fitted on all rows.
 *
 * **Formula.** A row is positive where its probability p is at least the threshold. With the weights TP, FP, TN and FN of
 * rows rightly and wrongly called positive and negative, out of fold, the threshold makes largest 2 TP / (2 TP + FP + FN)
 * (`"f1"`), ½ (TP / (TP + FN) + TN / (TN + FP)) (`"balancedAccuracy"`) or (TP + TN) / (all) (`"accuracy"`), or least
 * `falsePositive` · FP + `falseNegative` · FN (`"cost"`). It lies halfway between two probabilities that occurred, or
 * calls all rows positive, or none. Where probabilities hold, the least cost is at `falsePositive` / (`falsePositive` +
 * `falseNegative`).
 *
 * **Limits.** It is for two classes. It is tuned on models of the folds and used with one of all rows: where these give
 * other probabilities, calibrate first. It fits a model a fold, and one more; with a `threshold` that is given that one
 * alone. `costs` are those of `"cost"`, and refused beside others. Training rows must fit into memory.
 *
 * **Source.** C. Elkan, "The foundations of cost-sensitive learning", 2001; Z. Lipton, C. Elkan, B. Naryanaswamy, "Optimal
 * thresholding of classifiers to maximize F1 measure", 2014.
 *
 * @example
 * ```ts
 * import { LogisticRegression, ThresholdClassifier } from "kindred";
 *
 * const X = Array.from({ length: 60 }, (_, i) => [i % 10, (i * 7) % 6]);
 * const y = X.map(([a, b], i) => (a! + b! + ((i * 5) % 7) > 12 ? 1 : 0));
 * const costs = { falsePositive: 1, falseNegative: 30 };
 * const fitted = await new ThresholdClassifier({ estimator: new LogisticRegression(), by: "cost", costs }).fit(X, y);
 * fitted.threshold < 0.5; // true
 * ```
 */
export interface ThresholdClassifier<E extends Tunable>
  extends Wrapper<E, ThresholdClassifierOptions<E>, FittedThresholdClassifier<E>> {}

/** A fitted ThresholdClassifier. */
export interface FittedThresholdClassifier<E extends Tunable> extends FittedWrapper<E> {
  /** The estimator inside, fitted on all rows. */
  readonly classifier: FittedOf<E>;
  /** Rows whose probability of the positive label is at least this get it. */
  readonly threshold: number;
}

/** Makes classifiers with a threshold. */
export interface ThresholdClassifierConstructor extends EstimatorType {
  /** @throws KindredError where an option is invalid. */
  new <E extends Tunable>(options: Given<ThresholdClassifierOptions<E>, "estimator">): ThresholdClassifier<E>;
}

const cost = z.number().min(0);

/** Makes classifiers with a threshold: see the type of this name. */
export const ThresholdClassifier: ThresholdClassifierConstructor = defineEstimator("classifier", {
  kind: "ThresholdClassifier",
  version: 1,
  inMemory: true,
  params: z
    .strictObject({
      estimator: estimatorSchema,
      by: z.enum(["f1", "balancedAccuracy", "accuracy", "cost"]).default("f1"),
      costs: z.strictObject({ falsePositive: cost, falseNegative: cost }).optional(),
      threshold: z.number().min(0).max(1).optional(),
      positive: z.union([z.string(), z.number(), z.boolean()]).optional(),
      folds: foldsSchema.default(5),
      seed: z.number().int().min(0).default(0),
    })
    .refine(({ by, costs }) => (by === "cost") === (costs !== undefined), {
      path: ["costs"],
      error: 'expected costs of wrong decisions where they are tuned by "cost", and there alone',
    }),
  parts: estimatorPart,
  // Which rows are in which fold depends on their order.
  traits: { ordered: true },
  fitted: FittedThreshold,
  state: (facts: StateFacts<Options>): Form<ThresholdState> =>
    forms.record({
      model: memberForm(facts.params.estimator, "estimator", facts),
      positive: forms.number({ min: 0, max: 1, whole: true, below: "classes" }),
      threshold: forms.number({ infinite: true }),
    }),
  decide: (probabilities, { positive, threshold }: ThresholdState) =>
    probabilities[positive]! >= threshold ? positive : 1 - positive,
  async learn(training, params: Options): Promise<{ state: ThresholdState }> {
    const { estimator, by, costs, threshold, positive, seed } = params;
    const kind = "ThresholdClassifier";
    const data = await foldedData(training, params.folds, seed, kind);
    const classes = training.classes!;
    if (classes.length !== 2)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: training.where,
        problem: `a threshold divides two classes, and there are ${classes.length}`,
        fix: "Learn one label against all others",
      });
    const label = positiveOf(classes, positive, kind);
    const column = classes.indexOf(label);
    const { fitted: model } = await training.fit(estimator, kind);
    if (threshold !== undefined) return { state: { model, positive: column, threshold } };
    const { block, folds } = data;
    const results = await crossFit(
      new TrainingFolds(data, kind),
      folds.map((_, fold) => ({ estimator, fold, ask: "probabilities" })),
      { ...training.options, step: kind },
    );
    const tests = folds.map(({ test }) => test);
    const scores = outOfFold(results, tests, column, block.x.rows);
    const tested = Int32Array.from({ length: scores.length }, (_, i) => i).filter((i) => !Number.isNaN(scores[i]!));
    const tuned = tuneThreshold(
      Array.from(tested, (i) => classes[block.y![i]!]!),
      Float64Array.from(tested, (i) => scores[i]!),
      {
        by,
        positive: label,
        ...(costs === undefined ? {} : { costs }),
        ...(block.w === undefined ? {} : { sampleWeight: Float64Array.from(tested, (i) => block.w![i]!) }),
      },
    );
    return { state: { model, positive: column, threshold: tuned.threshold } };
  },
});
