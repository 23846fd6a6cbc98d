import { type ClassifierClass, classWeightSchema, defineClassifier } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedLogisticRegression } from "./fitted.js";
import type { LogisticRegressionOptions } from "./options.js";
import { type LogisticRegressionState, logisticState } from "./state.js";

const LogisticRegressionBase: ClassifierClass<LogisticRegressionOptions, FittedLogisticRegression> = defineClassifier({
  kind: "LogisticRegression",
  version: 1,
  params: z.strictObject({
    penalty: z.enum(["l2", "l1", "none", "elasticNet"]).default("l2"),
    c: z.number().positive().default(1),
    l1Ratio: z.number().min(0).max(1).default(0.5),
    classWeight: classWeightSchema.optional(),
    maxIterations: z.number().int().positive().default(1000),
    tolerance: z.number().positive().default(1e-8),
  }),
  traits: { missing: "refused" },
  fitted: FittedLogisticRegression,
  async learn(training, params: LogisticRegressionOptions) {
    const { learnLogistic } = await import("./learn.js");
    return { state: await learnLogistic(training, params) };
  },
  predictor({ coefficients, intercepts, single }: LogisticRegressionState, _params, { plan }, classes) {
    const outputs = intercepts.length;
    const weights = new Float64Array(coefficients.length);
    for (let k = 0; k < outputs; k++)
      for (let j = 0; j < plan.length; j++) weights[j * outputs + k] = coefficients[k * plan.length + j]!;
    const names = classes.map(String);
    return [
      { op: "project", weights, bias: intercepts, names: outputs === 1 ? [names[1]!] : names, single },
      { op: "link", link: outputs === 1 ? "logistic" : "softmax", names },
    ];
  },
  state: logisticState,
});

/**
 * Logistic regression: log odds that are sums over columns; for more than two classes all of them at once (softmax). It finds the
 * minimum of the weighted sum of log losses plus penalty / c to about eight digits, whatever the units of the columns are; the
 * penalty is that of the coefficients in those units, so put a Scaler before it where they differ.
 *
 * Without a penalty there must be a minimum: where columns separate classes perfectly, coefficients would grow for ever, and `fit`
 * says so instead.
 *
 * **Formula.** For two classes p = 1 / (1 + exp(−(b + x·β))), for more the softmax of b + x·β of each class. Minimized is −Σ w ln p(label) + R(β) / c, where w
 * is the weight of a row and R is ½ Σ β² (`"l2"`), Σ |β| (`"l1"`), r Σ |β| + ½ (1 − r) Σ β² with r = `l1Ratio` (`"elasticNet"`), or 0 (T. Hastie, R. Tibshirani, J. Friedman, "The elements of statistical learning", 2009, chapter 4).
 *
 * **Limits.** Refused are missing and infinite values, values whose squares are too large for numbers, and, without a
 * penalty, columns that separate classes perfectly. Rows are read at least once in each iteration and need not fit into
 * memory. Up to 500 coefficients (columns + 1, for K > 2 classes K times as many) second derivatives are summed, beyond
 * that the search does without (L-BFGS, which takes more iterations). Where `maxIterations` ends the search, `fit`
 * warns.
 *
 * @example
 * ```ts
 * import { LogisticRegression } from "kindred";
 *
 * const people = [[34, 1], [51, 0], [28, 1], [44, 0], [39, 1], [30, 0]];
 * const fitted = await new LogisticRegression({ c: 0.5 }).fit(people, ["no", "yes", "no", "yes", "yes", "no"]);
 * fitted.predictProbabilities([[60, 0]]).column("yes")[0]!; // more than 0.9
 * fitted.coefficients.toRows()[0]!; // log odds of "yes" by column
 * ```
 */
export class LogisticRegression extends LogisticRegressionBase {}
