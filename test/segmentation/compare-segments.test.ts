import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SETTINGS, simulate } from "../../scripts/simulate/compare-segments.js";
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
    // Five alike rows count as one: the standard error grows by the root of five (times n/(n-1) and Student's t of few clusters).
    const growth = Math.log(together.interval[1] / together.index) / Math.log(apart.interval[1] / apart.index);
    expect(growth).toBeGreaterThan(2.2);
    expect(growth).toBeLessThan(2.5);
  });

  it("hides people of fewer than thirty, and what would give them away, and keeps the finding", () => {
    const found = compareSegments({ population: labels(500, 300, 40), customers: labels(100, 60, 20) });
    const text = found.toText().split("\n");
    const cells = (line: string): string[] => line.split(/ {2,}/);
    expect(cells(text[1]!).slice(0, 2)).toEqual(["0", "0.93"]);
    // 80 of 180 customers are hidden in both; the smaller has 1 to 29 of them, so the larger 51 to 79 of 180 where people are 300 of 840.
    expect(cells(text[2]!)).toEqual(["1", "0.78 to 1.24", "–", "–", "35.7 %", "–", "–"]);
    expect(text[3]).toMatch(/^─+$/);
    expect(cells(text[4]!)).toEqual(["set aside", "below 3.50", "–", "< 30", "4.8 %", "–", "–"]);
    expect(found.toText()).toContain("– fewer than 30 people, or what would give such a number away.");
    const all = compareSegments({ population: labels(500, 300, 40), customers: labels(100, 60, 20), minimum: 1 });
    expect(all.toText()).not.toContain("–");
    expect(found.toText("operator")).toBe(all.toText());
    expect(found.segments).toEqual(all.segments);
  });

  it("hides in JSON and in the Table what it hides in text", () => {
    const found = compareSegments({ population: labels(500, 300, 40), customers: labels(100, 60, 20) });
    const shared = JSON.parse(JSON.stringify(found)) as { segments: Record<string, unknown>[] };
    const [open, next, aside] = shared.segments;
    expect(open).toMatchObject({ customers: 100, population: 500 });
    // The share of the rows kept would tell how many were not.
    expect(open!["kept"]).toBeUndefined();
    for (const row of [next!, aside!])
      for (const name of [
        "customers",
        "customerShare",
        "index",
        "interval",
        "difference",
        "chiSquared",
        "p",
        "adjustedP",
        "penetration",
      ])
        expect(row[name]).toBeNull();
    expect(aside!["finding"]).toBe("customers < 30, index below 3.50");
    const table = found.toTable();
    expect(table.getChild("customers")!.toJSON()).toEqual([100, null, null]);
    expect(table.getChild("finding")!.get(2)).toBe("customers < 30, index below 3.50");
    expect(found.toTable("operator").getChild("customers")!.toJSON()).toEqual([100, 60, 20]);
  });

  it("hides no cell from which a reader could tell a small one, whatever the counts", () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.tuple(fc.nat(200), fc.nat(90)), { minLength: 2, maxLength: 7 })
          .filter((counts) => counts.some(([a]) => a > 0) && counts.some(([, b]) => b > 0)),
        (counts) => {
          const found = compareSegments({
            population: labels(...counts.map(([a]) => a), 0),
            customers: labels(...counts.map(([, b]) => b), 0),
          });
          for (const name of ["population", "customers"] as const) {
            const shown = found.shared().segments.map((row) => row[name]);
            const hidden = found.segments.flatMap((row, s) => (shown[s] === null ? [row[name]] : []));
            for (const count of shown) if (count !== null) expect(count === 0 || count >= 30).toBe(true);
            const small = hidden.filter((count) => count < 30);
            if (small.length === 0 || hidden.length === counts.filter((_, s) => found.segments[s]?.[name]).length)
              continue;
            // Of the sum, which a reader knows, every small cell may have 1 to 29 people.
            const rest =
              hidden.reduce((sum, count) => sum + count, 0) - (small.length - 1) - 30 * (hidden.length - small.length);
            expect(rest).toBeGreaterThanOrEqual(29);
          }
          for (const [s, row] of found.shared().segments.entries()) {
            const { index } = found.segments[s]!;
            if (row.bounds === undefined) continue;
            expect(row.bounds[0]).toBeLessThanOrEqual(index * (1 + 1e-9));
            expect(row.bounds[1]).toBeGreaterThanOrEqual(index * (1 - 1e-9));
          }
        },
      ),
    );
  });

  it("has figures over the rows kept beside those over all rows", () => {
    const [first, , aside] = compareSegments({
      population: labels(30, 50, 20),
      customers: labels(40, 25, 15),
    }).segments;
    const kept = compareSegments({ population: labels(30, 50, 0), customers: labels(40, 25, 0) }).segments;
    expect(first!.kept).toEqual(
      (({ populationShare, customerShare, difference, index, interval }) => ({
        populationShare,
        customerShare,
        difference,
        index,
        interval,
      }))(kept[0]!),
    );
    expect([first!.kept!.index, aside!.kept]).toEqual([40 / 65 / (30 / 80), undefined]);
    expect([first!.index100, first!.expected, first!.penetration]).toEqual([100 * first!.index, 24, 40 / 30]);
  });

  it("takes counts for labels", () => {
    const counted = compareSegments({
      population: new Map([
        [0, 30],
        [1, 50],
        [null, 20],
      ]),
      customers: new Map([
        [0, 40],
        [1, 25],
        [null, 15],
      ]),
      overlap: "none",
    });
    expect(counted.segments).toEqual(comparison.segments);
    expect(() => compareSegments({ population: new Map([[0, 0.5]]), customers: [0] })).toThrow(
      "population has 0.5 rows of segment 0",
    );
  });

  it("takes weights for rows: equal ones change nothing, and unequal ones widen intervals", () => {
    const files = { population: labels(300, 500, 0), customers: labels(80, 70, 0) };
    const plain = compareSegments(files).segments[0]!;
    const weighed = (weights: (i: number) => number) =>
      compareSegments({
        ...files,
        weights: {
          population: Array.from(files.population, (_, i) => weights(i)),
          customers: Array.from(files.customers, (_, i) => weights(i)),
        },
      }).segments[0]!;
    const equal = weighed(() => 3);
    expect(equal.index).toBeCloseTo(plain.index, 12);
    expect(equal.customers).toBe(80);
    expect(equal.interval[1]).toBeCloseTo(plain.interval[1], 1);
    const spread = weighed((i) => (i % 2 === 0 ? 1 : 9));
    const width = ({ interval: [low, high] }: typeof plain): number => Math.log(high / low);
    // Weights of 1 and 9 make 41 rows of what 25 rows that weigh alike say.
    expect(Math.abs(width(spread) / width(plain) - Math.sqrt(41 / 25))).toBeLessThan(0.02);
    const twice = weighed((i) => (i < 300 ? 2 : 1));
    expect(twice.populationShare).toBeCloseTo(600 / 1100, 12);
  });

  it("compares several customer groups at once, and lets nothing of the small ones be had from the others", () => {
    const customers = labels(200, 100, 0);
    const groups = customers.map((_, i) => (i % 20 === 0 ? "wine" : "books"));
    const found = compareSegments({ population: labels(500, 500, 0), customers, groups, overlap: "none" });
    expect(found.groups.map(({ group, customerRows }) => [group, customerRows])).toEqual([
      ["books", 285],
      ["wine", 15],
    ]);
    const books = compareSegments({
      population: labels(500, 500, 0),
      customers: customers.filter((_, i) => groups[i] === "books"),
      overlap: "none",
    });
    expect(found.groups[0]!.segments.map((row) => row.index)).toEqual(books.segments.map((row) => row.index));
    // Wine has 10 and 5 customers: books, which are the rest of 200 and 100, would tell them.
    const shown = found.shared().groups.map((group) => group.segments.map((row) => row.customers));
    expect(shown).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(found.toText()).toContain("Customer group wine: 15 rows");
    expect(found.toTable().getChild("group")!.toJSON()).toEqual([null, null, "books", "books", "wine", "wine"]);
  });

  it("calls next to nothing notable where labels are random, and what is large and sure where they are not", () => {
    const random = new Random(3);
    const draw = (rows: number): number[] => Array.from({ length: rows }, () => random.below(6));
    let notable = 0;
    for (let trial = 0; trial < 40; trial++) {
      const { segments } = compareSegments({ population: draw(1500), customers: draw(300), overlap: "none" });
      notable += segments.filter((row) => row.notable).length;
    }
    // Of 240 segments without any difference.
    expect(notable).toBeLessThanOrEqual(4);
    const real = compareSegments({ population: labels(3000, 7000, 0), customers: labels(600, 400, 0) });
    expect(real.segments.map((row) => row.notable)).toEqual([true, true]);
    // Sure, and of no matter: the interval reaches into 0.9 to 1.1.
    const sure = compareSegments({ population: labels(300000, 700000, 0), customers: labels(32000, 68000, 0) });
    expect([sure.segments[0]!.p < 1e-6, sure.segments[0]!.notable]).toEqual([true, false]);
  });

  it("holds every estimate in its interval, and bounds empty and full cells as exact intervals nearly do", () => {
    const [none, full] = compareSegments({
      population: labels(80, 920, 0),
      customers: labels(0, 60, 0),
      overlap: "none",
    }).segments;
    expect(none!.interval[0]).toBe(0);
    // Exact bounds of 0 in 60 give 0.745 where 8 % are known without error.
    expect(none!.interval[1]).toBeGreaterThan((1 - 0.025 ** (1 / 60)) / 0.08 - 0.05);
    expect(none!.interval[1]).toBeLessThan(0.95);
    expect(full!.interval[0]).toBeLessThan(full!.index);
    expect(full!.interval[1]).toBeGreaterThan(full!.index);
    for (const overlap of ["none", "contained"] as const)
      for (const customers of [labels(80, 0, 0), labels(0, 60, 0), labels(80, 60, 0), labels(1, 0, 0)])
        for (const { index, interval } of compareSegments({ population: labels(80, 920, 0), customers, overlap })
          .segments) {
          expect(interval[0]).toBeLessThanOrEqual(index);
          expect(interval[1]).toBeGreaterThanOrEqual(index);
          expect(interval[1]).toBeGreaterThan(interval[0]);
        }
  });

  it("tests by the clusters that it counts intervals by: one household of eight is one", () => {
    const eight = (counts: readonly number[]): { labels: (number | null)[]; cluster: number[] } => {
      const of = labels(...counts, 0).flatMap((segment) => new Array<number | null>(8).fill(segment));
      return { labels: of, cluster: of.map((_, i) => Math.floor(i / 8)) };
    };
    const [a, b] = [eight([120, 180]), eight([36, 84])];
    const together = compareSegments({
      population: a.labels,
      customers: b.labels,
      overlap: "none",
      cluster: { population: a.cluster, customers: b.cluster },
    });
    const single = compareSegments({ population: labels(120, 180, 0), customers: labels(36, 84, 0), overlap: "none" });
    const apart = compareSegments({ population: a.labels, customers: b.labels, overlap: "none" });
    expect(apart.segments[0]!.p).toBeLessThan(1e-6);
    expect(Math.abs(together.segments[0]!.p - single.segments[0]!.p)).toBeLessThan(0.01);
    expect(Math.abs(together.p - single.p)).toBeLessThan(0.01);
    // The design effect is one of variances that are not pooled.
    expect(Math.abs(together.chiSquared / single.chiSquared - 1)).toBeLessThan(0.1);
    expect(together.cramersV).toBeCloseTo(single.cramersV, 12);
    // Nobody of 120 customers in a segment: no variance of its own, and yet no certainty.
    const nobody = eight([0, 15]);
    const empty = compareSegments({
      population: a.labels,
      customers: nobody.labels,
      overlap: "none",
      cluster: { population: a.cluster, customers: nobody.cluster },
    }).segments[0]!;
    expect(empty.interval[1]).toBeGreaterThan(0.3);
    expect(empty.p).toBeGreaterThan(1e-4);
  });

  it("has p-values and intervals of clusters that are right as often as they say", () => {
    for (const setting of SETTINGS.filter(({ name }) => name.startsWith("households"))) {
      const { coverage, rejected, rejectedWhole } = simulate(setting, 80, 5);
      // Three standard errors of 80 trials.
      expect(coverage).toBeGreaterThan(0.95 - 0.075);
      expect(rejected).toBeLessThan(0.05 + 0.075);
      expect(rejectedWhole).toBeLessThan(0.05 + 0.075);
    }
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
    expect(() => compareSegments({ population: [0], customers: [0], confidence: 2 })).toThrow(
      "expected a number between 0 and 1, got 2",
    );
  });
});
