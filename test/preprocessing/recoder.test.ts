import type { Table } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { referenceRules, rulesFor } from "../../examples/demo/reference-rules.js";
import { columnFacts } from "../../examples/demographics/facts.js";
import {
  explainSegments,
  FeatureEncoder,
  Imputer,
  KMeans,
  load,
  loadEstimator,
  Pipeline,
  type RecodeRule,
  Recoder,
  recode,
  Scaler,
  Schema,
} from "../../src/index.js";
import { csvSource, parseCsv } from "../../src/io/index.js";
import { checkEstimator } from "../../src/testing/index.js";
import { inFolder, values } from "../io/helpers.js";

const rows = (table: Table): unknown[] => table.toArray().map((row) => row.toJSON());
const apply = async (text: string, ...rules: RecodeRule[]): Promise<unknown[]> => {
  const table = parseCsv(text);
  return rows((await new Recoder({ rules }).fit(table)).transform(table));
};

describe("Recoder", () => {
  it("maps values as the table shows them, 8 and 8.0 alike; what is not listed is missing, or stays, or is an error", async () => {
    const text = "A,B\n1,x\n2,8.0\n,8\n3,\n";
    expect(
      await apply(text, recode("A").map("A", { 1: 10, "2.0": null }), recode("B").map("C", { 8: "eight" })),
    ).toEqual([
      { A: 10, C: null },
      { A: null, C: "eight" },
      { A: null, C: "eight" },
      { A: null, C: null },
    ]);
    const kept = await apply(
      text,
      recode("A").map("A", { 1: 10 }, { other: "keep" }),
      recode("B").map("B", { 8: "E" }, { other: "keep" }),
    );
    expect(kept).toEqual([
      { A: 10, B: "x" },
      { A: 2, B: "E" },
      { A: null, B: "E" },
      { A: 3, B: null },
    ]);
    await expect(apply(text, recode("A").map("A", { 1: 10 }, { other: "error" }))).rejects.toThrow(
      'Recoder.fit: column "A" holds 2, of which the rule for "A" says nothing. Add it to the rule, or use { other: "missing" }.',
    );
  });

  it("splits codes into digits, of numbers and of words, and lists what has none", async () => {
    const rule = recode("CODE").tens("TENS").units("UNITS");
    const expected = [
      { TENS: 5, UNITS: 1 },
      { TENS: null, UNITS: null },
      { TENS: 1, UNITS: 4 },
      { TENS: 0, UNITS: 7 },
    ];
    expect(await apply("CODE\n51\n\n14\n7\n", rule)).toEqual(expected);
    const words = parseCsv("CODE\n51\nXX\n14.0\n7\n");
    const fitted = await new Recoder({ rules: [rule] }).fit(words);
    expect(rows(fitted.transform(words))).toEqual(expected);
    expect(fitted.unmatched).toEqual([
      { column: "CODE", into: "TENS", value: "XX", rows: 1 },
      { column: "CODE", into: "UNITS", value: "XX", rows: 1 },
    ]);
  });

  it("makes numbers of a column that is text because of a few words in it", async () => {
    const table = parseCsv("CLASS\n8\n8.0\nX\n1\n\n");
    const fitted = await new Recoder({ rules: [recode("CLASS").number("CLASS")] }).fit(table);
    expect(values(fitted.transform(table), "CLASS")).toEqual([8, 8, null, 1, null]);
    expect(fitted.unmatched).toEqual([{ column: "CLASS", into: "CLASS", value: "X", rows: 1 }]);
  });

  it("groups ranges with open ends, the first that fits; into numbers or words", async () => {
    const ranges = [
      { to: 17, value: "child" },
      { from: 18, to: 64.5, value: "adult" },
      { from: 64, value: "old" },
    ];
    expect(await apply("AGE\n3\n64\n65\n17.5\n\n", recode("AGE").ranges("GROUP", ranges).keeping())).toEqual([
      { AGE: 3, GROUP: "child" },
      { AGE: 64, GROUP: "adult" },
      { AGE: 65, GROUP: "old" },
      { AGE: 17.5, GROUP: null },
      { AGE: null, GROUP: null },
    ]);
  });

  it("takes dates apart and counts days before a date, from dates and from text that starts with one", async () => {
    const rule = recode("SINCE")
      .datePart("Y", "year")
      .datePart("Q", "quarter")
      .datePart("M", "month")
      .datePart("D", "day")
      .datePart("W", "weekday")
      .daysBefore("AGE", "2020-03-01");
    const expected = [
      { Y: 2020, Q: 1, M: 2, D: 29, W: 6, AGE: 1 },
      { Y: 1969, Q: 4, M: 12, D: 31, W: 3, AGE: 18323 },
      { Y: null, Q: null, M: null, D: null, W: null, AGE: null },
    ];
    expect(await apply("SINCE\n2020-02-29\n1969-12-31\n\n", rule)).toEqual(expected);
    const text = parseCsv("SINCE\n2020-02-29 13:00:00\n1969-12-31 23:59:59\n2020-02-31 00:00:00\n", {
      types: { SINCE: "text" },
    });
    expect(rows((await new Recoder({ rules: [rule] }).fit(text)).transform(text))).toEqual(expected);
  });

  it("turns scales and what counts backwards round, with their directions and meanings", async () => {
    const raw = parseCsv("LIKES,BOUGHT\n1,1\n5,9\n6,10\n,0\n");
    const table = new Schema()
      .with({
        LIKES: { level: "ordinal", direction: "down", codes: { 1: "much", 5: "little" } },
        BOUGHT: { codes: { 1: "this year", 10: "never" } },
      })
      .attach(raw);
    const fitted = await new Recoder({
      rules: [recode("LIKES").reverse("LIKES", 1, 5), recode("BOUGHT").recency("LATELY", 9, [10])],
    }).fit(table);
    const out = fitted.transform(table);
    expect(rows(out)).toEqual([
      { LIKES: 5, LATELY: 9 },
      { LIKES: 1, LATELY: 1 },
      { LIKES: null, LATELY: 0 },
      { LIKES: null, LATELY: null },
    ]);
    expect(fitted.unmatched).toEqual([
      { column: "LIKES", into: "LIKES", value: "6", rows: 1 },
      { column: "BOUGHT", into: "LATELY", value: "0", rows: 1 },
    ]);
    expect(Schema.of(out).toJSON()).toEqual([
      ["LIKES", { level: "ordinal", direction: "up", codes: { 1: "little", 5: "much" } }],
      ["LATELY", { level: "ordinal", direction: "up", codes: { 0: "never", 9: "this year" } }],
    ]);
  });

  it("takes plain objects for what the builder builds, and goes through JSON either way", async () => {
    const built = new Recoder({ rules: [recode("A").tens("T").keeping()] });
    const plain = new Recoder({ rules: [{ column: "A", into: { T: { kind: "tens" } }, keep: true }] });
    expect(JSON.stringify(plain)).toBe(JSON.stringify(built));
    expect(loadEstimator(JSON.stringify(built)).params).toEqual(plain.params);
  });

  it("tells later steps what it knows of new columns, and keeps where they come from", async () => {
    const table = parseCsv("SIDE,STATUS\nO,51\nW,12\nO,\n,24\nW,11\n");
    const pipeline = new Pipeline([
      [
        "recode",
        new Recoder({
          rules: [
            recode("SIDE").map("EAST", { O: 1, W: 0 }, { about: { level: "nominal" } }),
            recode("STATUS").tens("WEALTH", { about: { level: "numeric" } }),
          ],
        }),
      ],
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder({ nominal: "oneHot" })],
    ]);
    const fitted = await pipeline.fit(table);
    // The most frequent of nominal codes, the smaller of equals; the median of amounts.
    expect(fitted.steps.impute.fills).toEqual({ EAST: 0, WEALTH: 1.5 });
    expect(fitted.outputColumns).toEqual(["EAST=0", "EAST=1", "WEALTH"]);
    expect(fitted.provenance).toEqual([
      { sources: ["SIDE"], column: "EAST", category: "0" },
      { sources: ["SIDE"], column: "EAST", category: "1" },
      { sources: ["STATUS"], column: "WEALTH" },
    ]);
    const again = load(JSON.stringify(fitted), { as: pipeline });
    const later = parseCsv("SIDE,STATUS\nX,51\nO,35\n");
    expect(again.transform(later).toRows()).toEqual([
      [1, 0, 5],
      [0, 1, 3],
    ]);
    expect(Array.from(again.row("transform")({ SIDE: "X", STATUS: 51 }))).toEqual([1, 0, 5]);
  });

  it("lets explanations speak of new columns, in their own direction and words", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 === 0 ? 11 + (i % 3) : 51 + (i % 3)},${i % 5}`);
    const table = parseCsv(`STATUS,OTHER\n${rows.join("\n")}\n`);
    const about = { level: "ordinal", direction: "down", codes: { 1: "wealthy", 5: "poor" } } as const;
    const fitted = await new Pipeline([
      ["recode", new Recoder({ rules: [recode("STATUS").tens("WEALTH", { about }).units("STAGE")] })],
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["cluster", new KMeans({ clusters: 2, seed: 1 })],
    ]).fit(table);
    const told = explainSegments(fitted, { top: 1 }).map(({ traits }) => traits[0]!);
    expect(told.map(({ column, more, meaning }) => [column, more, meaning]).sort()).toEqual([
      ["WEALTH", false, "poor"],
      ["WEALTH", true, "wealthy"],
    ]);
  });

  it("gives a file in batches what it gives a table", async () => {
    await inFolder(async (path) => {
      const text = `CODE,DAY\n${Array.from({ length: 300 }, (_, i) => `${i % 60},20${10 + (i % 9)}-0${1 + (i % 9)}-11`).join("\n")}\n`;
      const { writeFileSync } = await import("node:fs");
      writeFileSync(path("a.csv"), text);
      const recoder = new Recoder({
        rules: [recode("CODE").tens("T").units("U"), recode("DAY").datePart("M", "month")],
      });
      const fitted = await recoder.fit(csvSource(path("a.csv")));
      const whole = await recoder.fit(parseCsv(text));
      expect(JSON.stringify(fitted)).toBe(JSON.stringify(whole));
      const bulk = await fitted.bulk("transform", csvSource(path("a.csv"))).collect();
      expect(rows(bulk)).toEqual(rows(whole.transform(parseCsv(text))));
    });
  });

  it("keeps the laws of the contract under every kind of rule", async () => {
    const rules = [
      recode("code")
        .number("n")
        .reverse("a", 0, 4)
        .recency("b", 4, [0])
        .tens("c")
        .units("d")
        .map("e", { 1: "x", 2: 7 })
        .keeping(),
      recode("zone").map("zone", { north: "up" }, { other: "keep" }),
      recode("income").ranges("band", [
        { to: 80, value: 1 },
        { from: 80, value: 2.5 },
      ]),
    ];
    await checkEstimator(Recoder, { params: { rules } });
  });

  it("refuses what cannot be, naming column and rule", async () => {
    const table = parseCsv("A,D\n1,2020-01-01\n");
    const refusal = (...rules: unknown[]) =>
      expect((async () => new Recoder({ rules: rules as RecodeRule[] }).fit(table))()).rejects;
    await refusal(recode("NOPE").tens("T")).toThrow(
      'Recoder.fit: a rule reads column "NOPE", which the data lack. Correct the name, or take the rule out.',
    );
    await refusal(recode("A").tens("T"), recode("A").units("U")).toThrow(
      'Recoder.fit: there are two rules for column "A". Make all of its columns in one rule.',
    );
    await refusal(recode("A").tens("D")).toThrow(
      'Recoder.fit: the rules would make a second column "D". Give it another name, or do not keep the column that it is made of.',
    );
    await refusal(recode("A").datePart("Y", "year")).toThrow(
      'Recoder.fit: the rule for "Y" (datePart) reads dates, and column "A" holds numbers. Read the column as a date, or use another rule.',
    );
    await refusal(recode("D").tens("T")).toThrow(
      'Recoder.fit: the rule for "T" (tens) reads codes, and column "D" holds dates. Use "datePart" or "daysBefore" for dates.',
    );
    await refusal(recode("A").map("M", { 2: "x" }, { other: "keep" })).toThrow(
      'would keep other values of column "A", which are numbers. List every value, or use { other: "missing" }.',
    );
    await refusal({ column: "A", into: { T: { kind: "tenths" } } }).toThrow('Recoder: option "rules.0.into.T.kind"');
    await refusal(recode("D").daysBefore("N", "2017-02-30")).toThrow('option "rules.0.into.N.date"');
    await refusal(recode("A").reverse("R", 5, 1)).toThrow("a scale ends at its start or before it");
  });
});

describe("The rules for the reference files", () => {
  it("place every published code of their columns that is not unknown", async () => {
    for (const rule of referenceRules) {
      const facts = columnFacts.find(({ name }) => name === rule.column)!;
      if (facts.type === "date") continue;
      const codes = facts.words ?? facts.codes!;
      const table = parseCsv(`${rule.column}\n${codes.join("\n")}\n`);
      const fitted = await new Recoder({ rules: [rule] }).fit(table);
      const out = fitted.transform(table);
      codes.forEach((code, i) => {
        const made = fitted.outputColumns.map((name) => values(out, name)[i]);
        expect(
          made.some((value) => value !== null),
          `${rule.column} ${code}`,
        ).toBe(true);
      });
    }
  });

  it("say what they say in public: a family in the country, a wealthy couple, the eighties' avant-garde", async () => {
    const names = [
      "CAMEO_DEUG_2015",
      "PRAEGENDE_JUGENDJAHRE",
      "CAMEO_INTL_2015",
      "LP_LEBENSPHASE_FEIN",
      "WOHNLAGE",
      "OST_WEST_KZ",
      "EINGEFUEGT_AM",
    ];
    const text = `${names.join(",")}\n8,11,13,20,7,O,1992-02-10 00:00:00\n,,,27,3,W,\n`;
    expect(rulesFor(names)).toHaveLength(7);
    expect(await apply(text, ...rulesFor(names))).toEqual([
      {
        NEIGHBOURS_STANDING: 8,
        YOUTH_DECADE: 80,
        YOUTH_AVANT_GARDE: 1,
        NEIGHBOURS_WEALTH: 1,
        NEIGHBOURS_LIFE_STAGE: 3,
        LIFE_AGE: 3,
        LIFE_INCOME: 5,
        PLACE_QUALITY: null,
        PLACE_RURAL: 1,
        EAST: 1,
        ENTRY_YEAR: 1992,
        ENTRY_AGE_DAYS: 9457,
      },
      {
        NEIGHBOURS_STANDING: null,
        YOUTH_DECADE: null,
        YOUTH_AVANT_GARDE: null,
        NEIGHBOURS_WEALTH: null,
        NEIGHBOURS_LIFE_STAGE: null,
        LIFE_AGE: null,
        LIFE_INCOME: 4,
        PLACE_QUALITY: 3,
        PLACE_RURAL: 0,
        EAST: 0,
        ENTRY_YEAR: null,
        ENTRY_AGE_DAYS: null,
      },
    ]);
  });
});
