import { describe, expect, it } from "vitest";
import {
  benjaminiHochberg,
  chiSquaredSurvival,
  kolmogorovSmirnovSurvival,
  logGamma,
  normalCdf,
  normalQuantile,
} from "../../../../src/engine/numeric/statistics/index.js";

/** Relative difference. */
const off = (got: number, expected: number): number => Math.abs(got - expected) / Math.abs(expected);

describe("engine/numeric/statistics", () => {
  it("agrees with published values", () => {
    // Closed forms: the survival of 2 degrees of freedom is e^(-x/2); ln gamma(n) is a factorial; quantiles from tables.
    expect(off(chiSquaredSurvival(7, 2), Math.exp(-3.5))).toBeLessThan(1e-13);
    expect(off(chiSquaredSurvival(3.841458820694124, 1), 0.05)).toBeLessThan(1e-12);
    expect(off(chiSquaredSurvival(18.307038053275146, 10), 0.05)).toBeLessThan(1e-12);
    expect(off(logGamma(11), Math.log(3628800))).toBeLessThan(1e-13);
    expect(off(logGamma(0.5), Math.log(Math.sqrt(Math.PI)))).toBeLessThan(1e-13);
    expect(off(normalQuantile(0.975), 1.959963984540054)).toBeLessThan(1e-13);
    expect(off(normalQuantile(1e-10), -6.361340902404056)).toBeLessThan(1e-12);
    expect(off(normalCdf(-1), 0.15865525393145705)).toBeLessThan(1e-13);
    expect(off(kolmogorovSmirnovSurvival(1.358 / Math.sqrt(5e5), 1e6, 1e6), 0.05)).toBeLessThan(0.01);
  });

  it("takes the quantile as the inverse of the cdf", () => {
    for (const p of [1e-6, 0.01, 0.3, 0.5, 0.77, 0.999])
      expect(off(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-12);
  });

  it("adjusts p-values step by step from the largest", () => {
    const adjusted = [...benjaminiHochberg([0.01, 0.02, 0.03, 0.5])];
    [0.04, 0.04, 0.04, 0.5].forEach((expected, i) => {
      expect(adjusted[i]).toBeCloseTo(expected, 12);
    });
  });
});
