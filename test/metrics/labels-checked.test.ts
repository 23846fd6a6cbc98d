import { describe, expect, it } from "vitest";
import {
  accuracy,
  confusionMatrix,
  crossValidate,
  DecisionTree,
  FeatureMatrix,
  f1,
  GridSearch,
  gainsTable,
  LogisticRegression,
  logLoss,
  NaiveBayes,
  permutationImportance,
  rocAuc,
  rocAucEstimate,
} from "../../src/index.js";

const complaint = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing";
};

describe("labels of scores", () => {
  it("refuses labels of several types, and a positive label of another type than theirs", () => {
    expect(complaint(() => rocAuc([1, "1", 0] as never, [0.2, 0.3, 0.4]))).toBe(
      'rocAuc: the truth mixes labels of type number and string, such as 1 and "1". Use one type: "1" is not 1, and 1 is not true.',
    );
    expect(complaint(() => rocAuc(["1", "0"], [0.9, 0.1], { positive: 1 }))).toBe(
      'rocAuc: positive is 1, and the labels are of type string, such as "1". Name a label of the truth, of its type.',
    );
    expect(complaint(() => accuracy([1, 0], ["1", "0"]))).toBe(
      'accuracy: the truth is of type number, such as 1, and what was predicted of type string, such as "1". Use one type for both: "1" is not 1.',
    );
    expect(complaint(() => f1(["1", "0"], ["1", "0"], { positive: 1 }))).toContain("positive is 1, and the labels");
  });

  it("refuses missing labels and scores", () => {
    expect(complaint(() => confusionMatrix([1, null] as never, [1, 0]))).toContain("the truth of row 1 is missing");
    expect(complaint(() => accuracy([1, 0], [1, undefined] as never))).toContain("the predicted label of row 1");
    expect(complaint(() => rocAuc([1, 0], [Number.NaN, 0]))).toContain("the score of row 0 is missing");
    expect(complaint(() => gainsTable([1, 0], [0.5, Number.NaN]))).toContain("the score of row 1 is missing");
  });

  it("asks which of more than two labels is the positive one, and of two words which", () => {
    expect(complaint(() => rocAuc([0, 1, 2], [0.1, 0.8, 0.9]))).toBe(
      "rocAuc: the truth has 3 labels, 0, 1, 2, and none is named as the positive one. Say which label is { positive }, or use a score of several classes.",
    );
    expect(rocAuc([0, 1, 2], [0.1, 0.8, 0.9], { positive: 2 })).toBe(1);
    expect(complaint(() => f1([0, 1, 2], [0, 1, 1]))).toContain("there are 3 labels");
    expect(complaint(() => f1(["yes", "no"], ["yes", "no"]))).toContain("neither 1 nor true");
    expect(f1([0, 0], [0, 0])).toBe(0);
  });

  it("takes what predictProbabilities gives: log loss and AUC of two classes and of three", async () => {
    const X = Array.from({ length: 90 }, (_, i) => [i % 9, (i * 7) % 5]);
    const two = X.map(([a], i) => (a! + (i % 3) > 5 ? 1 : 0));
    const binary = (await new LogisticRegression().fit(X, two)).predictProbabilities(X);
    expect(logLoss(two, binary)).toBeCloseTo(logLoss(two, binary.column("1")), 12);
    expect(rocAuc(two, binary)).toBe(rocAuc(two, binary.column("1")));
    const three = X.map(([a, b]) => (a! > 5 ? "high" : b! > 2 ? "low" : "middle"));
    const model = await new LogisticRegression().fit(X, three);
    const probabilities = model.predictProbabilities(X);
    expect(logLoss(three, probabilities)).toBe(logLoss(three, probabilities.toRows(), { classes: model.classes }));
    const areas = model.classes.map((positive, c) => rocAuc(three, probabilities.column(c), { positive }));
    expect(rocAuc(three, probabilities, { average: "macro" })).toBeCloseTo((areas[0]! + areas[1]! + areas[2]!) / 3, 12);
    const shares = model.classes.map((label) => three.filter((one) => one === label).length / three.length);
    expect(rocAuc(three, probabilities, { average: "weighted" })).toBeCloseTo(
      areas.reduce((sum, area, c) => sum + area * shares[c]!, 0),
      12,
    );
    expect(complaint(() => logLoss(two, binary.toRows()))).toContain("Pass { classes }");
    expect(complaint(() => rocAuc(three, probabilities))).toContain("there are 3 classes");
    expect(complaint(() => rocAucEstimate(two, binary as never))).toContain("one number a row is needed");
  });

  it("scores several classes in folds by what is of several classes, and refuses an area of one that is not named", async () => {
    const X = Array.from({ length: 90 }, (_, i) => [(i * 7) % 9, (i * 5) % 7]);
    const y = X.map(([a, b]) => (a! > 5 ? 2 : b! > 3 ? 1 : 0));
    const estimator = new DecisionTree({ maxDepth: 2 });
    await expect(crossValidate(estimator, X, y, { folds: 3 })).rejects.toThrow(
      'crossValidate: rocAuc is of one class against the others, and there are 3 classes: "0", "2" and "1". Name the { positive } one',
    );
    const search = new GridSearch({
      estimator: new NaiveBayes(),
      grid: { smoothing: [1e-9, 1e-3] },
      folds: 3,
    } as never);
    await expect(search.fit(X, y)).rejects.toThrow("GridSearch: rocAuc is of one class against the others");
    const scoring = ["rocAucMacro", "rocAucWeighted", "logLoss", "f1Macro", "f1Weighted", "accuracy"] as const;
    const result = await crossValidate(estimator, X, y, { folds: 3, scoring });
    for (const name of scoring) expect(Number.isFinite(result.mean(name))).toBe(true);
    expect((await crossValidate(estimator, X, y, { folds: 3, positive: 2 })).mean()).toBe(1);
    const fitted = await estimator.fit(X, y);
    await expect(permutationImportance(fitted, FeatureMatrix.from(X), y)).rejects.toThrow("rocAuc is of one class");
  });

  it("says which fold has held-out rows of one class", async () => {
    const X = Array.from({ length: 12 }, (_, i) => [i]);
    const y = X.map((_, i) => (i % 2 === 0 || i < 4 ? 1 : 0));
    const folds = [
      { train: Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7]), test: Int32Array.from([8, 9, 10, 11]) },
      { train: Int32Array.from([4, 5, 6, 7, 8, 9, 10, 11]), test: Int32Array.from([0, 1, 2, 3]) },
    ];
    await expect(crossValidate(new LogisticRegression(), X, y, { folds })).rejects.toThrow(
      "crossValidate: rocAuc cannot be computed on the rows held out in fold 2: the truth has no negative rows. Use fewer folds",
    );
    const losses = await crossValidate(new LogisticRegression(), X, y, { folds, scoring: "logLoss" });
    expect(losses.scores().every(Number.isFinite)).toBe(true);
  });

  it("gives rates, lifts and areas intervals that hold them and have a width", () => {
    for (const row of gainsTable([1, 1, 1, 0, 0, 0, 0, 0], [9, 8, 7, 6, 5, 4, 3, 2], { bins: 4 })) {
      expect(row.interval[0]).toBeLessThanOrEqual(row.rate);
      expect(row.interval[1]).toBeGreaterThanOrEqual(row.rate);
      expect(row.liftInterval[0]).toBeLessThanOrEqual(row.lift);
      expect(row.liftInterval[1]).toBeGreaterThanOrEqual(row.lift);
      expect(row.liftInterval[1] - row.liftInterval[0]).toBeGreaterThan(0.1);
    }
    const perfect = rocAucEstimate([1, 1, 0, 0], [0.9, 0.8, 0.1, 0.2]);
    expect([perfect.auc, perfect.interval[1]]).toEqual([1, 1]);
    expect(perfect.interval[0]).toBeLessThan(0.6);
  });
});
