import type { FitInput, FitOptions } from "../estimator/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../matrix/index.js";
import { checkLengths, hitsOf, type QiniOptions, qiniCurve, treatedRows, upliftTable } from "../metrics/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import {
  crossFit,
  type DataFold,
  DataFolds,
  type FitResult,
  type FittedPredictor,
  type Predictor,
  StratifiedKFold,
  selectable,
  targetOf,
} from "../selection/index.js";
import { inMemory } from "../table/index.js";
import { liftOf, Uplift, type UpliftMethod, UpliftModel } from "./uplift-model.js";

/** Options of `uplift`. */
export interface UpliftOptions extends Pick<FitOptions, "threads" | "signal" | "onProgress"> {
  /**
   * `"twoModel"`: one model of the people contacted and one of the control group, and what they differ by; `"classTransformation"`: one model of
   * who did what the contact wants (responded when contacted, or did not when not). The first by default.
   */
  readonly method?: UpliftMethod;
  /** Into how many folds people are divided, so that no person is scored by a model that learned from them; 5 by default. */
  readonly folds?: number;
  /** Which label is the response; 1 or true by default. */
  readonly positive?: Label;
  /** One weight a row, for learning. */
  readonly sampleWeight?: Numbers;
  /** Options of the Qini curve. */
  readonly qini?: Pick<QiniOptions, "bootstraps" | "confidence">;
  /** Seed of folds and of the interval. */
  readonly seed?: number;
}

const WHERE = "uplift";

const checkUplift = optionsCheck<UpliftOptions>("uplift", {
  method: check.oneOf("twoModel", "classTransformation"),
  folds: check.whole(2),
  positive: check.label,
  sampleWeight: check.numbers,
  qini: check.object<NonNullable<UpliftOptions["qini"]>>({
    bootstraps: check.whole(2),
    confidence: check.between(0, 1),
  }),
  seed: check.seed,
  ...check.watched,
});

/**
 * Whom a contact moves: learns from a campaign with a control group that was drawn at random, scores everybody by models that had not seen them,
 * and says with the Qini curve whether that is better than chance. The method of two models is the plain one; the class transformation is
 * that of M. Jaskowski and S. Jaroszewicz (2012), with weights that make both groups count alike.
 *
 * Begin with a logistic regression: of three made-up campaigns of 4,000 people two boosted models correlated by 0.32 to 0.37 with the true uplift, two
 * logistic regressions by 0.70 to 0.83 (`scripts/simulate/uplift.ts`).
 *
 * @param estimator - A classifier, or a Pipeline that ends in one; for the class transformation one that takes weights.
 * @param X - People contacted and people held back.
 * @param y - Who responded, or the name of that column in a Table.
 * @param treated - Who was contacted: 1 or true; 0 or false for the control group.
 * @throws KindredError where a group is empty, or too small for the folds.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, LogisticRegression, uplift } from "kindred";
 *
 * const rows = Array.from({ length: 400 }, (_, i) => i);
 * const people = FeatureMatrix.fromColumns({ AGE: rows.map((i) => i % 10) });
 * const contacted = rows.map((i) => i % 2 === (i % 4 < 2 ? 0 : 1));
 * const responded = rows.map((i) => (contacted[i]! && i % 10 > 6) || i % 17 === 0);
 * const { model, qini } = await uplift(new LogisticRegression(), people, responded, contacted);
 * qini.coefficient > 0; // true
 * const [young, old] = model.predict([[0], [9]]);
 * old! > young!; // true
 * ```
 */
export async function uplift<F extends FittedPredictor>(
  estimator: Predictor<F>,
  X: FitInput,
  y: Labels | string,
  treated: Labels,
  options: UpliftOptions = {},
): Promise<Uplift<F>> {
  checkArguments("uplift", {
    estimator: [estimator, check.predictor],
    X: [X, check.data],
    y: [y, check.target],
    treated: [treated, check.labels],
  });
  checkUplift(options);
  const { method = "twoModel", folds = 5, seed = 0, qini = {}, sampleWeight, positive } = options;
  const { threads, signal, onProgress } = options;
  const whole = await inMemory(X, WHERE);
  const data = selectable(whole, WHERE, y);
  const { rows } = data;
  const target = targetOf(whole, y, rows, WHERE);
  checkLengths(rows, treated.length, "treated", WHERE);
  if (sampleWeight !== undefined) checkLengths(rows, sampleWeight.length, "sampleWeight", WHERE);
  const contacted = treatedRows(treated, WHERE);
  const responded = hitsOf(target, positive, WHERE);
  const groups = responded.map((hit, i) => 2 * hit + contacted[i]!);
  const split = new StratifiedKFold({ folds, seed }).split(rows, { y: groups });
  const everyone = { train: Int32Array.from({ length: rows }, (_, i) => i), test: new Int32Array(0) };
  const lessons = [...split, everyone].map(({ train, test }) =>
    LEARNERS[method](train, contacted, responded, sampleWeight).map((lesson): DataFold => ({ ...lesson, test })),
  );
  const fits = lessons.flat();
  const results = await crossFit<Predictor<F>, F>(
    new DataFolds(data, fits),
    fits.map(({ test }, fold) => ({ estimator, fold, ask: "probabilities", model: test.length === 0 })),
    { step: WHERE, threads, signal, onProgress },
  );
  const parts = lessons[0]!.length;
  const scores = new Float64Array(rows);
  for (const [k, { test }] of split.entries()) {
    const found = liftOf(results.slice(k * parts, (k + 1) * parts).map((result) => responses(result, test.length)));
    test.forEach((row, i) => {
      scores[row] = found[i]!;
    });
  }
  const model = new UpliftModel(
    method,
    results.slice(split.length * parts).map((result) => result.model!),
  );
  const labels = Array.from({ length: rows }, (_, i) => labelAt(target, i) as Label);
  const curve = qiniCurve(labels, contacted, scores, {
    ...qini,
    seed,
    ...(positive === undefined ? {} : { positive }),
  });
  const deciles = upliftTable(labels, contacted, scores, positive === undefined ? {} : { positive });
  return new Uplift({ model, scores, qini: curve, deciles, notes: method === "twoModel" ? treeNote(estimator) : [] });
}

const TREES = /"kind":"(GradientBoosting|RandomForest|AdaBoost|DecisionTree)"/;

/** The difference of two models has the noise of both. */
function treeNote(estimator: Predictor): string[] {
  if (!TREES.test(JSON.stringify(estimator))) return [];
  return [
    "These are two models of trees: each fits the noise of its own group, and their difference has both. Compare with a LogisticRegression, and keep what has the higher Qini coefficient.",
  ];
}

/** The probability of a response; none of people none of whom responded. */
function responses({ classes, columns }: FitResult<unknown>, rows: number): Float64Array {
  return columns[classes.indexOf(1)] ?? new Float64Array(rows);
}

/** The rows that one model learns from, and labels and weights of all rows. */
type Lesson = Omit<DataFold, "test" | "groups">;

type Learner = (
  chosen: Int32Array,
  contacted: Uint8Array,
  responded: Uint8Array,
  weights: Numbers | undefined,
) => Lesson[];

const LEARNERS: { readonly [M in UpliftMethod]: Learner } = {
  twoModel: (chosen, contacted, responded, weights) =>
    [1, 0].map((group) => ({
      train: chosen.filter((row) => contacted[row] === group),
      target: responded,
      ...(weights === undefined ? {} : { sampleWeight: weights }),
    })),
  classTransformation: (train, contacted, responded, weights) => {
    const share = train.reduce((sum, row) => sum + contacted[row]!, 0) / train.length;
    return [
      {
        train,
        target: responded.map((hit, row) => (contacted[row] === hit ? 1 : 0)),
        sampleWeight: Float64Array.from(
          contacted,
          (was, row) => (weights?.[row] ?? 1) / (2 * (was === 1 ? share : 1 - share)),
        ),
      },
    ];
  },
};
