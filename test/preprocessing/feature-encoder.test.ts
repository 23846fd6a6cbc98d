import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partOf } from "../../src/engine/program/index.js";
import { FeatureEncoder, type FeatureEncoderOptions, load, Schema } from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";
import { expectClose, fixture } from "../reference.js";

const people = parseCsv(
  "ZONE,SIZE,OWNER,SINCE,CODE,SUM\nb,low,true,2020-01-01,1,1.5\na,high,false,2020-01-03,3,\n,mid,,,2,0.1\nb,low,true,1969-12-31,3,7\n",
  { types: { OWNER: "boolean", SINCE: "date" } },
);
const columnsOf = (names: readonly string[]) => people.select([...names]);

async function encode(names: readonly string[], options: Partial<FeatureEncoderOptions> = {}) {
  const table = columnsOf(names);
  const fitted = await new FeatureEncoder(options).fit(table);
  return { fitted, names: fitted.outputColumns, rows: fitted.transform(table).toRows() };
}

describe("FeatureEncoder", () => {
  it("chooses by type: numbers pass, text and truth values are one-hot, dates are days since 1970", async () => {
    const { names, rows, fitted } = await encode(["ZONE", "OWNER", "SINCE", "CODE", "SUM"]);
    expect(names).toEqual(["ZONE=a", "ZONE=b", "ZONE=missing", "OWNER", "OWNER=missing", "SINCE", "CODE", "SUM"]);
    expect(rows).toEqual([
      [0, 1, 0, 1, 0, 18262, 1, 1.5],
      [1, 0, 0, 0, 0, 18264, 3, Number.NaN],
      [0, 0, 1, 0, 1, Number.NaN, 2, Math.fround(0.1)],
      [0, 1, 0, 1, 0, -1, 3, 7],
    ]);
    expect(fitted.provenance[2]).toEqual({ sources: ["ZONE"], category: "missing" });
    expect(fitted.categories.get("ZONE")).toEqual(["a", "b", null]);
  });

  it("keeps amounts in the precision asked for", async () => {
    expect((await encode(["SUM"], { precision: "float64" })).rows[2]).toEqual([0.1]);
    expect((await encode(["SUM"])).rows[2]).toEqual([Math.fround(0.1)]);
  });

  it("encodes by share, by order, as one of two, and not at all", async () => {
    const { names, rows } = await encode(["ZONE", "SIZE", "OWNER", "SINCE", "CODE"], {
      columns: {
        ZONE: "frequency",
        SIZE: { encoding: "ordinal", order: ["low", "mid", "high"] },
        OWNER: "binary",
        SINCE: "drop",
        CODE: "oneHot",
      },
    });
    expect(names).toEqual(["ZONE", "SIZE", "OWNER", "CODE=1", "CODE=2", "CODE=3"]);
    expect(rows).toEqual([
      [0.5, 0, 1, 1, 0, 0],
      [0.25, 2, 0, 0, 0, 1],
      [0.25, 1, Number.NaN, 0, 1, 0],
      [0.5, 0, 1, 0, 0, 1],
    ]);
  });

  it("says what it makes of values that it never saw", async () => {
    const later = tableOfColumns([["ZONE", ["z", null, "b"]]]);
    const rowsOf = async (options: Partial<FeatureEncoderOptions>, zones: readonly (string | null)[]) =>
      (await new FeatureEncoder(options).fit(tableOfColumns([["ZONE", zones]]))).transform(later).toRows();
    expect(await rowsOf({}, ["a", "b", "b"])).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
    expect(await rowsOf({ unseen: "infrequent", minFrequency: 2 }, ["a", "b", "b"])).toEqual([
      [0, 1],
      [0, 0],
      [1, 0],
    ]);
    expect(await rowsOf({ columns: { ZONE: "frequency" } }, ["a", "b", "b", "b"])).toEqual([[0], [0], [0.75]]);
    expect(await rowsOf({ columns: { ZONE: "ordinal" } }, ["a", "b"])).toEqual([[Number.NaN], [Number.NaN], [1]]);
    await expect(rowsOf({ unseen: "error" }, ["a", "b"])).rejects.toThrow('column "ZONE" holds the value "z"');
  });

  it("makes nominal codes one-hot where told, and warns where they pass", async () => {
    const codes = Schema.infer(columnsOf(["CODE"]))
      .with({ CODE: { level: "nominal" } })
      .attach(columnsOf(["CODE"]));
    const passing = await new FeatureEncoder().fit(codes);
    expect(passing.outputColumns).toEqual(["CODE"]);
    expect(passing.warnings.join()).toContain('"CODE"');
    const split = await new FeatureEncoder({ nominal: "oneHot" }).fit(codes);
    expect(split.outputColumns).toEqual(["CODE=1", "CODE=2", "CODE=3"]);
    expect(split.warnings).toEqual([]);
  });

  it("warns of a column that becomes very many, where nothing limits it", async () => {
    const keys = tableOfColumns([["KEY", Array.from({ length: 601 }, (_, i) => `k${i % 600}`)]]);
    const { warnings } = await new FeatureEncoder().fit(keys);
    expect(warnings).toEqual([
      'Column "KEY" becomes 600 columns, a byte a row each: limit them by minFrequency or maxCategories, or encode it as "target" or "frequency".',
    ]);
    expect((await new FeatureEncoder({ maxCategories: 20 }).fit(keys)).warnings).toEqual([]);
  });

  it("gives the same columns whatever a later file holds, by table and by row", async () => {
    const cell = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
    const record = fc.record({
      ZONE: cell(fc.constantFrom("a", "b", "c", "new", "__proto__", "")),
      CODE: cell(fc.integer({ min: -3, max: 300 })),
      SUM: cell(fc.double({ noNaN: true, noDefaultInfinity: true })),
      SIZE: cell(fc.constantFrom("low", "mid", "huge")),
    });
    const NAMES = ["ZONE", "CODE", "SUM", "SIZE"] as const;
    const table = (rows: readonly Record<(typeof NAMES)[number], string | number | null>[]) =>
      tableOfColumns(NAMES.map((name) => [name, rows.map((row) => row[name])]));
    const options = { columns: { SIZE: "frequency" }, minFrequency: 2, unseen: "infrequent" } as const;
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(record, { minLength: 3, maxLength: 30 })
          .filter((rows) => rows.some(({ ZONE, SIZE }) => ZONE !== null && SIZE !== null)),
        fc
          .array(record, { minLength: 1, maxLength: 20 })
          .filter((rows) => rows.some(({ ZONE, SIZE }) => ZONE !== null && SIZE !== null)),
        async (first, later) => {
          const fitted = await new FeatureEncoder(options).fit(table(first));
          const out = fitted.transform(table(later));
          expect(out.columns).toEqual(fitted.outputColumns);
          const run = fitted.row("transform");
          expect(later.map((row) => Array.from(run(row)))).toEqual(out.toRows());
          for (const name of out.columns.filter((column) => column.startsWith("ZONE")))
            for (const value of out.column(name)) expect([0, 1]).toContain(value);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps its own categories apart from values of the same name", async () => {
    const missing = await new FeatureEncoder().fit(tableOfColumns([["ZONE", ["missing", null, "a"]]]));
    expect(missing.outputColumns).toEqual(["ZONE=a", "ZONE=missing", "ZONE=(missing)"]);
    const rare = await new FeatureEncoder({ minFrequency: 2 }).fit(
      tableOfColumns([["ZONE", ["infrequent", "infrequent", "a"]]]),
    );
    expect(rare.outputColumns).toEqual(["ZONE=infrequent", "ZONE=(infrequent)"]);
    const twins = tableOfColumns([
      ["A", ["x=y", "b"]],
      ["A=x", ["y", "z"]],
    ]);
    await expect(new FeatureEncoder().fit(twins)).rejects.toThrow(
      'FeatureEncoder.fit: two columns would be called "A=x=y". Rename one of the columns that they come from.',
    );
  });

  it("keeps categories of any name, also through JSON", async () => {
    const names = ["__proto__", "constructor", "", " ", "ä;\n", "𝒳"];
    const table = tableOfColumns([["ZONE", [...names, ...names]]]);
    const encoder = new FeatureEncoder();
    const fitted = await encoder.fit(table);
    expect(new Set(fitted.outputColumns)).toEqual(new Set(names.map((name) => `ZONE=${name}`)));
    const again = load(JSON.stringify(fitted), { as: encoder });
    expect(again.transform(table).toRows()).toEqual(fitted.transform(table).toRows());
    expect(again.categories).toEqual(fitted.categories);
  });

  it("refuses encodings that a column cannot have", async () => {
    await expect(encode(["ZONE"], { columns: { ZONE: "date" } })).rejects.toThrow("is to be a date and holds text");
    await expect(encode(["CODE"], { columns: { CODE: "binary" } })).rejects.toThrow("is to be binary and has 3 values");
    await expect(
      encode(["SIZE"], { columns: { SIZE: { encoding: "ordinal", order: ["low", "mid"] } } }),
    ).rejects.toThrow('column "SIZE" holds "high", which its order does not list');
    await expect(encode(["ZONE"], { columns: { ZONE: "target" } })).rejects.toThrow("there is none");
  });
});

describe("Target encoding", () => {
  const { targets } = fixture<{
    targets: { zones: string[]; y: number[]; several: { y: string[]; categories: string[]; encodings: number[][] } };
  }>("preprocessing");
  const zones = tableOfColumns([["ZONE", targets.zones]]);
  const encoder = new FeatureEncoder({ columns: { ZONE: "target" }, precision: "float64" });

  it("gives one column a class for more than two, as scikit-learn does", async () => {
    const { y, categories, encodings } = targets.several;
    const fitted = await encoder.fit(zones, { target: y });
    expect(fitted.outputColumns).toEqual(["ZONE=>no", "ZONE=>perhaps", "ZONE=>yes"]);
    expectClose(fitted.transform(tableOfColumns([["ZONE", categories]])).toRows(), encodings, 1e-9, "encodings");
  });

  it("encodes each training row by what the other parts say, to the bit", async () => {
    const { output } = await encoder.fitTransform(zones, { target: targets.y });
    const parts = targets.zones.map((_, i) => partOf(i, 5));
    for (let part = 0; part < 5; part++) {
      const rows = (inside: boolean) => parts.flatMap((p, i) => ((p === part) === inside ? [i] : []));
      const pick = (list: readonly number[]) => tableOfColumns([["ZONE", list.map((i) => targets.zones[i]!)]]);
      const others = await encoder.fit(pick(rows(false)), { target: rows(false).map((i) => targets.y[i]!) });
      const told = others.transform(pick(rows(true))).column(0);
      expect(rows(true).map((i) => output.column(0)[i])).toEqual([...told]);
    }
  });

  it("tells nothing of a column of noise: each row's own label is not in its number", async () => {
    // Every row has a category of its own: whoever encodes it by its own label has found a perfect column.
    const own = tableOfColumns([["ZONE", targets.zones.map((_, i) => `row ${i}`)]]);
    const { output, fitted } = await encoder.fitTransform(own, { target: targets.y });
    expect(new Set(output.column(0)).size).toBeLessThanOrEqual(5);
    expect(new Set(fitted.transform(own).column(0)).size).toBe(2);
  });

  it("weighs rows", async () => {
    const weights = targets.y.map((_, i) => (i < 100 ? 1 : 0));
    const some = { target: targets.y.slice(0, 100) };
    const fewer = await encoder.fit(tableOfColumns([["ZONE", targets.zones.slice(0, 100)]]), some);
    const weighted = await encoder.fit(zones, { target: targets.y, sampleWeight: weights });
    const known = tableOfColumns([["ZONE", ["a", "b", "c"]]]);
    expectClose(weighted.transform(known).toRows(), fewer.transform(known).toRows(), 1e-12, "weights");
  });
});

describe("whole numbers", () => {
  it("stay as they are beyond 2^24, in blocks and in rows, and in later files", async () => {
    const table = parseCsv("D;N;S\n20240131;16777217;5\n20240130;16777216;7.5\n20240129;123456789;1\n");
    const fitted = await new FeatureEncoder().fit(table);
    const expected = [
      [20240131, 16777217, 5],
      [20240130, 16777216, 7.5],
      [20240129, 123456789, 1],
    ];
    expect(fitted.transform(table).toRows()).toEqual(expected);
    const row = fitted.row("transform");
    expect([...row({ D: 20240131, N: 16777217, S: 5 })]).toEqual(expected[0]);
    const same = load(JSON.stringify(fitted), { as: new FeatureEncoder() });
    expect(same.transform(parseCsv("D;N;S\n20240133;16777219;1\n")).toRows()).toEqual([[20240133, 16777219, 1]]);
    // What float32 holds stays float32.
    expect(fitted.transform(table).column("S")).toBeInstanceOf(Float32Array);
  });
});

describe("text that is another one in every row", () => {
  const table = (rows: number) =>
    tableOfColumns([
      ["name", Array.from({ length: rows }, (_, i) => `k${i}`)],
      ["age", Array.from({ length: rows }, (_, i) => i % 5)],
    ]);

  it("is left out with a warning, unless it is said how to encode it or rows are few", async () => {
    const fitted = await new FeatureEncoder().fit(table(100));
    expect(fitted.outputColumns).toEqual(["age"]);
    expect(fitted.warnings).toEqual([
      'Column "name" holds another text in every row and is left out: it tells rows apart and nothing else. To keep it, say how it is encoded ({ columns: { "name": … } }).',
    ]);
    const kept = await new FeatureEncoder({ columns: { name: "oneHot" } }).fit(table(100));
    expect(kept.outputColumns).toHaveLength(101);
    const few = await new FeatureEncoder().fit(table(10));
    expect(few.outputColumns).toHaveLength(11);
    expect(few.warnings).toEqual([
      'Column "name" holds another text in every row and becomes 10 one-hot columns: where it tells rows apart and nothing else, leave it out ({ columns: { "name": "drop" } }).',
    ]);
    for (const rows of [2, 3, 4])
      expect((await new FeatureEncoder().fit(table(rows))).warnings).toEqual([
        expect.stringContaining(`"name" holds another text in every row and becomes ${rows} one-hot columns`),
      ]);
    expect((await new FeatureEncoder().fit(table(1))).warnings).toEqual([]);
  });
});
