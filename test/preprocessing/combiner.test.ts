import { describe, expect, it } from "vitest";
import { type CombineRule, Combiner, FeatureMatrix, load, Schema } from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

const table = parseCsv(
  "a,b,c,start,end,word\n1,2,0,2020-01-01,2020-03-01,x\n4,,0,2020-01-01,,y\n,,5,,2021-01-01,x\n-3,0,2,2020-05-05,2020-05-04,y\n",
);
const made = async (rule: CombineRule, data = table): Promise<unknown[]> => {
  const fitted = await new Combiner({ rules: [rule] }).fit(data);
  return Array.from(fitted.transform(data).getChild(rule.name)!, (value) => value as unknown);
};
const fold = (kind: "sum" | "mean" | "min" | "max" | "any" | "all", missing?: "skip"): CombineRule => ({
  name: "made",
  kind,
  of: ["a", "b", "c"],
  ...(missing === undefined ? {} : { missing }),
});

describe("Combiner", () => {
  it.each([
    ["sum", [3, null, null, -1], [3, 4, 5, -1]],
    ["mean", [1, null, null, -1 / 3], [1, 2, 5, -1 / 3]],
    ["min", [0, null, null, -3], [0, 0, 5, -3]],
    ["max", [2, null, null, 2], [2, 4, 5, 2]],
    // One that is true decides any, one that is false decides all, whatever is missing.
    ["any", [1, 1, 1, 1], [1, 1, 1, 1]],
    ["all", [0, 0, null, 0], [0, 0, 1, 0]],
  ] as const)("makes the %s of columns, missing where a part is or without it", async (kind, whole, skipped) => {
    expect(await made(fold(kind))).toEqual(whole);
    expect(await made(fold(kind, "skip"))).toEqual(skipped);
  });

  it("has no infinite ratio, difference or sum", async () => {
    expect(await made({ name: "r", kind: "ratio", of: ["a", "c"] })).toEqual([null, null, null, -1.5]);
    expect(await made({ name: "r", kind: "ratio", of: ["a", "c"], zero: 0 })).toEqual([0, 0, null, -1.5]);
    const huge = parseCsv("a,b,c\n1e308,1e308,1e-300\n-1e308,1e308,1\n");
    expect(await made(fold("sum"), huge)).toEqual([null, 1]);
    expect(await made({ name: "r", kind: "ratio", of: ["a", "c"] }, huge)).toEqual([null, -1e308]);
    expect(await made({ name: "r", kind: "difference", of: ["a", "b"] }, huge)).toEqual([0, null]);
  });

  it("compares, and counts days between dates", async () => {
    const by = { "<": [1, null, null, 1], ">=": [0, null, null, 0], "=": [0, null, null, 0], "!=": [1, null, null, 1] };
    for (const [sign, expected] of Object.entries(by))
      expect(await made({ name: "r", kind: "compare", of: ["a", "b"], by: sign as "<" })).toEqual(expected);
    expect(await made({ name: "days", kind: "difference", of: ["end", "start"] })).toEqual([60, null, null, -1]);
    const last = await made({ name: "last", kind: "max", of: ["end", "start"], missing: "skip" });
    expect(last.map((day) => new Date(day as number).toISOString().slice(0, 10))).toEqual([
      "2020-03-01",
      "2020-01-01",
      "2021-01-01",
      "2020-05-05",
    ]);
  });

  it("builds on what it made, keeps or drops the parts, and says where columns come from and what they are", async () => {
    const known = new Schema().with({ a: { level: "ordinal" }, word: { level: "nominal" } }).attach(table);
    const rules: CombineRule[] = [
      { name: "total", kind: "sum", of: ["a", "b"], missing: "skip" },
      { name: "share", kind: "ratio", of: ["c", "total"], about: { direction: "up" } },
      { name: "large", kind: "compare", of: ["total", "c"], by: ">" },
    ];
    const fitted = await new Combiner({ rules, keep: false }).fit(known);
    expect(fitted.outputColumns).toEqual(["start", "end", "word", "total", "share", "large"]);
    expect(fitted.provenance[4]).toEqual({ sources: ["c", "a", "b"], column: "share" });
    const schema = Schema.of(fitted.transform(known));
    expect(schema.column("a")).toEqual({});
    expect(schema.column("word")).toEqual({ level: "nominal" });
    expect(schema.column("share")).toEqual({ level: "numeric", direction: "up" });
    expect(schema.column("large")).toEqual({ level: "binary" });
    const again = load(JSON.stringify(fitted), { as: Combiner });
    expect(again.transform(known).toString()).toBe(fitted.transform(known).toString());
    const numbers = FeatureMatrix.from(table.select(["a", "b", "c"]));
    const matrix = (await new Combiner({ rules }).fit(numbers)).transform(numbers);
    expect(matrix.columns).toEqual(["a", "b", "c", "total", "share", "large"]);
  });

  it("refuses text, dates among amounts, columns that are not there and names that are", async () => {
    const fails = (rule: object): Promise<unknown> => new Combiner({ rules: [rule as CombineRule] }).fit(table);
    await expect(fails({ name: "r", kind: "sum", of: ["a", "word"] })).rejects.toThrow(/"word", which holds text/);
    await expect(fails({ name: "r", kind: "sum", of: ["start"] })).rejects.toThrow(/holds dates/);
    await expect(fails({ name: "r", kind: "difference", of: ["end", "a"] })).rejects.toThrow(
      /"end", which holds dates/,
    );
    await expect(fails({ name: "r", kind: "sum", of: ["a", "z"] })).rejects.toThrow(/"z", which the data lack/);
    await expect(fails({ name: "a", kind: "sum", of: ["a", "b"] })).rejects.toThrow(/second column "a"/);
    expect(() => new Combiner({ rules: [{ name: "r", kind: "ratio", of: ["a"] } as never] })).toThrow(/Combiner/);
  });
});
