import { describe, expect, it } from "vitest";
import {
  CalibratedClassifier,
  type ExplainableClassifier,
  explainScores,
  FeatureEncoder,
  GradientBoosting,
  GridSearch,
  LogisticRegression,
  Pipeline,
  Scaler,
  type ScoreExplanation,
  ThresholdClassifier,
} from "../../src/index.js";
import { people, pipeline, reference } from "./people.js";

const { labels } = reference;
const logit = (p: number): number => Math.log(p / (1 - p));
const boosted = new Pipeline([
  ["encode", new FeatureEncoder()],
  ["model", new GradientBoosting({ iterations: 20, maxLeaves: 6 })],
]);
const sums = ({ contributions, base }: ScoreExplanation): number[] =>
  contributions.toRows().map((row) => row.reduce((sum, value) => sum + value, base));
const oddsOf = (fitted: ExplainableClassifier, label: unknown): number[] =>
  Array.from(fitted.predictProbabilities(people as never).column(String(label)), logit);

/** Log odds come from probabilities in float64: what rounding of those near 0 and 1 leaves is far below this. */
function expectClose(found: readonly number[], expected: readonly number[], digits = 9): void {
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, digits);
  });
}

describe("explanations of classifiers around others", () => {
  it("are those of what a search chose, and of the classifier that a threshold is laid on", async () => {
    const search = new GridSearch({ estimator: pipeline, grid: { "classify.c": [0.1, 1] }, folds: 3 });
    const chosen = await search.fit(people, labels);
    const found = await explainScores(chosen, people);
    const own = await explainScores(chosen.best, people);
    expect(found.contributions.toRows()).toEqual(own.contributions.toRows());
    const careful = await new ThresholdClassifier({ estimator: boosted, by: "f1", folds: 3 }).fit(people, labels);
    expect(sums(await explainScores(careful, people))).toEqual(
      sums(await explainScores(careful.classifier as ExplainableClassifier, people)),
    );
  });

  it("take the calibrated log odds apart, exactly where there is one model, true shares of classes and all", async () => {
    for (const estimator of [pipeline, boosted])
      for (const priors of [undefined, { 1: 0.02 }]) {
        const calibrated = await new CalibratedClassifier({
          estimator,
          folds: 3,
          ensemble: false,
          ...(priors === undefined ? {} : { priors }),
        } as never).fit(people as never, labels);
        const model = calibrated as unknown as ExplainableClassifier;
        for (const positive of [0, 1]) {
          const found = await explainScores(model, people, { positive });
          expectClose(sums(found), oddsOf(model, positive));
        }
      }
  });

  it("are the mean over the models of a calibrated ensemble, also inside a pipeline", async () => {
    const whole = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["model", new CalibratedClassifier({ estimator: new LogisticRegression(), folds: 3 })],
    ]);
    const fitted = await whole.fit(people, labels);
    const found = await explainScores(fitted, people);
    expect([...found.contributions.columns].sort()).toEqual(["AGE", "INCOME", "NOISE", "TWIN", "ZONE"]);
    const behind = fitted.steps.scale.transform(fitted.steps.encode.transform(people));
    const { models, curves } = fitted.steps.model;
    const odds = models.map((model, m) => {
      const curve = curves[m]![0]!;
      const { slope, intercept } = curve.kind === "sigmoid" ? curve : { slope: -1, intercept: 0 };
      return Array.from(model.predictProbabilities(behind).column("1"), (p) => -(slope * logit(p) + intercept));
    });
    const mean = odds[0]!.map((_, i) => odds.reduce((sum, one) => sum + one[i]! / odds.length, 0));
    expectClose(sums(found), mean, 6);
  });

  it("are of the score before an isotonic map", async () => {
    const calibrated = await new CalibratedClassifier({
      estimator: boosted,
      method: "isotonic",
      folds: 3,
      ensemble: false,
    }).fit(people, labels);
    const [model] = calibrated.models;
    expect(sums(await explainScores(calibrated, people))).toEqual(sums(await explainScores(model!, people)));
  });
});
