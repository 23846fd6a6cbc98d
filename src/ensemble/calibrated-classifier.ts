import { type Form, forms } from "../document/index.js";
import type { Program, ScoreCurve } from "../engine/program/index.js";
import type { Block } from "../engine/rows/index.js";
import {
  countValues,
  defineEstimator,
  type EstimatorType,
  type Fitted,
  faultOfModel,
  fittedForm,
  inputOf,
  type StateFacts,
} from "../estimator/index.js";
import * as z from "../options/schemas.js";
import type { FittedOf } from "../pipeline/index.js";
import {
  askedProgram,
  crossFit,
  estimatorSchema,
  type FittedPredictor,
  type Folds,
  foldedData,
  foldsSchema,
  type Given,
  outOfFold,
  TrainingFolds,
  type Tunable,
  type WithEstimator,
} from "../selection/index.js";
import { calibratePrefit, curvesFor } from "./calibrate.js";
import { type ClassPriors, factorsOf, priorsSchema } from "./class-priors.js";
import { classWeights } from "./class-weights.js";
import { curveForm, FittedMembers, memberForm } from "./fitted-members.js";
import { classesOf, type PrefitCalibratedClassifier, type PrefitOptions, prefitSchema } from "./prefit-classifier.js";
import type { FittedWrapper, Wrapper } from "./wrapper-types.js";

/** Options of CalibratedClassifier. */
export interface CalibratedClassifierOptions<E extends Tunable> {
  /** A classifier, or a Pipeline that ends in one. */
  readonly estimator: E;
  /** The form of the map from scores to probabilities: two numbers, which few responders suffice for, or any that rises. */
  readonly method: "sigmoid" | "isotonic";
  /** How rows are divided: a number of folds (5 by default), a splitter, or the folds themselves. */
  readonly folds: Folds;
  /**
   * Is every fold's model kept, and their mean given? Else one model is fitted on all rows, and one map to the scores of the folds' models: it promises too
   * much where a strong penalty makes scores spread the further the more rows there are.
   */
  readonly ensemble: boolean;
  /** The true share of each class, by label, where the rows learned from are a sample that has others. */
  readonly priors?: ClassPriors | undefined;
  /** Seed of the folds. */
  readonly seed: number;
}

interface Options extends Partial<WithEstimator>, Omit<CalibratedClassifierOptions<Tunable>, "estimator"> {
  readonly prefit?: Fitted | undefined;
}

/** What a CalibratedClassifier learned. */
export interface CalibratedState {
  readonly members: readonly {
    /** The model; null where it is the one among the options. */
    readonly fitted: Fitted | null;
    readonly curves: readonly ScoreCurve[];
  }[];
  /** What each class's probability is multiplied with, where the true shares are known. */
  readonly factors: Float64Array | null;
}

class FittedCalibrated extends FittedMembers<CalibratedState> {
  override get parts(): readonly Fitted[] {
    const { prefit } = this.params as Options;
    return this.state.members.map(({ fitted }) => fitted ?? prefit!);
  }

  get models(): readonly Fitted[] {
    return this.parts;
  }

  get curves(): readonly (readonly ScoreCurve[])[] {
    return this.state.members.map(({ curves }) => curves);
  }

  protected override makePredictor(): Program {
    const { members, factors } = this.state;
    const { parts } = this;
    const names = this.classes.map(String);
    const branches = members.map(({ curves }, m) => ({
      prefix: `${m}.`,
      program: [...askedProgram(parts[m]!, "scores", names.length), { op: "calibrate" as const, curves, names }],
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
 * A model that is fitted already is calibrated as `prefit`: it stays as it is, and the map is learned from the rows that `fit` is given. These must be
 * rows that the model did not learn from; nothing can check it, and on its own training rows probabilities come out too bold.
 *
 * **Formula.** `"sigmoid"`: p = 1 / (1 + exp(a s + b)) of the score s, with a and b that minimize
 * −Σ w (t ln p + (1 − t) ln(1 − p)); t is (P + 1) / (P + 2) for rows of the class and 1 / (N + 2) for others, whose
 * weights are P and N. `"isotonic"`: the values that never fall with s and have the least Σ w (y − p)², y being 1 for rows
 * of the class and else 0, joined by straight lines and constant beyond the ends. More than two classes have a map each,
 * and their probabilities are divided by their sum. Given is the mean over the folds' models, and with `priors` π that of
 * each class times π / (its share of the rows learned from), divided by their sum.
 *
 * **Limits.** `"isotonic"` follows chance where the rarer class has few rows, and gives neighboring scores one
 * probability, so that their order is lost. With `ensemble` each map is learned from the held-out rows of one fold alone:
 * where a class has few rows there, take fewer folds, or `ensemble: false`, whose one map is learned from all. The rows
 * that a fold learns from must hold every class. It fits a model a fold, and keeps all of them (without `ensemble` one
 * more on all rows, and that alone). Training rows must fit into memory.
 *
 * **Source.** J. Platt, "Probabilistic outputs for support vector machines", 1999; H. Lin, C. Lin, R. Weng, "A note on
 * Platt's probabilistic outputs", 2007; B. Zadrozny, C. Elkan, "Transforming classifier scores into accurate multiclass
 * probability estimates", 2002; `priors`: M. Saerens, P. Latinne, C. Decaestecker, 2002.
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
 *
 * const model = await new NaiveBayes().fit(X.slice(0, 40), y.slice(0, 40));
 * const calibrated = await new CalibratedClassifier({ prefit: model }).fit(X.slice(40), y.slice(40));
 * calibrated.models[0] === model; // true
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
  /** Of a model that is fitted already. @throws KindredError where an option is invalid. */
  new <F extends FittedPredictor>(options: Given<PrefitOptions<F>, "prefit">): PrefitCalibratedClassifier<F>;
}

/** Makes calibrated classifiers: see the type of this name. */
export const CalibratedClassifier: CalibratedClassifierConstructor = defineEstimator("classifier", {
  kind: "CalibratedClassifier",
  version: 1,
  inMemory: true,
  params: z
    .strictObject({
      estimator: estimatorSchema.optional(),
      prefit: prefitSchema.optional(),
      method: z.enum(["sigmoid", "isotonic"]).default("sigmoid"),
      folds: foldsSchema.default(5),
      ensemble: z.boolean().default(true),
      priors: priorsSchema.optional(),
      seed: z.number().int().min(0).default(0),
    })
    .refine(({ estimator, prefit }) => (estimator === undefined) !== (prefit === undefined), {
      path: ["estimator"],
      error: "expected a classifier, or one that is fitted already as prefit, and not both",
    }),
  accepts: ({ estimator, prefit }: Options) => (estimator ?? prefit!).accepts,
  parts: {
    get: ({ estimator }: Options) => (estimator === undefined ? [] : [["estimator", estimator] as const]),
    set: (params: Options, [part]) => (part === undefined ? params : { ...params, estimator: part[1] }),
  },
  fixedInput: ({ prefit }: Options) => prefit && { input: inputOf(prefit), classes: classesOf(prefit) },
  // Which rows are in which fold depends on their order.
  traits: { ordered: true },
  fitted: FittedCalibrated,
  state: (facts: StateFacts<Options>): Form<CalibratedState> =>
    forms.record({
      members: forms.checked(
        forms.list(
          forms.record({
            fitted: calibratedForm(facts),
            curves: forms.list(curveForm, "scores"),
          }),
        ),
        ({ length }) => (length > 0 ? undefined : "is empty"),
      ),
      factors: forms.nullable(forms.float64("classes", { above: 0 })),
    }),
  async learn(training, params: Options): Promise<{ state: CalibratedState }> {
    const { estimator, prefit, method, ensemble, priors, seed } = params;
    const kind = "CalibratedClassifier";
    const factorsFor = (rows: Block): Float64Array | null => {
      const classes = training.classes!;
      return priors === undefined ? null : factorsOf(priors, classWeights(rows, classes.length), classes, kind);
    };
    if (prefit !== undefined) {
      const { block, curves } = await calibratePrefit(training, prefit, method);
      return { state: { members: [{ fitted: null, curves }], factors: factorsFor(block) } };
    }
    const data = await foldedData(training, params.folds, seed, kind);
    const { block, folds } = data;
    const classes = training.classes!;
    const results = await crossFit(
      new TrainingFolds(data, kind),
      folds.map((_, fold) => ({ estimator: estimator!, fold, ask: "scores", model: true })),
      { ...training.options, step: kind },
    );
    const curvesOf = (rows: Int32Array, scores: (column: number) => ArrayLike<number>): ScoreCurve[] =>
      curvesFor(block, { rows, scores, classes: classes.length, method });
    const factors = factorsFor(block);
    if (ensemble) {
      // Each model learned from a part of the rows: how all of them lie, which driftReport reads, would be known of none.
      if (estimator!.accepts !== "matrix") await countValues(training);
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
    const { fitted } = await training.fit(estimator!, kind);
    return { state: { members: [{ fitted, curves }], factors } };
  },
});

/** What a document may hold of a model: none where it is among the options. */
function calibratedForm(facts: StateFacts<Options>): Form<Fitted | null> {
  const { estimator } = facts.params;
  if (estimator !== undefined) return memberForm(estimator, "estimator", facts) as Form<Fitted | null>;
  return forms.checked(forms.nullable(fittedForm), (model) => {
    if (model !== null) return "stands beside a model that was fitted before";
    const columns = facts.input.plan.map(({ name }) => name);
    const prefit = facts.params.prefit!;
    return faultOfModel(prefit, "prefit", { kind: prefit.kind, columns, classes: facts.classes });
  });
}
