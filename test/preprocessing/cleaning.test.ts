import { describe, expect, it } from "vitest";
import {
  ColumnFilter,
  DataDictionary,
  DropSparseRows,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  load,
  Pipeline,
  Schema,
  UnknownCodes,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";
import { fixture } from "../reference.js";

const { associations } = fixture<{ associations: { a: number[]; b: number[]; cramersV: number }[] }>("samples");

const dictionary = new DataDictionary([
  {
    name: "AGE",
    numeric: false,
    values: [
      { code: "-1", meaning: "unknown", kind: "unknown" },
      { code: "0", meaning: "no activity", kind: "noActivity" },
      { code: "1", meaning: "young" },
    ],
  },
  { name: "ZONE", numeric: false, values: [{ code: "X", meaning: "unknown", kind: "unknown" }] },
]);
const table = parseCsv("AGE,ZONE,SUM\n1,A,1.5\n-1,X,2.5\n0,B,9\n1,X,\n");
const rows = (result: { toArray(): { toJSON(): unknown }[] }): unknown[] => result.toArray().map((row) => row.toJSON());

describe("UnknownCodes", () => {
  it("makes the dictionary's unknown codes missing, and keeps what says that there was nothing", async () => {
    const fitted = await new UnknownCodes({ dictionary, codes: { SUM: [9] } }).fit(table);
    expect(rows(fitted.transform(table))).toEqual([
      { AGE: 1, ZONE: "A", SUM: 1.5 },
      { AGE: null, ZONE: null, SUM: 2.5 },
      { AGE: 0, ZONE: "B", SUM: null },
      { AGE: 1, ZONE: null, SUM: null },
    ]);
    expect(fitted.counts).toEqual([
      { column: "AGE", code: "-1", rows: 1 },
      { column: "ZONE", code: "X", rows: 2 },
      { column: "SUM", code: "9", rows: 1 },
    ]);
  });

  it("may take no activity for missing, too", async () => {
    const fitted = await new UnknownCodes({ dictionary, noActivity: "null" }).fit(table);
    expect(rows(fitted.transform(table)).map((row) => (row as { AGE: unknown }).AGE)).toEqual([1, null, null, 1]);
  });

  it("knows codes that come first in a later table, and leaves the encoder nothing to see", async () => {
    const clean = parseCsv("AGE,ZONE\n1,A\n1,X\n");
    const pipeline = new Pipeline([
      ["unknown", new UnknownCodes({ dictionary })],
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
    ]);
    const fitted = await pipeline.fit(clean);
    expect(fitted.outputColumns).toEqual(["AGE", "ZONE=A"]);
    expect(fitted.transform(parseCsv("AGE,ZONE\n-1,X\n")).toRows()).toEqual([[1, 1]]);
    const again = load(JSON.stringify(fitted), { as: pipeline });
    expect(again.transform(clean).toRows()).toEqual(fitted.transform(clean).toRows());
    expect(Array.from(fitted.row("transform")({ AGE: -1, ZONE: "X" }))).toEqual([1, 1]);
  });

  it("refuses codes for a column that is not there", async () => {
    await expect(new UnknownCodes({ codes: { NOPE: [1] } }).fit(table)).rejects.toThrow('codes are given for "NOPE"');
  });
});

describe("ColumnFilter", () => {
  const N = 100;
  const wide = FeatureMatrix.fromColumns({
    good: Array.from({ length: N }, (_, i) => i % 7),
    gaps: Array.from({ length: N }, (_, i) => (i % 2 === 0 ? Number.NaN : i % 5)),
    same: new Array<number>(N).fill(3),
    nearly: Array.from({ length: N }, (_, i) => (i < 3 ? 1 : 0)),
    key: Array.from({ length: N }, (_, i) => i),
    twin: Array.from({ length: N }, (_, i) => -2 * (i % 7) + 1),
  });

  it("drops what says little, and lists each with its reason", async () => {
    const fitted = await new ColumnFilter({ maxMissing: 0.4, maxDistinctShare: 0.9, maxCorrelation: 0.99 }).fit(wide);
    expect(fitted.dropped).toEqual([
      { column: "gaps", reason: "missing", value: 0.5 },
      { column: "same", reason: "constant", value: 1 },
      { column: "nearly", reason: "constant", value: 0.97 },
      { column: "key", reason: "unique", value: 1 },
      { column: "twin", reason: "correlated", value: expect.closeTo(1, 12), with: "good" },
    ]);
    expect(fitted.transform(wide).columns).toEqual(["good"]);
  });

  it("drops near-constant columns by default and nothing else, and does as it is told", async () => {
    expect((await new ColumnFilter().fit(wide)).outputColumns).toEqual(["good", "gaps", "key", "twin"]);
    const told = await new ColumnFilter({ drop: ["good"], keep: ["nearly"], minDistinct: 0, maxTopShare: 1 }).fit(wide);
    expect(told.outputColumns).toEqual(["gaps", "same", "nearly", "key", "twin"]);
    expect(told.dropped).toEqual([{ column: "good", reason: "asked", value: 1 }]);
  });

  it("holds for later tables what it learned, whatever they miss", async () => {
    const fitted = await new ColumnFilter().fit(parseCsv("A,B\n1,1\n2,1\n"));
    expect(rows(fitted.transform(parseCsv("A,B\n1,1\n1,2\n,3\n")))).toEqual([{ A: 1 }, { A: 1 }, { A: null }]);
  });

  it("compares nominal codes by Cramér's V", async () => {
    const shuffled = [3, 1, 2];
    const zones = parseCsv(`A,B\n${Array.from({ length: 60 }, (_, i) => `${i % 3},${shuffled[i % 3]}`).join("\n")}\n`);
    const nominal = Schema.infer(zones)
      .with({ A: { level: "nominal" } })
      .attach(zones);
    const fitted = await new ColumnFilter({ maxCorrelation: 0.95 }).fit(nominal);
    expect(fitted.dropped).toEqual([{ column: "B", reason: "correlated", value: expect.closeTo(1, 12), with: "A" }]);
    // As numbers 0, 1, 2 against 3, 1, 2 correlate at -0.5 alone.
    expect((await new ColumnFilter({ maxCorrelation: 0.95 }).fit(zones)).dropped).toEqual([]);
  });

  it.each(associations)("gives SciPy's Cramér's V: $cramersV", async ({ a, b, cramersV }) => {
    const names = ["A", "B"].map((name, k): [string, string[]] => [name, [a, b][k]!.map((code) => `z${code}`)]);
    const filter = new ColumnFilter({ maxCorrelation: 0 });
    const { dropped } = await filter.fit(tableOfColumns(names));
    expect(dropped).toEqual([{ column: "B", reason: "correlated", value: expect.closeTo(cramersV, 12), with: "A" }]);
  });

  it("refuses to drop everything, and names that are not there", async () => {
    await expect(new ColumnFilter().fit([[1], [1]])).rejects.toThrow("every column would be dropped");
    await expect(new ColumnFilter({ keep: ["zz"] }).fit(wide)).rejects.toThrow('name "zz", which the data lack');
  });
});

describe("DropSparseRows", () => {
  it("keeps sparse rows out of learning, with their target and weights, and in every answer", async () => {
    const nan = Number.NaN;
    const people = FeatureMatrix.from(
      [
        [1, 1, 1],
        [3, 3, nan],
        [nan, nan, 100],
        [nan, 5, 5],
      ],
      ["a", "b", "c"],
    );
    const fitted = await new Pipeline([
      ["sparse", new DropSparseRows({ maxMissing: 0.5 })],
      ["impute", new Imputer({ strategy: "mean" })],
    ]).fit(people);
    expect(fitted.transform(people).toRows()).toEqual([
      [1, 1, 1],
      [3, 3, 3],
      [2, 3, 100],
      [2, 5, 5],
    ]);
    expect(fitted.steps.sparse).toBeUndefined();
    const stricter = await new Pipeline([
      ["sparse", new DropSparseRows({ maxMissing: 0 })],
      ["impute", new Imputer({ strategy: "mean" })],
    ]).fit(people);
    expect(stricter.transform(people).toRows()[3]).toEqual([1, 5, 5]);
  });
});
