import { describe, expect, it } from "vitest";
import {
  aucInterval,
  betaQuantile,
  exactInterval,
  type Interval,
  incompleteBeta,
  newcombeInterval,
  partOfWholeInterval,
  ratioInterval,
  studentCdf,
  studentQuantile,
  wilsonInterval,
} from "../../../../src/engine/numeric/statistics/index.js";
import { fixture } from "../../../reference.js";

interface Reference {
  readonly beta: readonly { x: number; a: number; b: number; value: number; quantile: number }[];
  readonly student: readonly { p: number; degrees: number; quantile: number; cdf: number }[];
  readonly shares: readonly { hits: number; rows: number; confidence: number; exact: Interval; wilson: Interval }[];
  readonly pairs: readonly {
    pair: readonly [number, number, number, number];
    confidence: number;
    newcombe: Interval;
    ratio?: Interval;
  }[];
}

const reference = fixture<Reference>("statistics");

const close = (got: number, expected: number, share: number): void => {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(Math.max(1e-12, share * Math.abs(expected)));
};
const closeInterval = (got: Interval, expected: Interval, share: number): void => {
  close(got[0], expected[0], share);
  close(got[1], expected[1], share);
};

describe("intervals", () => {
  it("has the beta distribution and Student's t of scipy", () => {
    for (const { x, a, b, value, quantile } of reference.beta) {
      close(incompleteBeta(x, a, b), value, 1e-10);
      close(betaQuantile(x, a, b), quantile, 1e-9);
    }
    for (const { p, degrees, quantile, cdf } of reference.student) {
      close(studentQuantile(p, degrees), quantile, 1e-9);
      close(studentCdf(3 * p - 2, degrees), cdf, 1e-10);
    }
  });

  it("has the exact and the score interval of a share of scipy", () => {
    for (const { hits, rows, confidence, exact, wilson } of reference.shares) {
      closeInterval(exactInterval(hits, rows, confidence), exact, 1e-9);
      closeInterval(wilsonInterval(hits, rows, confidence), wilson, 1e-9);
    }
  });

  it("has the intervals of a difference and of a ratio of two shares of statsmodels", () => {
    for (const { pair, confidence, newcombe, ratio } of reference.pairs) {
      closeInterval(newcombeInterval(...pair, confidence), newcombe, 1e-9);
      // Its own search for the ends of the ratio stops at about eight digits.
      if (ratio !== undefined) closeInterval(ratioInterval(...pair, confidence), ratio, 1e-6);
    }
  });

  it("holds the estimate and has a width, in empty and full cells too", () => {
    for (const m of [1, 3, 40])
      for (const n of [1, 5, 200])
        for (const x of [0, 1, m])
          for (const y of [0, 1, n]) {
            const [low, high] = ratioInterval(x, m, y, n, 0.95);
            if (x + y > 0) {
              const ratio = x / m / (y / n);
              expect(low).toBeLessThanOrEqual(ratio);
              expect(high).toBeGreaterThanOrEqual(ratio);
            }
            expect(low).toBeLessThan(high);
            const [from, to] = newcombeInterval(x, m, y, n, 0.95);
            expect(from).toBeLessThanOrEqual(x / m - y / n);
            expect(to).toBeGreaterThanOrEqual(x / m - y / n);
            expect(to - from).toBeGreaterThan(0);
          }
  });

  it("turns the ratio around when the groups change places", () => {
    const [low, high] = ratioInterval(7, 300, 20, 1200, 0.9);
    const [other, one] = ratioInterval(20, 1200, 7, 300, 0.9);
    close(1 / one, low, 1e-12);
    close(1 / other, high, 1e-12);
  });

  it("carries a ratio to the rest over to the ratio to the whole", () => {
    expect(partOfWholeInterval([0, Number.POSITIVE_INFINITY], 0.1)).toEqual([0, 10]);
    expect(partOfWholeInterval([1, 2], 0.5)).toEqual([1, 2 / 1.5]);
    expect(partOfWholeInterval([0, Number.POSITIVE_INFINITY], 1)).toEqual([1, 1]);
  });

  it("gives an order without a fault an interval, wide where rows are few", () => {
    const [two, many] = [aucInterval(1, 0, 2, 2, 0.95), aucInterval(1, 0, 200, 200, 0.95)];
    expect(two[1]).toBe(1);
    expect(two[0]).toBeLessThan(0.5);
    expect(many[0]).toBeGreaterThan(0.95);
    expect(aucInterval(0, 0, 2, 2, 0.95)[1]).toBeCloseTo(1 - two[0], 12);
  });

  it("comes to the interval of the estimated variance where rows are many", () => {
    const [low, high] = aucInterval(0.75, 1e-6, 50_000, 50_000, 0.95);
    close(high - low, 2 * 1.959963984540054 * 1e-3, 0.01);
  });
});
