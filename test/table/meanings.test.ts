import { describe, expect, it } from "vitest";
import { DataDictionary, FeatureEncoder, Schema } from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { directionOfMeanings } from "../../src/table/index.js";

/** The level that a column of codes with these meanings is taken for. */
function levelOf(meanings: readonly string[], first = 1): string | undefined {
  const values = meanings.map((meaning, i) => ({ code: String(i + first), meaning }));
  const codes = Array.from({ length: 60 }, (_, i) => (i % meanings.length) + first);
  const table = parseCsv(`CODE,OTHER\n${codes.map((code) => `${code},${code / 3}`).join("\n")}\n`);
  return Schema.infer(table, new DataDictionary([{ name: "CODE", numeric: false, values }])).column("CODE").level;
}

describe("Codes whose meanings have an order are a scale", () => {
  it.each([
    [["very high", "high", "average", "low", "very low"]],
    [["no 1-2 family homes", "low share", "average share", "high share", "very high share"]],
    [["< 30 years", "30 - 45 years", "46 - 60 years", "> 60 years"]],
    [["up to 1 year", "1 to 2 years", "3 years", "more than 10 years", "other"]],
    [["€ 0", "€ 1 - 49", "€ 50 - 999", "€ 1.000 - 4.999", "€ 5.000 and more"]],
    [["first decile", "second decile", "third decile"]],
    [["upper class", "upper middle class", "middle class", "lower middle class", "lower class"]],
    [["never", "seldom", "sometimes", "often", "always"]],
    [["lowest", "b", "c", "d", "e", "f", "highest"]],
  ])("%s", (meanings) => {
    expect(levelOf(meanings)).toBe("ordinal");
  });
});

describe("Codes whose meanings have none are names", () => {
  it.each([
    [["successful hedonists", "driven growers", "average family", "career loners", "living well"]],
    [["green", "smart", "fair supplied", "price driven", "seeking orientation", "indifferent"]],
    [
      [
        "low financial interest",
        "money saver",
        "main focus is the own house",
        "be prepared",
        "investor",
        "unremarkable",
      ],
    ],
    [["type 1", "type 2", "type 3", "type 4"]],
    [["single", "married", "divorced", "widowed"]],
    [["high income, expensive child", "very important provincials", "mixed seniors", "students in apartments"]],
  ])("%s", (meanings) => {
    expect(levelOf(meanings)).toBe("nominal");
  });
});

describe("Nothing is guessed from meanings", () => {
  it("that are few, or of a few special values of an amount", () => {
    expect(levelOf(["house", "flat"])).toBe("binary");
    const amounts = Array.from({ length: 60 }, (_, i) => i);
    const values = ["nothing known", "moved", "left"].map((meaning, i) => ({ code: String(i), meaning }));
    const table = parseCsv(`CODE\n${amounts.join("\n")}\n`);
    const schema = Schema.infer(table, new DataDictionary([{ name: "CODE", numeric: false, values }]));
    expect(schema.column("CODE").level).toBe("ordinal");
  });

  it("and what is declared stays", async () => {
    const table = parseCsv("CODE,B\n1,2\n2,3\n3,4\n1,1\n");
    const values = ["red", "green", "blue"].map((meaning, i) => ({ code: String(i + 1), meaning }));
    const guess = Schema.infer(table, new DataDictionary([{ name: "CODE", numeric: false, values }]));
    expect(guess.toString()).toContain("CODE  feature?  nominal?");
    const said = (schema: Schema) => new FeatureEncoder().fit(schema.attach(table));
    expect((await said(guess)).warnings[0]).toContain(
      'Column "CODE" is taken for nominal, since its meanings have no order',
    );
    expect((await said(guess.with({ CODE: { level: "nominal" } }))).warnings[0]).toContain('Column "CODE" is nominal');
    expect((await said(guess.with({ CODE: { level: "ordinal" } }))).warnings).toEqual([]);
  });
});

describe("Directions of meanings", () => {
  it("run from little to much, from much to little, or are not known", () => {
    expect(directionOfMeanings({ 1: "very low", 2: "?", 5: "very high" })).toBe("up");
    expect(directionOfMeanings({ 1: "highest affinity", 7: "lowest affinity" })).toBe("down");
    expect(directionOfMeanings({ 1: "red", 2: "blue" })).toBeUndefined();
    expect(directionOfMeanings(undefined)).toBeUndefined();
  });
});
