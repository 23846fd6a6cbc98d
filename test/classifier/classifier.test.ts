import { describe, expect, it } from "vitest";
import {
  Classifier,
  crossValidate,
  FeatureEncoder,
  GradientBoosting,
  LogisticRegression,
  load,
  loadEstimator,
  Pipeline,
  tableClassifier,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

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

describe("A raw table, with words and missing values", () => {
  const lines = Array.from({ length: 200 }, (_, i) => {
    const zone = ["north", "south", ""][i % 3];
    return `${i % 7 === 0 ? "" : 20 + (i % 40)},${zone},${i % 5 === 0 ? "" : i % 2 === 0},${zone === "south" && i % 4 !== 0 ? "yes" : "no"}`;
  });
  const table = parseCsv(`AGE,ZONE,OWNER,BOUGHT\n${lines.join("\n")}\n`);
  const later = parseCsv("AGE,ZONE,OWNER\n,south,\n30,west,true\n31,south,false\n");

  it.each([
    "gradientBoosting",
    "randomForest",
    "adaBoost",
    "decisionTree",
    "naiveBayes",
    "logisticRegression",
  ] as const)("goes into tableClassifier({ algorithm: %j }), and through JSON", async (algorithm) => {
    const classifier = tableClassifier({ algorithm });
    const fitted = await classifier.fit(table, "BOUGHT");
    const again = load(JSON.stringify(fitted), { as: classifier });
    expect(again.predictProbabilities(later).toRows()).toEqual(fitted.predictProbabilities(later).toRows());
    expect(fitted.predictProbabilities(later).column("yes")[0]!).toBeGreaterThan(
      fitted.predictProbabilities(later).column("yes")[1]!,
    );
    expect(JSON.stringify(loadEstimator(JSON.stringify(classifier)))).toBe(JSON.stringify(classifier));
  });

  it("takes options of the algorithm, and any classifier, in folds as well", async () => {
    expect(tableClassifier({ maxLeaves: 5 }).params.steps[1][1].params.maxLeaves).toBe(5);
    const linear = tableClassifier({ algorithm: new LogisticRegression({ c: 2 }), penalty: "l1" });
    expect(linear.params.steps[3][1].params).toMatchObject({ c: 2, penalty: "l1" });
    expect(linear.with({ "model.c": 3 }).params.steps[3][1].params.c).toBe(3);
    expect((await crossValidate(linear, table, "BOUGHT", { folds: 3 })).mean()).toBeGreaterThan(0.8);
  });

  it("is refused by the classifier alone, with the pipeline to write", async () => {
    const loose = (value: unknown): never => value as never;
    await expect(new Classifier().fit(loose(table), "BOUGHT")).rejects.toThrow(
      'GradientBoosting.fit: got a Table, and this step takes numbers. Put a FeatureEncoder before it, as in new Pipeline([["encode", new FeatureEncoder()], ["model", new GradientBoosting()]])',
    );
    await expect(new Classifier({ algorithm: "logisticRegression" }).fit(loose(table), "BOUGHT")).rejects.toThrow(
      'new Pipeline([["impute", new Imputer()], ["encode", new FeatureEncoder()], ["model", new LogisticRegression()]])',
    );
  });
});
