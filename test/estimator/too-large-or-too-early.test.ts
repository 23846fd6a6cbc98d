import { describe, expect, it } from "vitest";
import { GaussianMixture, Imputer, KMeans, LogisticRegression, PCA, Scaler, type Warning } from "../../src/index.js";

const rows = 120;
const x = Array.from({ length: rows }, (_, i) => [((i * 7) % 11) - 5, (i * 3) % 7, ((i * i) % 13) / 13]);
const y = x.map(([a, b]) => (a! + b! > 2 ? 1 : 0));

describe("Values whose squares no number holds", () => {
  const large = x.map(([a, ...others]) => [a! * 1e200, ...others]);
  const told = 'column "x0" has values whose squares are too large for numbers. Divide it by a constant before';

  it("are refused by column where they would have made answers of nothing", async () => {
    await expect(new Scaler().fit(large)).rejects.toThrow(told);
    await expect(new PCA({ components: 2 }).fit(large)).rejects.toThrow(told);
    await expect(new LogisticRegression().fit(large, y)).rejects.toThrow(told);
    await expect(new KMeans({ clusters: 2 }).fit(large)).rejects.toThrow("too large for numbers");
  });

  it("are scaled by what takes no squares", async () => {
    const fitted = await new Scaler({ method: "minMax" }).fit(large);
    const first = Float64Array.from(fitted.transform(large).toRows(), ([value]) => value!);
    expect([Math.min(...first), Math.max(...first)]).toEqual([0, 1]);
    expect(first[3]).toBeCloseTo((x[3]![0]! + 5) / 10, 12);
  });
});

describe("Iterations that end before they come to rest", () => {
  const gaps = x.map((row, i) => row.map((value, j) => ((i + j) % 6 === 0 ? Number.NaN : value)));
  const heard = async (fit: (onWarning: (warning: Warning) => void) => Promise<unknown>): Promise<string[]> => {
    const warnings: Warning[] = [];
    await fit((warning) => warnings.push(warning));
    return warnings.filter(({ code }) => code === "NOT_CONVERGED").map(({ where }) => where);
  };
  const CASES = {
    "LogisticRegression.fit": (maxIterations: number) => (onWarning: (warning: Warning) => void) =>
      new LogisticRegression({ maxIterations }).fit(x, y, { onWarning }),
    "Imputer.fit": (maxIterations: number) => (onWarning: (warning: Warning) => void) =>
      new Imputer({ strategy: "iterative", maxIterations }).fit(gaps, { onWarning }),
    "GaussianMixture.fit": (maxIterations: number) => (onWarning: (warning: Warning) => void) =>
      new GaussianMixture({ clusters: 3, maxIterations }).fit(x, { onWarning }),
  };

  it.each(Object.entries(CASES))("are told: %s", async (where, fit) => {
    expect(await heard(fit(1))).toEqual([where]);
    expect(await heard(fit(1000))).toEqual([]);
  });
});
