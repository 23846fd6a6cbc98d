import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  compareMissing,
  compareSegments,
  driftReport,
  Imputer,
  missingReport,
  profileSegments,
  Schema,
  type Source,
  type StopOptions,
  splitRows,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { testCategories, testDistributions } from "../../src/segmentation/sample-tests.js";
import { tableOfColumns } from "../../src/testing/example-table.js";
import { fixture } from "../reference.js";

const samples = fixture<{
  distributions: { a: number[]; b: number[]; statistic: number; p: number }[];
  categories: { a: number[]; b: number[]; p: number; cramersV: number }[];
}>("samples");

function countedValues(sample: readonly number[]) {
  const values = Float64Array.from(new Set(sample)).sort();
  return {
    values,
    weights: values.map((value) => sample.filter((one) => one === value).length),
    missing: 0,
    infinite: 0,
  };
}

const N = 400;
/** A in full, B and C missing together in every fifth row, D in the first 40; people of the first 100 rows are older and live in towns. */
const people = tableOfColumns([
  ["LNR", Array.from({ length: N }, (_, i) => i)],
  ["AGE", Array.from({ length: N }, (_, i) => (i < 100 ? 40 : 20) + (i % 25))],
  ["ZONE", Array.from({ length: N }, (_, i) => (i < 100 || i % 10 === 0 ? "town" : "country"))],
  ["EVEN", Array.from({ length: N }, (_, i) => i % 7)],
  ["B", Array.from({ length: N }, (_, i) => (i < 100 ? null : i % 3))],
  ["C", Array.from({ length: N }, (_, i) => (i < 100 ? null : i % 4))],
  ["D", Array.from({ length: N }, (_, i) => (i < 100 || i > 390 ? null : i % 5))],
]);

describe("Tests of two samples", () => {
  // Both p-values are approximations for many rows: SciPy's by the distribution of the one-sample distance at the effective size, ours by
  // its limit with M. Stephens' correction. They differ by a few per cent of themselves.
  it.each(samples.distributions)(
    "give SciPy's Kolmogorov-Smirnov distance, and its p-value nearly ($p)",
    ({ a, b, statistic, p }) => {
      const found = testDistributions(countedValues(a), countedValues(b))!;
      expect(found.effect).toBeCloseTo(statistic, 12);
      expect(Math.abs(found.p - p)).toBeLessThan(Math.max(1e-12, 0.05 * p));
    },
  );

  it.each(samples.categories)("give SciPy's chi-squared p-value and Cramér's V ($p)", ({ a, b, p, cramersV }) => {
    const found = testCategories(countedValues(a), countedValues(b))!;
    expect(found.p).toBeCloseTo(p, 10);
    expect(found.effect).toBeCloseTo(cramersV, 12);
  });
});

describe("splitRows", () => {
  it("sets sparse rows aside, loses none, and says which columns that biases, by how much", () => {
    const known = new Schema().with({ LNR: { role: "id" } }).attach(people);
    const split = splitRows(known, { maxMissing: 0.4 });
    expect([split.kept.numRows, split.aside.numRows]).toEqual([300, 100]);
    expect([...split.keptRows, ...split.asideRows].sort((a, b) => a - b)).toEqual(
      Array.from({ length: N }, (_, i) => i),
    );
    expect(Schema.of(split.kept).column("LNR").role).toBe("id");
    expect(split.kept.getChild("LNR")!.get(0)).toBe(100);
    // B, C and D are not known of any row set aside, so there is nothing to compare.
    expect(split.bias.map(({ column }) => column)).toEqual(["ZONE", "AGE", "EVEN"]);
    const [zone, age, even] = split.bias;
    // 130 of 400 live in towns, and 30 of the 300 that are kept.
    expect(zone).toMatchObject({
      test: "chiSquared",
      shift: expect.closeTo(130 / 400 - 30 / 300, 12),
      rows: [300, 100],
    });
    expect(age).toMatchObject({ test: "kolmogorovSmirnov", effect: expect.closeTo(0.8, 1) });
    expect(even!.adjustedP).toBeGreaterThan(0.5);
    expect(split.biased).toEqual(["ZONE", "AGE"]);
    expect(split.toText()).toContain("400 rows = 300 kept + 100 set aside (more than 40 % missing).");
    expect(split.toTable().numRows).toBe(3);
  });

  it("lets rows set aside be a segment of their own", () => {
    const split = splitRows(people, { maxMissing: 0.4 });
    const labels = split.labels(Array.from(split.keptRows, (row) => row % 2));
    const comparison = compareSegments({ population: labels, customers: labels, overlap: "none" });
    expect(comparison.segments.map(({ segment, population }) => [segment, population])).toEqual([
      [0, 150],
      [1, 150],
      [null, 100],
    ]);
    expect(() => split.labels([1])).toThrow(
      "splitRows.labels: got 1 label for 300 kept rows. Give one label a kept row, in their order.",
    );
  });

  it("keeps all rows where none is sparse, and refuses to keep none", () => {
    const all = splitRows(people, { maxMissing: 1 });
    expect([all.kept.numRows, all.aside.numRows, all.bias]).toEqual([N, 0, []]);
    expect(all.toText()).toContain("Nothing could be compared");
    expect(() => splitRows(parseCsv("A,B\n,\n,\n"), { maxMissing: 0.5 })).toThrow(
      "splitRows: every row misses more than 50 % of its columns. Raise maxMissing, or leave out columns that are mostly missing first.",
    );
    expect(() => splitRows(people, { maxMissing: 2 })).toThrow("expected a share from 0 to 1, got 2");
  });

  it("calls hardly any column biased where rows are sparse by chance", () => {
    const numbers = new Random(11);
    const random = (): number => numbers.uniform();
    const sparse = Array.from({ length: 2000 }, () => random() < 0.3);
    const columns = Array.from({ length: 40 }, (_, j): [string, (number | null)[]] => [
      `X${j}`,
      sparse.map((gone) => (gone && random() < 0.7 ? null : Math.floor(random() * 6))),
    ]);
    const split = splitRows(tableOfColumns(columns), { maxMissing: 0.5 });
    expect(split.bias.length).toBe(40);
    expect(split.biased).toEqual([]);
  });
});

describe("missingReport and compareMissing", () => {
  it("report by column, by row and by blocks that are missing together, as values, text and Table", () => {
    const report = missingReport(people);
    expect(report.columns.slice(0, 3)).toEqual([
      { column: "D", share: 109 / 400 },
      { column: "B", share: 0.25 },
      { column: "C", share: 0.25 },
    ]);
    expect(report.blocks).toEqual([{ columns: ["B", "C"], share: 0.25 }]);
    expect(report.rows[0]).toBeCloseTo(3 / 7, 12);
    expect(report.toText()).toContain('2 columns missing together in 25.0 % of rows: "B" and "C".');
    expect(
      report
        .toTable()
        .toArray()
        .map((row) => row.toJSON())
        .slice(0, 3),
    ).toEqual([
      { column: "D", share: 109 / 400, block: null },
      { column: "B", share: 0.25, block: 1 },
      { column: "C", share: 0.25, block: 1 },
    ]);
  });

  it("compare two files, by columns that both have", () => {
    const kept = splitRows(people, { maxMissing: 0.4 });
    const comparison = compareMissing(kept.kept, kept.aside.select(["LNR", "AGE", "B", "D"]));
    expect(comparison.rows).toEqual([300, 100]);
    expect(comparison.columns.map(({ column, shares }) => [column, shares])).toEqual([
      ["B", [0, 1]],
      ["D", [9 / 300, 1]],
      ["LNR", [0, 0]],
      ["AGE", [0, 0]],
    ]);
    expect(comparison.columns[0]!.adjustedP).toBeLessThan(1e-20);
    expect(comparison.columns[3]!.adjustedP).toBe(1);
    expect(comparison.onlyIn).toEqual([["ZONE", "EVEN", "C"], []]);
    expect(comparison.sparseRows).toEqual([0, 0]);
    expect(comparison.toText().split("\n")[0]).toBe(
      "Missing shares differ by more than chance in 2 columns of 4; most in B 0.0 % against 100.0 %, D 3.0 % against 100.0 %.",
    );
    expect(comparison.toTable().numRows).toBe(4);
  });
});

describe("reports of a Source", () => {
  it("stop at a signal between its batches, with its reason", async () => {
    const labels = Array.from({ length: 2 * N }, (_, i) => i % 2);
    const reports: readonly ((source: Source, options: StopOptions) => Promise<object>)[] = [
      missingReport,
      (source, options) => compareMissing(people, source, options),
      (source, options) => driftReport(fitted, source, options),
      (source, options) => profileSegments(source, labels, options),
    ];
    const fitted = await new Imputer().fit(people);
    for (const report of reports) {
      const stop = new AbortController();
      let read = 0;
      const source: Source = {
        *open() {
          for (; read < 2; read++) {
            yield people;
            stop.abort(new Error("enough"));
          }
        },
      };
      await expect(report(source, { signal: stop.signal })).rejects.toThrow("enough");
      expect(read).toBe(1);
    }
  });

  it("do not begin where the signal came before, in memory too", () => {
    const signal = AbortSignal.abort(new Error("never"));
    expect(() => missingReport(people, { signal })).toThrow("never");
    expect(() => compareMissing(people, people, { signal })).toThrow("never");
    expect(() => profileSegments(people, new Array(N).fill(0), { signal })).toThrow("never");
  });
});
