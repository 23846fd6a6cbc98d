import { describe, expect, it } from "vitest";
import {
  explainScores,
  FeatureEncoder,
  GradientBoosting,
  Imputer,
  PCA,
  Pipeline,
  partialDependence,
  permutationImportance,
  Scaler,
} from "../../src/index.js";
import { people, reference } from "./people.js";

const boosting = new GradientBoosting({ iterations: 30, maxLeaves: 8, seed: 1 });
const pipeline = new Pipeline([
  ["encode", new FeatureEncoder()],
  ["model", boosting],
]);
const fitted = await pipeline.fit(people, reference.labels);
const logit = (p: number): number => Math.log(p / (1 - p));

describe("explanations of boosted trees", () => {
  it("sum exact Shapley values by source column, and add up to the score", async () => {
    const found = await explainScores(fitted, people);
    expect([...found.contributions.columns].sort()).toEqual(["AGE", "INCOME", "NOISE", "TWIN", "ZONE"]);
    const own = fitted.steps.model.contributions(fitted.steps.encode.transform(people));
    const zone = found.contributions.column("ZONE");
    const probabilities = fitted.predictProbabilities(people).column("1");
    found.contributions.toRows().forEach((row, i) => {
      const parts = ["ZONE=city", "ZONE=coast", "ZONE=hills"].map((name) => own.column(name)[i]!);
      expect(zone[i]).toBeCloseTo(parts[0]! + parts[1]! + parts[2]!, 10);
      expect(row.reduce((sum, value) => sum + value, found.base)).toBeCloseTo(logit(probabilities[i]!), 5);
    });
    expect(found.columns[0]!.column).toBe("AGE");
    expect(found.columns.find(({ column }) => column === "AGE")!.direction).toBe("up");
    expect(found.person(3).score).toBeCloseTo(logit(found.person(3).probability), 5);
  });

  it("turn with the class asked for", async () => {
    const yes = await explainScores(fitted, people, { sample: 20 });
    const no = await explainScores(fitted, people, { sample: 20, positive: 0 });
    expect(no.base).toBeCloseTo(-yes.base, 12);
    no.contributions.toRows().forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).toBeCloseTo(-yes.contributions.toRows()[i]![j]!, 12);
      });
    });
  });

  it("go back through components to the columns of the table, and still add up", async () => {
    const reduced = await new Pipeline([
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 3 })],
      ["model", boosting],
    ]).fit(people, reference.labels);
    const found = await explainScores(reduced, people);
    expect([...found.contributions.columns].sort()).toEqual(["AGE", "INCOME", "NOISE", "TWIN", "ZONE"]);
    const probabilities = reduced.predictProbabilities(people).column("1");
    found.contributions.toRows().forEach((row, i) => {
      expect(row.reduce((sum, value) => sum + value, found.base)).toBeCloseTo(logit(probabilities[i]!), 5);
    });
  });

  it("agree with importance and dependence on what matters most", async () => {
    const importances = await permutationImportance(fitted, people, reference.labels, { repeats: 3, seed: 1 });
    expect(importances.columns[0]!.column).toBe("AGE");
    const { average } = await partialDependence(fitted, people, "AGE");
    expect(average[4]! - average[0]!).toBeGreaterThan(0.3);
  });
});
