import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  crossValidate,
  Ensemble,
  FeatureEncoder,
  GridSearch,
  Imputer,
  LogisticRegression,
  load,
  loadEstimator,
  NaiveBayes,
  Pipeline,
  rocAuc,
  Scaler,
  StackingClassifier,
  StratifiedKFold,
  ThresholdClassifier,
  TimeSplit,
  tuneThreshold,
} from "../../src/index.js";

const random = new Random(8);
const X = Array.from({ length: 300 }, () => [random.normal(), random.below(4), random.normal()]);
const y = X.map(([a, b, c]) => (a! + (b === 2 ? 1.5 : 0) + 0.3 * c! + random.normal() > 1.5 ? "yes" : "no"));
const linear = new Pipeline([
  ["scale", new Scaler()],
  ["model", new LogisticRegression()],
]);
const members = [
  ["linear", linear],
  ["bayes", new NaiveBayes()],
] as const;
const yes = (model: { predictProbabilities(x: number[][]): { column(name: string): ArrayLike<number> } }): number[] =>
  Array.from(model.predictProbabilities(X).column("yes"));
const apart = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));

describe("Ensemble", () => {
  it("gives the weighted mean of its members' probabilities", async () => {
    const fitted = await new Ensemble(members, { weights: [3, 1] }).fit(X, y);
    const [a, b] = [yes(await linear.fit(X, y)), yes(await new NaiveBayes().fit(X, y))];
    expect(
      apart(
        yes(fitted),
        a.map((p, i) => 0.75 * p + 0.25 * b[i]!),
      ),
    ).toBeLessThan(1e-15);
    expect(yes(fitted.members.linear)).toEqual(a);
  });

  it("gives the mean of ranks among the rows learned from, and calls as many positive as were", async () => {
    const fitted = await new Ensemble(members, { average: "ranks" }).fit(X, y);
    const ranks = (scores: number[]): number[] =>
      scores.map((s) => scores.filter((t) => t < s).length + scores.filter((t) => t === s).length / 2);
    const [a, b] = [ranks(yes(fitted.members.linear)), ranks(yes(fitted.members.bayes))];
    expect(
      apart(
        yes(fitted),
        a.map((r, i) => (r + b[i]!) / 600),
      ),
    ).toBeLessThan(1e-12);
    const called = fitted.predict(X).filter((label) => label === "yes").length;
    const were = y.filter((label) => label === "yes").length;
    expect(Math.abs(called - were)).toBeLessThan(30);
    await expect(
      new Ensemble(members, { average: "ranks" }).fit(
        X,
        X.map(([, b]) => b!),
      ),
    ).rejects.toThrow("ranks are of two classes, and there are 4");
    const many = await new Ensemble(members).fit(
      X,
      X.map(([, b]) => b!),
    );
    expect(many.predictProbabilities(X).columns).toEqual(["0", "1", "2", "3"]);
  });

  it("takes tables, tunes members that are searches inside each fold, and has their options by path", async () => {
    const table = tableFromArrays({ A: X.map(([a]) => a!), B: X.map(([, b]) => `zone ${b}`) });
    // It starts with a step that would take numbers as well.
    const encoded = new Pipeline([
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]);
    const bayes = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new NaiveBayes()],
    ]);
    const search = new GridSearch({ estimator: encoded, grid: { "model.c": [0.01, 1] }, folds: 3 });
    const ensemble = new Ensemble([
      ["tuned", search],
      ["bayes", bayes],
    ]);
    const result = await crossValidate(ensemble, table, y, { folds: 3, models: true });
    expect(result.mean()).toBeGreaterThan(0.75);
    expect(result.folds[0]!.model!.members.tuned.trials).toHaveLength(2);
    const changed = ensemble.with({ "bayes.model.smoothing": 3, average: "ranks" });
    expect(changed.params.members[1][1].params.steps[1][1].params.smoothing).toBe(3);
    expect(changed.params.average).toBe("ranks");
    const fitted = await changed.fit(table, y);
    const again = load(JSON.stringify(fitted), { as: changed });
    expect(again.predictProbabilities(table).toRows()).toEqual(fitted.predictProbabilities(table).toRows());
    expect(JSON.stringify(loadEstimator(JSON.stringify(changed)))).toBe(JSON.stringify(changed));
  });

  it("refuses members that take different rows, that are no classifiers, or whose weights do not fit", () => {
    const onTables = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]);
    expect(
      () =>
        new Ensemble([
          ["a", onTables],
          ["b", new NaiveBayes()],
        ]),
    ).toThrow('the member "a" takes a Table, and "b" numbers');
    expect(() => new Ensemble([["a", new Scaler() as never]])).toThrow("pairs of a name and a classifier");
    expect(() => new Ensemble(members, { weights: [1] })).toThrow("one weight a member");
    expect(() => new Ensemble([])).toThrow("there are no steps");
  });
});

describe("StackingClassifier", () => {
  it("learns its last classifier from what members say of rows that they had not seen", async () => {
    const folds = new StratifiedKFold({ folds: 4, seed: 1 });
    const stacking = new StackingClassifier(members, { final: new LogisticRegression({ c: 10 }), folds });
    const fitted = await stacking.fit(X, y);
    const unseen = [
      await crossValidate(linear, X, y, { folds }),
      await crossValidate(new NaiveBayes(), X, y, { folds }),
    ];
    const rows = X.map((_, i) => unseen.map(({ predictions }) => predictions[i]!));
    const last = await new LogisticRegression({ c: 10 }).fit(rows, y);
    expect(fitted.final.coefficients.toRows()).toEqual(last.coefficients.toRows());
    const said = X.map((_, i) => [yes(fitted.members.linear)[i]!, yes(fitted.members.bayes)[i]!]);
    expect(yes(fitted)).toEqual(Array.from(last.predictProbabilities(said).column("yes")));
    expect(rocAuc(y, yes(fitted), { positive: "yes" })).toBeGreaterThan(0.8);
    const again = load(JSON.stringify(fitted), { as: stacking });
    expect(yes(again)).toEqual(yes(fitted));
  });

  it("refuses folds that leave rows untested, of which the last classifier would know nothing", async () => {
    const stacking = new StackingClassifier(members, { final: new NaiveBayes(), folds: new TimeSplit({ folds: 3 }) });
    await expect(stacking.fit(X, y)).rejects.toThrow(/the folds test \d+ of \d+ rows.*Use folds that test every row/);
  });
});

describe("ThresholdClassifier", () => {
  it("decides at the threshold that is best on rows that its models had not seen", async () => {
    const folds = new StratifiedKFold({ folds: 4, seed: 1 });
    const costs = { falsePositive: 1, falseNegative: 12 };
    const fitted = await new ThresholdClassifier({ estimator: linear, by: "cost", costs, folds }).fit(X, y);
    const { predictions } = await crossValidate(linear, X, y, { folds });
    const tuned = tuneThreshold(y, predictions, { by: "cost", costs, positive: "yes" });
    expect(fitted.threshold).toBe(tuned.threshold);
    expect(fitted.threshold).toBeLessThan(0.3);
    const p = yes(fitted);
    expect(p).toEqual(yes(await linear.fit(X, y)));
    expect(fitted.predict(X)).toEqual(p.map((value) => (value >= fitted.threshold ? "yes" : "no")));
    expect(fitted.row("predict")(X[0]!)).toBe(fitted.predict(X)[0]);
    const fixed = await new ThresholdClassifier({ estimator: linear, threshold: 0.2 }).fit(X, y);
    expect(fixed.threshold).toBe(0.2);
    expect(load(JSON.stringify(fixed)).predict(X)).toEqual(p.map((value) => (value >= 0.2 ? "yes" : "no")));
  });

  it("refuses costs that fit no criterion, and more than two classes", async () => {
    expect(() => new ThresholdClassifier({ estimator: linear, by: "cost" })).toThrow("expected costs");
    const many = new ThresholdClassifier({ estimator: linear });
    await expect(
      many.fit(
        X,
        X.map(([, b]) => b!),
      ),
    ).rejects.toThrow("divides two classes, and there are 4");
  });
});
