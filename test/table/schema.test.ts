import { describe, expect, it } from "vitest";
import { DataDictionary, FeatureEncoder, Schema } from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";

const rows = Array.from({ length: 40 }, (_, i) => [
  1000 + i,
  (i % 5) + 1,
  (i % 7) + 1,
  i % 2,
  ["north", "south", "east"][i % 3],
  i * 1.25,
  (i % 4) + 1,
  `2020-01-${String((i % 28) + 1).padStart(2, "0")}`,
]);
const table = parseCsv(`LNR,LIKES,STEPS,OWNER,ZONE,SUM,KIND,SINCE\n${rows.map((row) => row.join(",")).join("\n")}\n`);
const steps = (name: string, meanings: readonly string[]) => ({
  name,
  numeric: false,
  values: [
    { code: "-1", meaning: "unknown", kind: "unknown" as const },
    ...meanings.map((meaning, i) => ({ code: String(i + 1), meaning })),
  ],
});
const dictionary = new DataDictionary([
  { ...steps("LIKES", ["very high", "high", "average", "low", "very low"]), level: "Person" },
  steps("STEPS", ["lowest", "b", "c", "d", "e", "f", "highest"]),
  { ...steps("KIND", ["a", "b", "c", "d"]), measurement: "nominal", level: "Household" },
  { name: "SUM", numeric: true, values: [], direction: "up", role: "feature" },
]);

describe("Schema.infer", () => {
  it("guesses roles, levels and directions, and marks what is a guess when it is printed", () => {
    expect(Schema.infer(table, dictionary).toString().split("\n")).toEqual([
      "LNR  id?  numeric?",
      "LIKES  feature?  ordinal?  down?  Person",
      "STEPS  feature?  ordinal?  up?",
      "OWNER  feature?  binary?",
      "ZONE  feature?  nominal?",
      "SUM  feature  numeric  up",
      "KIND  feature?  nominal  Household",
      "SINCE  feature?  numeric?",
    ]);
  });

  it("takes what a dictionary and a levels file declare, over any guess, and what is declared by hand over both", () => {
    const schema = Schema.infer(table, dictionary);
    expect(schema.column("KIND")).toEqual({
      role: "feature",
      level: "nominal",
      subject: "Household",
      codes: { 1: "a", 2: "b", 3: "c", 4: "d" },
      guessed: ["role"],
    });
    const told = schema.with({ LIKES: { direction: "up", role: "feature" } });
    expect(told.column("LIKES")).toMatchObject({ direction: "up", level: "ordinal", guessed: ["level"] });
    // Guessed again with a dictionary, guesses give way to what it declares; what was said by hand stays.
    const first = Schema.infer(table).with({ STEPS: { level: "nominal" } });
    const again = Schema.infer(first.attach(table), dictionary);
    expect(again.column("KIND").level).toBe("nominal");
    expect(again.column("STEPS").level).toBe("nominal");
    expect(again.column("STEPS").direction).toBeUndefined();
    expect(Schema.fromJSON(JSON.parse(JSON.stringify(told)) as never).toString()).toBe(told.toString());
  });

  it("warns of nominal codes that are about to pass as amounts", async () => {
    const known = Schema.infer(table, dictionary).attach(table);
    const fitted = await new FeatureEncoder().fit(known);
    expect(fitted.warnings).toEqual([
      'Column "KIND" is nominal, and its codes pass as if they were amounts: encode it as "oneHot" ({ nominal: "oneHot" } does so for all), "target" or "frequency".',
    ]);
    expect(fitted.inputColumns).not.toContain("LNR");
    expect((await new FeatureEncoder({ nominal: "oneHot" }).fit(known)).warnings).toEqual([]);
  });

  it.each([
    "customer_id",
    "customerId",
    "CustomerID",
    "CUSTOMER ID",
    "Kundennummer",
    "KUNDEN_NR",
    "e-mail",
    "EmailAddress",
    "uuid",
    "LNR",
  ])("guesses that %s is an id, where every value is another", (name) => {
    const values = Array.from({ length: 50 }, (_, i) => `k${i}`);
    expect(Schema.infer(tableOfColumns([[name, values]])).column(name).role).toBe("id");
    const twins = values.map((_, i) => `k${i % 9}`);
    expect(Schema.infer(tableOfColumns([[name, twins]])).column(name).role).toBe("feature");
  });

  it.each(["paid", "Nonumberatall", "video", "monkey"])("guesses no id from the name %s", (name) => {
    const values = Array.from({ length: 50 }, (_, i) => `k${i}`);
    expect(Schema.infer(tableOfColumns([[name, values]])).column(name).role).toBe("feature");
  });
});

describe("Schema.with", () => {
  it.each([
    [{ LNR: { role: "ID" } }, 'option "LNR.role": expected "feature", "id", "target"'],
    [{ STEPS: { direction: "higher" } }, 'option "STEPS.direction": expected "up" or "down"'],
    [{ STEPS: { levle: "ordinal" } }, '"levle"'],
    [{ STEPS: "ordinal" }, 'option "STEPS": expected an object of role, level'],
  ])("refuses facts that there are not: %j", (facts, text) => {
    expect(() => new Schema().with(facts as never)).toThrow(
      expect.objectContaining({ code: "INVALID_PARAMETER", message: expect.stringContaining(text) }),
    );
  });
});
