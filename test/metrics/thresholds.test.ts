import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accuracy, balancedAccuracy, costCurve, f1, tuneThreshold } from "../../src/index.js";

const scored = fc
  .array(fc.record({ hit: fc.boolean(), score: fc.integer({ min: 0, max: 8 }) }), { minLength: 4, maxLength: 40 })
  .filter((rows) => rows.some(({ hit }) => hit) && rows.some(({ hit }) => !hit));

describe("tuneThreshold", () => {
  it("finds what no other threshold beats, by every criterion", () => {
    const scores = { f1, balancedAccuracy, accuracy } as const;
    fc.assert(
      fc.property(scored, (rows) => {
        const truth = rows.map(({ hit }) => hit);
        const values = rows.map(({ score }) => score / 8);
        for (const by of ["f1", "balancedAccuracy", "accuracy"] as const) {
          const at = (threshold: number): number =>
            scores[by](
              truth,
              values.map((value) => value >= threshold),
            );
          const tuned = tuneThreshold(truth, values, { by });
          expect(tuned.value).toBeCloseTo(at(tuned.threshold), 12);
          for (let k = 0; k <= 17; k++) expect(at(k / 16)).toBeLessThanOrEqual(tuned.value + 1e-12);
        }
      }),
    );
  });

  it("weighs what wrong decisions cost, and takes labels and weights", () => {
    const truth = ["no", "no", "yes", "no", "yes"];
    const scores = [0.1, 0.3, 0.4, 0.6, 0.9];
    const costs = { falsePositive: 2, falseNegative: 5 };
    const { thresholds, values } = costCurve(truth, scores, { positive: "yes", ...costs });
    expect([...thresholds]).toEqual([Number.POSITIVE_INFINITY, 0.75, 0.5, 0.35, 0.2, 0.1]);
    expect([...values]).toEqual([10, 5, 7, 2, 4, 6]);
    expect(tuneThreshold(truth, scores, { positive: "yes", by: "cost", costs })).toMatchObject({
      threshold: 0.35,
      value: 2,
    });
    const dear = { falsePositive: 100, falseNegative: 5 };
    expect(tuneThreshold(truth, scores, { positive: "yes", by: "cost", costs: dear }).threshold).toBe(0.75);
    const light = tuneThreshold(truth, scores, {
      positive: "yes",
      by: "cost",
      costs,
      sampleWeight: [1, 1, 0.25, 1, 1],
    });
    expect(light).toMatchObject({ threshold: 0.75, value: 1.25 });
  });

  it("refuses to choose by costs that it does not know", () => {
    expect(() => tuneThreshold([0, 1], [0, 1], { by: "cost" })).toThrow("does not know what wrong decisions cost");
    expect(() => costCurve([0, 1], [0, 1], { falsePositive: -1, falseNegative: 1 })).toThrow(
      '"falsePositive": expected a number of 0 or more, got -1',
    );
  });
});
