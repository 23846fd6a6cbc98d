import { KindredError } from "../errors/index.js";
import type { FitInput, FitOptions } from "../estimator/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../matrix/index.js";
import { checkLengths, hitsOf, type QiniOptions, qiniCurve, treatedRows, upliftTable } from "../metrics/index.js";
import {
  type FittedPredictor,
  fitted,
  type Predictor,
  StratifiedKFold,
  selectable,
  selectNumbers,
  targetOf,
} from "../selection/index.js";
import { Uplift, type UpliftMethod, UpliftModel } from "./uplift-model.js";

/** What `uplift` may be told. */
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
  /** What the Qini curve is told. */
  readonly qini?: Pick<QiniOptions, "bootstraps" | "confidence">;
  /** Seed of folds and of the interval. */
  readonly seed?: number;
}

const WHERE = "uplift";

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
  const { method = "twoModel", folds = 5, seed = 0, qini = {}, sampleWeight, onProgress, ...job } = options;
  const { positive, ...rest } = job;
  const { rows, select } = selectable(X, WHERE, y);
  const target = targetOf(X, y, rows, WHERE);
  checkLengths(rows, treated.length, "treated", WHERE);
  if (sampleWeight !== undefined) checkLengths(rows, sampleWeight.length, "sampleWeight", WHERE);
  if (!Object.hasOwn(LEARNERS, method))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: WHERE,
      problem: `method is ${JSON.stringify(method)}`,
      fix: 'Use "twoModel" or "classTransformation"',
    });
  const contacted = treatedRows(treated, WHERE);
  const responded = hitsOf(target, positive, WHERE);
  const groups = responded.map((hit, i) => 2 * hit + contacted[i]!);
  const learn = async (chosen: Int32Array): Promise<UpliftModel<F>> => {
    const parts = LEARNERS[method](chosen, contacted, responded, sampleWeight);
    const models: F[] = [];
    for (const part of parts) {
      rest.signal?.throwIfAborted();
      models.push(
        await fitted(estimator, select(part.rows), part.labels, {
          ...rest,
          ...(part.weights === undefined ? {} : { sampleWeight: part.weights }),
        }),
      );
    }
    return new UpliftModel(method, models);
  };
  const scores = new Float64Array(rows);
  const divided = new StratifiedKFold({ folds, seed }).split(rows, { y: groups });
  for (const [k, { train, test }] of divided.entries()) {
    const found = (await learn(train)).predict(select(test));
    test.forEach((row, i) => {
      scores[row] = found[i]!;
    });
    onProgress?.({ step: WHERE, done: k + 1, total: divided.length + 1 });
  }
  const model = await learn(Int32Array.from({ length: rows }, (_, i) => i));
  onProgress?.({ step: WHERE, done: divided.length + 1, total: divided.length + 1 });
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

/** What one model learns from. */
interface Lesson {
  readonly rows: Int32Array;
  readonly labels: Uint8Array;
  readonly weights?: Float64Array;
}

type Learner = (
  chosen: Int32Array,
  contacted: Uint8Array,
  responded: Uint8Array,
  weights: Numbers | undefined,
) => Lesson[];

const LEARNERS: { readonly [M in UpliftMethod]: Learner } = {
  twoModel: (chosen, contacted, responded, weights) =>
    [1, 0].map((group) => {
      const rows = chosen.filter((row) => contacted[row] === group);
      const labels = Uint8Array.from(rows, (row) => responded[row]!);
      return { rows, labels, ...(weights === undefined ? {} : { weights: selectNumbers(weights, rows) }) };
    }),
  classTransformation: (rows, contacted, responded, weights) => {
    const share = rows.reduce((sum, row) => sum + contacted[row]!, 0) / rows.length;
    return [
      {
        rows,
        labels: Uint8Array.from(rows, (row) => (contacted[row] === responded[row] ? 1 : 0)),
        weights: Float64Array.from(
          rows,
          (row) => (weights?.[row] ?? 1) / (2 * (contacted[row] === 1 ? share : 1 - share)),
        ),
      },
    ];
  },
};
