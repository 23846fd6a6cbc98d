import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  adjustedMutualInformation,
  adjustedRandIndex,
  averagePrecision,
  balancedAccuracy,
  brierScore,
  calinskiHarabasz,
  confusionMatrix,
  daviesBouldin,
  f1,
  gainsTable,
  ksStatistic,
  liftAt,
  logLoss,
  profitCurve,
  rocAuc,
  rocAucEstimate,
  silhouette,
} from "../../src/index.js";

/** Rows of both classes with scores of many ties, and whole weights. */
const rows = fc
  .array(fc.record({ truth: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 9 }), weight: fc.nat(3) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((list) => [...list, { truth: 0, score: 4, weight: 1 }, { truth: 1, score: 5, weight: 1 }]);

type Rows = { truth: number; score: number; weight: number }[];
const truthOf = (list: Rows): number[] => list.map((row) => row.truth);
const scoresOf = (list: Rows): number[] => list.map((row) => row.score / 9);
const RANKS = { rocAuc, averagePrecision, ksStatistic } as const;
const SCORES = { ...RANKS, logLoss, brierScore } as const;
const labels = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 2, maxLength: 40 });

describe("Scores of a binary truth", () => {
  it.each(Object.entries(SCORES))("%s does not depend on the order of rows", (_, score) => {
    fc.assert(
      fc.property(rows, fc.nat(1000), (list, turn) => {
        const turned = [...list].sort((a, b) => ((a.score * 7 + turn) % 5) - ((b.score * 7 + turn) % 5));
        expect(score(truthOf(turned), scoresOf(turned))).toBeCloseTo(score(truthOf(list), scoresOf(list)), 12);
      }),
    );
  });

  it.each(Object.entries(SCORES))("%s takes a weight of n for n rows, and 0 for none", (_, score) => {
    fc.assert(
      fc.property(rows, (list) => {
        const repeated = list.flatMap((row) => Array.from({ length: row.weight }, () => row));
        expect(score(truthOf(list), scoresOf(list), { sampleWeight: list.map((row) => row.weight) })).toBeCloseTo(
          score(truthOf(repeated), scoresOf(repeated)),
          12,
        );
      }),
    );
  });

  it.each(Object.entries(RANKS))("%s looks at the order of scores alone", (_, score) => {
    fc.assert(
      fc.property(rows, (list) => {
        const bent = list.map((row) => row.score ** 3 - 50);
        expect(score(truthOf(list), bent)).toBe(score(truthOf(list), scoresOf(list)));
      }),
    );
  });

  it("rocAuc of scores turned round is what is left to 1, and the share of pairs in the right order", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const auc = rocAuc(truthOf(list), scoresOf(list));
        expect(
          rocAuc(
            truthOf(list),
            scoresOf(list).map((score) => -score),
          ),
        ).toBeCloseTo(1 - auc, 12);
        const pairs = list.flatMap((a) =>
          list.flatMap((b) =>
            a.truth === 1 && b.truth === 0 ? [a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0] : [],
          ),
        );
        expect(auc).toBeCloseTo(pairs.reduce((sum: number, won) => sum + won, 0) / pairs.length, 12);
        const estimate = rocAucEstimate(truthOf(list), scoresOf(list));
        expect(estimate.auc).toBeCloseTo(auc, 12);
        expect(estimate.interval[0]).toBeLessThanOrEqual(auc + 1e-12);
        expect(estimate.interval[1]).toBeGreaterThanOrEqual(auc - 1e-12);
      }),
    );
  });

  it("a gains table accounts for every row and every positive, ties shared evenly", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 12 }), (list, bins) => {
        const table = gainsTable(truthOf(list), scoresOf(list), { bins });
        const total = list.filter((row) => row.truth === 1).length;
        expect(table.reduce((sum, row) => sum + row.rows, 0)).toBe(list.length);
        expect(table.reduce((sum, row) => sum + row.positives, 0)).toBeCloseTo(total, 9);
        expect(table.at(-1)).toMatchObject({ cumulativeRows: 1 });
        expect(table.at(-1)!.cumulativePositives).toBeCloseTo(1, 12);
        expect(gainsTable([...truthOf(list)].reverse(), [...scoresOf(list)].reverse(), { bins })).toEqual(table);
        expect(liftAt(truthOf(list), scoresOf(list), 1)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("gains, lift and profit are what counting by hand gives", () => {
    const truth = [1, 0, 1, 1, 0, 0, 0, 1, 0, 0];
    const scores = [0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
    const table = gainsTable(truth, scores, { bins: 5 });
    // The second and third row share a score: each counts half a positive.
    expect(table.map((row) => row.positives)).toEqual([1.5, 1.5, 0, 1, 0]);
    expect(table.map((row) => row.cumulativeRows)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    expect(table[0]!.lift).toBeCloseTo(1.5 / 2 / 0.4, 12);
    expect(table[1]!.cumulativeLift).toBeCloseTo(3 / 4 / 0.4, 12);
    expect(liftAt(truth, scores, 0.4)).toBeCloseTo(3 / 4 / 0.4, 12);
    const { profit, best } = profitCurve(truth, scores, { value: 10, cost: 4 });
    expect([...profit]).toEqual([0, 6, 7, 8, 14, 10, 6, 2, 8, 4, 0]);
    expect(best).toBe(4);
  });
});

describe("Scores of predicted labels", () => {
  it("agree with each other", () => {
    fc.assert(
      fc.property(labels, (pairs) => {
        const [truth, predicted] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const { counts } = confusionMatrix(truth, predicted);
        expect(counts.flatMap((row) => [...row]).reduce((sum, n) => sum + n, 0)).toBe(pairs.length);
        const right = counts.reduce((sum, row, k) => sum + row[k]!, 0);
        expect(accuracy(truth, predicted)).toBeCloseTo(right / pairs.length, 12);
        expect(f1(truth, predicted, { average: "micro" })).toBeCloseTo(accuracy(truth, predicted), 12);
        expect(balancedAccuracy(truth, truth)).toBe(1);
        const words = (list: readonly number[]): string[] => list.map((label) => `label ${label}`);
        expect(f1(words(truth), words(predicted), { average: "macro" })).toBe(
          f1(truth, predicted, { average: "macro" }),
        );
      }),
    );
  });
});

describe("Scores of clusterings", () => {
  it("agreement does not depend on names or sides, and is 1 with itself", () => {
    fc.assert(
      fc.property(labels, (pairs) => {
        const [a, b] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
        for (const score of [adjustedRandIndex, adjustedMutualInformation]) {
          expect(score(a, a)).toBeCloseTo(1, 9);
          expect(score(a, b)).toBeCloseTo(score(b, a), 9);
          expect(
            score(
              a.map((label) => `cluster ${3 - label}`),
              b,
            ),
          ).toBeCloseTo(score(a, b), 9);
          expect(score(a, b)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it("quality does not depend on where the origin is, nor on the unit of length", async () => {
    const point = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
    await fc.assert(
      fc.asyncProperty(fc.array(point, { minLength: 6, maxLength: 25 }), async (points) => {
        const found = points.map((_, i) => i % 3);
        const moved = points.map(([x, y]) => [4 * x + 100, 4 * y - 300]);
        for (const score of [daviesBouldin, calinskiHarabasz])
          expect(score(moved, found)).toBeCloseTo(score(points, found), 7);
        const value = await silhouette(points, found);
        expect(await silhouette(moved, found)).toBeCloseTo(value, 9);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it("a sampled silhouette is drawn by seed", async () => {
    const points = Array.from({ length: 60 }, (_, i) => [(i * 37) % 61, (i * 17) % 59]);
    const found = points.map(([x]) => (x! < 30 ? 0 : 1));
    const by = (seed: number): Promise<number> => silhouette(points, found, { sample: 20, seed });
    expect(await by(1)).toBe(await by(1));
    expect(await by(1)).not.toBe(await by(2));
  });
});
