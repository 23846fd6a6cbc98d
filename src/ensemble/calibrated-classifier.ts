import * as z from "zod";
import { type Form, forms } from "../document/index.js";
import type { Program, ScoreCurve } from "../engine/program/index.js";
import type { Block } from "../engine/rows/index.js";
import { KindredError } from "../errors/index.js";
import { defineEstimator, type EstimatorType, type Fitted, type StateFacts } from "../estimator/index.js";
import type { Label } from "../matrix/index.js";
import type { FittedOf } from "../pipeline/index.js";
import {
  askedProgram,
  crossFit,
  estimatorPart,
  estimatorSchema,
  type Folds,
  foldedData,
  foldsSchema,
  type Given,
  outOfFold,
  TrainingFolds,
  type Tunable,
  type WithEstimator,
} from "../selection/index.js";
import { classWeights, weightsOf } from "./class-weights.js";
import { isotonicOf, sigmoidOf } from "./curves.js";
import { curveForm, FittedMembers, memberForm } from "./fitted-members.js";
import type { FittedWrapper, Wrapper } from "./wrapper-types.js";

/** Options of CalibratedClassifier. */
export interface CalibratedClassifierOptions<E extends Tunable> {
  /** A classifier, or a Pipeline that ends in one. */
  readonly estimator: E;
  /** The form of the map from scores to probabilities: two numbers, which few responders suffice for, or any that rises. */
  readonly method: "sigmoid" | "isotonic";
  /** How rows are divided: a number of folds (5 by default), a splitter, or the folds themselves. */
  readonly folds: Folds;
  /** Is every fold's model kept, and their mean given? Else one model is fitted on all rows, and one map to the scores of the folds' models. */
  readonly ensemble: boolean;
  /** The true share of each class, by label, where the rows learned from are a sample that has others. */
  readonly priors?: ReadonlyMap<Label, number> | Readonly<Record<string, number>> | undefined;
  /** Seed of the folds. */
  readonly seed: number;
}

interface Options extends WithEstimator, Omit<CalibratedClassifierOptions<Tunable>, "estimator"> {}

/** What a CalibratedClassifier learned. */
export interface CalibratedState {
  readonly members: readonly { readonly fitted: Fitted; readonly curves: readonly ScoreCurve[] }[];
  /** What each class's probability is multiplied with, where the true shares are known. */
  readonly factors: Float64Array | null;
}

class FittedCalibrated extends FittedMembers<CalibratedState> {
  override get parts(): readonly Fitted[] {
    return this.state.members.map(({ fitted }) => fitted);
  }

  get models(): readonly Fitted[] {
    return this.parts;
  }

  get curves(): readonly (readonly ScoreCurve[])[] {
    return this.state.members.map(({ curves }) => curves);
  }

  protected override makePredictor(): Program {
    const { members, factors } = this.state;
    const names = this.classes.map(String);
    const branches = members.map(({ fitted, curves }, m) => ({
      prefix: `${m}.`,
      program: [...askedProgram(fitted, "scores", names.length), { op: "calibrate" as const, curves, names }],
    }));
    const weights = new Float64Array(members.length).fill(1 / members.length);
    return [
      ...(branches.length === 1
        ? branches[0]!.program
        : [
            { op: "union" as const, branches },
            { op: "blend" as const, weights, names },
          ]),
      ...(factors === null ? [] : [{ op: "reweigh" as const, factors, names }]),
    ];
  }
}

/**
 * A classifier whose probabilities hold: of a thousand people with 2 % twenty respond. Models are fitted in folds, and the map from their scores to
 * probabilities is learned from rows that they had not seen. Scores are log odds where the model has them (logistic regression, boosting),
 * else its probabilities.
 *
 * Resampling and class weights belong into the estimator inside: they change its scores, while the map is learned on rows as they are. Where the
 * rows themselves are a sample (all responders and every tenth other, say), give the true shares as `priors`.
 *
 * @example
 * ```ts
 * import { CalibratedClassifier, NaiveBayes } from "kindred";
 *
 * const X = Array.from({ length: 60 }, (_, i) => [i % 10, (i * 7) % 6]);
 * const y = X.map(([a, b]) => (a! + b! > 9 ? "yes" : "no"));
 * const fitted = await new CalibratedClassifier({ estimator: new NaiveBayes(), folds: 3 }).fit(X, y);
 * fitted.models.length; // 3
 * fitted.predictProbabilities([[9, 5]]).column("yes")[0]! > 0.5; // true
 * ```
 */
export interface CalibratedClassifier<E extends Tunable>
  extends Wrapper<E, CalibratedClassifierOptions<E>, FittedCalibratedClassifier<E>> {}

/** A fitted CalibratedClassifier. */
export interface FittedCalibratedClassifier<E extends Tunable> extends FittedWrapper<E> {
  /** The models: one a fold, or one. */
  readonly models: readonly FittedOf<E>[];
  /** The map from scores to probabilities of each model: one for two classes, else one a class. */
  readonly curves: readonly (readonly ScoreCurve[])[];
}

/** Makes calibrated classifiers. */
export interface CalibratedClassifierConstructor extends EstimatorType {
  /** @throws KindredError where an option is invalid. */
  new <E extends Tunable>(options: Given<CalibratedClassifierOptions<E>, "estimator">): CalibratedClassifier<E>;
}

/** Makes calibrated classifiers: see the type of this name. */
export const CalibratedClassifier: CalibratedClassifierConstructor = defineEstimator("classifier", {
  kind: "CalibratedClassifier",
  version: 1,
  params: z.strictObject({
    estimator: estimatorSchema,
    method: z.enum(["sigmoid", "isotonic"]).default("sigmoid"),
    folds: foldsSchema.default(5),
    ensemble: z.boolean().default(true),
    priors: z
      .custom<Options["priors"]>(
        (value) =>
          typeof value === "object" && value !== null && sharesOf(value).every((share) => share > 0 && share < 1),
        { error: "expected the share of each class, between 0 and 1, by label" },
      )
      .optional(),
    seed: z.number().int().min(0).default(0),
  }),
  parts: estimatorPart,
  // Which rows are in which fold depends on their order.
  traits: { ordered: true },
  fitted: FittedCalibrated,
  state: (facts: StateFacts<Options>): Form<CalibratedState> =>
    forms.record({
      members: forms.checked(
        forms.list(
          forms.record({
            fitted: memberForm(facts.params.estimator, "estimator", facts),
            curves: forms.list(curveForm, "scores"),
          }),
        ),
        ({ length }) => (length > 0 ? undefined : "is empty"),
      ),
      factors: forms.nullable(forms.float64("classes", { above: 0 })),
    }),
  async learn(training, params: Options): Promise<{ state: CalibratedState }> {
    const { estimator, method, ensemble, priors, seed } = params;
    const kind = "CalibratedClassifier";
    const data = await foldedData(training, params.folds, seed, kind);
    const { block, folds } = data;
    const classes = training.classes!;
    const results = await crossFit(
      new TrainingFolds(data, kind),
      folds.map((_, fold) => ({ estimator, fold, ask: "scores", model: true })),
      { ...training.options, step: kind },
    );
    const fit = method === "sigmoid" ? sigmoidOf : isotonicOf;
    const curvesOf = (rows: Int32Array, scores: (column: number) => ArrayLike<number>): ScoreCurve[] =>
      Array.from({ length: classes.length === 2 ? 1 : classes.length }, (_, column) =>
        fit(observed(block, rows, scores(column), classes.length === 2 ? 1 : column)),
      );
    const factors = priors === undefined ? null : factorsOf(priors, classWeights(block, classes.length), classes, kind);
    if (ensemble) {
      const members = results.map(({ model, columns }, k) => ({
        fitted: model!,
        curves: curvesOf(folds[k]!.test, (column) => columns[column]!),
      }));
      return { state: { members, factors } };
    }
    const tests = folds.map(({ test }) => test);
    const scores = results[0]!.columns.map((_, column) => outOfFold(results, tests, column, block.x.rows));
    const tested = Int32Array.from({ length: block.x.rows }, (_, i) => i).filter((i) => !Number.isNaN(scores[0]![i]!));
    const curves = curvesOf(tested, (column) => Float64Array.from(tested, (i) => scores[column]![i]!));
    const { fitted } = await training.fit(estimator, kind);
    return { state: { members: [{ fitted, curves }], factors } };
  },
});

function observed(block: Block, rows: Int32Array, scores: ArrayLike<number>, label: number) {
  const weights = weightsOf(block);
  return {
    scores: Float64Array.from(scores),
    hits: Uint8Array.from(rows, (i) => (block.y![i] === label ? 1 : 0)),
    weights: Float64Array.from(rows, (i) => weights[i]!),
  };
}

function sharesOf(priors: object): number[] {
  return [...(priors instanceof Map ? priors.values() : Object.values(priors))].map(Number);
}

/** True share over share among the rows, class by class. */
function factorsOf(
  priors: NonNullable<Options["priors"]>,
  totals: Float64Array,
  classes: readonly Label[],
  where: string,
): Float64Array {
  const known = new Map<Label, number>(priors instanceof Map ? priors : Object.entries(priors));
  const named = classes.map((label) => known.get(label) ?? known.get(String(label)));
  const open = named.filter((share) => share === undefined).length;
  const sum = named.reduce<number>((total, share) => total + (share ?? 0), 0);
  if (known.size + open !== classes.length || open > 1 || (open === 0 ? Math.abs(sum - 1) > 1e-6 : sum >= 1))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `priors names ${JSON.stringify([...known])} for the classes ${JSON.stringify(classes)}`,
      fix: "Give each class's share, or all but one, so that they add up to 1",
      got: priors,
    });
  const rows = totals.reduce((total, weight) => total + weight, 0);
  return Float64Array.from(named, (share, k) => (share ?? 1 - sum) / (totals[k]! / rows));
}
