import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { compareSegments } from "../../src/index.js";

/** Labels with so many rows of each segment; the last count is of rows set aside. */
function labels(...counts: number[]): (number | null)[] {
  return counts.flatMap((count, s) => new Array<number | null>(count).fill(s === counts.length - 1 ? null : s));
}

describe("compareSegments", () => {
  const comparison = compareSegments({
    population: labels(30, 50, 20),
    customers: labels(40, 25, 15),
    overlap: "none",
  });

  it("counts every row, those set aside as a segment of their own, last", () => {
    expect(comparison.segments.map((row) => row.segment)).toEqual([0, 1, null]);
    expect(comparison.segments.map((row) => row.population)).toEqual([30, 50, 20]);
    expect(comparison.segments.map((row) => row.customers)).toEqual([40, 25, 15]);
    expect(comparison.populationRows).toBe(100);
    expect(comparison.customerRows).toBe(80);
  });

  // Figures of SciPy 1.16: stats.chi2_contingency without correction, stats.contingency.relative_risk.
  it("agrees with SciPy on ratios, intervals and chi-squared", () => {
    const [first, second, aside] = comparison.segments;
    expect(first!.index).toBeCloseTo(1.6666666666666667, 12);
    expect(first!.interval[0]).toBeCloseTo(1.1500557614958573, 9);
    expect(first!.interval[1]).toBeCloseTo(2.4153418214824396, 9);
    expect(second!.interval[0]).toBeCloseTo(0.427607729804051, 9);
    expect(aside!.interval[1]).toBeCloseTo(1.710708387631116, 9);
    expect(first!.chiSquared).toBeCloseTo(7.480519480519477, 9);
    expect(second!.chiSquared).toBeCloseTo(6.428571428571432, 9);
    expect(comparison.chiSquared).toBeCloseTo(8.35714285714286, 9);
    expect(comparison.p).toBeCloseTo(0.015320378195693443, 9);
    expect(comparison.degrees).toBe(2);
    expect(comparison.cramersV).toBeCloseTo(Math.sqrt(8.35714285714286 / 180), 12);
  });

  it("adjusts p-values for the number of segments, never downwards", () => {
    for (const row of comparison.segments) expect(row.adjustedP).toBeGreaterThanOrEqual(row.p);
  });

  it("has shares that sum to one and differences that sum to none, whatever the counts", () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.tuple(fc.nat(40), fc.nat(40)), { minLength: 1, maxLength: 6 })
          .filter((counts) => counts.some(([a]) => a > 0) && counts.some(([, b]) => b > 0)),
        (counts) => {
          const { segments } = compareSegments({
            population: labels(...counts.map(([a]) => a), 0),
            customers: labels(...counts.map(([, b]) => b), 0),
          });
          const sum = (pick: (row: (typeof segments)[number]) => number): number =>
            segments.reduce((total, row) => total + pick(row), 0);
          expect(sum((row) => row.populationShare)).toBeCloseTo(1, 12);
          expect(sum((row) => row.customerShare)).toBeCloseTo(1, 12);
          expect(sum((row) => row.difference)).toBeCloseTo(0, 12);
          for (const { index, interval } of segments)
            if (Number.isFinite(index) && index > 0) {
              expect(interval[0]).toBeLessThanOrEqual(index * (1 + 1e-12));
              expect(interval[1]).toBeGreaterThanOrEqual(index * (1 - 1e-12));
            }
        },
      ),
    );
  });

  /** How often the interval of segment 0 holds the true ratio. 400 trials of a 95 % interval: 0.95 ± 0.033 at three standard errors. */
  function coverage(
    overlap: "none" | "contained",
    draw: (random: Random) => { population: number[]; customers: number[] },
    truth: number,
  ): number {
    const random = new Random(7);
    let hits = 0;
    for (let trial = 0; trial < 400; trial++) {
      const { interval } = compareSegments({ ...draw(random), overlap }).segments[0]!;
      if (interval[0] <= truth && truth <= interval[1]) hits++;
    }
    return hits / 400;
  }

  it("has intervals that hold the true index as often as they say, for separate samples", () => {
    const draw = (random: Random) => ({
      population: Array.from({ length: 800 }, () => (random.uniform() < 0.3 ? 0 : 1)),
      customers: Array.from({ length: 400 }, () => (random.uniform() < 0.45 ? 0 : 1)),
    });
    expect(Math.abs(coverage("none", draw, 1.5) - 0.95)).toBeLessThan(0.033);
  });

  it("has intervals that hold the true index as often as they say, for customers who are part of the population", () => {
    const draw = (random: Random) => {
      const customers = Array.from({ length: 400 }, () => (random.uniform() < 0.45 ? 0 : 1));
      const others = Array.from({ length: 600 }, () => (random.uniform() < 0.2 ? 0 : 1));
      return { customers, population: [...customers, ...others] };
    };
    expect(Math.abs(coverage("contained", draw, 0.45 / (0.4 * 0.45 + 0.6 * 0.2)) - 0.95)).toBeLessThan(0.033);
  });

  it("widens intervals where rows of a household are alike", () => {
    const population = labels(60, 60, 0);
    const customers = labels(30, 20, 0);
    const households = (rows: number): number[] => Array.from({ length: rows }, (_, i) => Math.floor(i / 5));
    const apart = compareSegments({ population, customers }).segments[0]!;
    const together = compareSegments({
      population,
      customers,
      cluster: { population: households(120), customers: households(50) },
    }).segments[0]!;
    expect(together.index).toBe(apart.index);
    // Five alike rows count as one: the standard error grows by the root of five (times n/(n-1) of few clusters).
    const growth = Math.log(together.interval[1] / together.index) / Math.log(apart.interval[1] / apart.index);
    expect(growth).toBeGreaterThan(2.2);
    expect(growth).toBeLessThan(2.4);
  });

  it("shows no figure of fewer than thirty people, nor what would give it away", () => {
    const found = compareSegments({ population: labels(500, 300, 40), customers: labels(100, 60, 20) });
    const rows = found
      .toText()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(rows[1]!.slice(0, 2)).toEqual(["0", "0.93"]);
    expect(rows[2]).toEqual(["1", "–", "–", "–", "35.7 %", "–", "–"]);
    expect(rows[3]).toEqual(["set aside", "–", "–", "–", "4.8 %", "–", "–"]);
    expect(found.toText()).toContain("– fewer than 30 people, or what would give such a number away.");
    const all = compareSegments({ population: labels(500, 300, 40), customers: labels(100, 60, 20), minimum: 1 });
    expect(all.toText()).not.toContain("–");
    expect(found.segments).toEqual(all.segments);
  });

  it("says what was not declared", () => {
    const notes = compareSegments({ population: [0, 1], customers: [0] }).notes.join(" ");
    expect(notes).toContain("was not said");
    expect(notes).toContain("taken as independent");
    expect(comparison.toText()).toContain("set aside");
  });

  it("refuses empty files, impossible overlaps and clusters of another length", () => {
    expect(() => compareSegments({ population: [], customers: [0] })).toThrow("population has no rows");
    expect(() => compareSegments({ population: [0, 1], customers: [0, 0], overlap: "contained" })).toThrow(
      'segment 0 has 2 customers and 1 rows of the population, and overlap is "contained"',
    );
    expect(() =>
      compareSegments({ population: [0, 1], customers: [0], cluster: { population: [1], customers: [1] } }),
    ).toThrow("cluster has 1 values for 2 rows");
    expect(() => compareSegments({ population: [0], customers: [0], confidence: 2 })).toThrow("confidence is 2");
  });
});
