import { describe, expect, it } from "vitest";
import { Classifier, FeatureEncoder, GradientBoosting, LogisticRegression, load, Pipeline } from "../../src/index.js";

describe("Classifier", () => {
  it("is the classifier that its name says, with that one's options", () => {
    const classifier = new Classifier({ algorithm: "logisticRegression", c: 0.1, penalty: "l1" });
    expect(classifier).toBeInstanceOf(LogisticRegression);
    expect(classifier.params).toEqual(new LogisticRegression({ c: 0.1, penalty: "l1" }).params);
  });

  it("is gradient boosting where nothing is said", () => {
    expect(new Classifier({ maxLeaves: 7 }).params).toEqual(new GradientBoosting({ maxLeaves: 7 }).params);
  });

  it("takes any classifier, and changes its options", () => {
    const own = new LogisticRegression({ c: 5 });
    expect(new Classifier({ algorithm: own, maxIterations: 7 }).params).toEqual({ ...own.params, maxIterations: 7 });
  });

  it("works in a Pipeline and in documents under the name of the one chosen", async () => {
    const pipeline = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new Classifier({ algorithm: "logisticRegression" })],
    ]);
    expect(pipeline.with({ "model.c": 3 }).params.steps[1][1].params.c).toBe(3);
    expect(JSON.stringify(pipeline)).toContain('"LogisticRegression"');
    const fitted = await new Classifier({ algorithm: "logisticRegression" }).fit([[1], [2], [3]], ["a", "a", "b"]);
    expect(load(JSON.stringify(fitted), { as: LogisticRegression }).predict([[9]])).toEqual(["b"]);
  });

  it("refuses what is no classifier, and options of another", () => {
    expect(() => new Classifier({ algorithm: "oracle" as "logisticRegression" })).toThrow(
      'Classifier: algorithm is "oracle". Use',
    );
    expect(() => new Classifier({ algorithm: "logisticRegression", trees: 5 } as object)).toThrow("trees");
  });
});
