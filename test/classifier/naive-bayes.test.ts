import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FeatureMatrix, NaiveBayes } from "../../src/index.js";

interface Case {
  readonly rows: number[][];
  readonly labels: number[];
  readonly weights: number[] | null;
  readonly smoothing: number;
  readonly probabilities: number[][];
  readonly uniform: number[][];
}

const fixtures = JSON.parse(readFileSync(new URL("../fixtures/naive-bayes.json", import.meta.url), "utf8")) as Record<
  "gaussian" | "categorical",
  Case[]
>;

function furthest(got: FeatureMatrix, expected: readonly (readonly number[])[]): number {
  return Math.max(...got.toRows().flatMap((row, i) => row.map((p, k) => Math.abs(p - expected[i]![k]!))));
}

describe("NaiveBayes", () => {
  // The largest variance, of which a share is added, is weighted here and not there: with a share of a tenth that can be seen.
  it.each(fixtures.gaussian.filter(({ weights, smoothing }) => weights === null || smoothing < 1e-6))(
    "gives scikit-learn's probabilities where columns are normal ($#)",
    async (one) => {
      const estimator = new NaiveBayes({ categorical: "none", varianceSmoothing: one.smoothing });
      const fitted = await estimator.fit(
        one.rows,
        one.labels,
        one.weights === null ? {} : { sampleWeight: one.weights },
      );
      // Variances of amounts around 5,000 are summed in another order: ten digits are left of sixteen.
      expect(furthest(fitted.predictProbabilities(one.rows), one.probabilities)).toBeLessThan(1e-6);
    },
  );

  it.each(fixtures.categorical)("gives scikit-learn's probabilities where columns are codes ($#)", async (one) => {
    const weights = one.weights === null ? {} : { sampleWeight: one.weights };
    const estimator = new NaiveBayes({ smoothing: one.smoothing });
    const fitted = await estimator.fit(one.rows, one.labels, weights);
    expect(furthest(fitted.predictProbabilities(one.rows), one.probabilities)).toBeLessThan(1e-12);
    const uniform = await estimator.with({ priors: "uniform" }).fit(one.rows, one.labels, weights);
    expect(furthest(uniform.predictProbabilities(one.rows), one.uniform)).toBeLessThan(1e-12);
  });

  it("takes codes and amounts in one model: the evidence of both is multiplied", async () => {
    const X = Array.from({ length: 60 }, (_, i) => [i % 3, (i * 7.31) % 5]);
    const y = X.map(([a, b]) => (a === 1 || b! > 4 ? "yes" : "no"));
    const odds = async (columns: number[], categorical: "auto" | "none"): Promise<number[]> => {
      const rows = X.map((row) => columns.map((j) => row[j]!));
      const fitted = await new NaiveBayes({ categorical }).fit(rows, y);
      return fitted
        .predictProbabilities(rows)
        .toRows()
        .map(([no, yes]) => Math.log(yes! / no!));
    };
    const [both, codes, amounts] = await Promise.all([odds([0, 1], "auto"), odds([0], "auto"), odds([1], "none")]);
    const yes = y.filter((label) => label === "yes").length;
    const prior = Math.log(yes / (60 - yes));
    both!.forEach((value, i) => {
      expect(value).toBeCloseTo(codes![i]! + amounts![i]! - prior, 9);
    });
  });

  it("hears nothing from values that are missing, codes that were never seen, and columns that are constant", async () => {
    const X = FeatureMatrix.fromColumns({ code: [1, 1, 2, 2, Number.NaN], same: [0.5, 0.5, 0.5, 0.5, 0.5] });
    const fitted = await new NaiveBayes().fit(X, ["a", "a", "b", "b", "a"]);
    const asked = FeatureMatrix.fromColumns({ code: [Number.NaN, 9, 1], same: [0.5, 700, Number.NaN] });
    const [missing, unseen, known] = fitted.predictProbabilities(asked).toRows();
    expect(missing![0]).toBeCloseTo(0.6, 14);
    expect(unseen![0]).toBeCloseTo(0.6, 14);
    expect(known![0]).toBeGreaterThan(0.75);
  });

  it("says which columns it lacks", async () => {
    await expect(new NaiveBayes({ categorical: ["ZONE"] }).fit([[1], [2]], [0, 1])).rejects.toThrow(
      'categorical names "ZONE", which the data lack',
    );
  });
});
