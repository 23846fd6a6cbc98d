import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { explainSegments, FeatureMatrix, KMeans, nameSegments, profileSegments, Schema } from "../../src/index.js";

const ROWS = 120;
const labels = Array.from({ length: ROWS }, (_, i) => (i < 60 ? 0 : i < 110 ? 1 : null));
const table = tableFromArrays({
  LNR: Array.from({ length: ROWS }, (_, i) => i + 1000),
  AGE: Array.from({ length: ROWS }, (_, i) => (i % 6 === 5 ? null : i < 60 ? 1 + (i % 2) : 4)),
  ZONE: Array.from({ length: ROWS }, (_, i) => (i < 45 ? "north" : "south")),
  AMOUNT: Array.from({ length: ROWS }, (_, i) => i * 1.5),
});

describe("profileSegments", () => {
  const schema = Schema.infer(table).with({ LNR: { role: "id" }, AGE: { codes: { "4": "old" } } });
  const { segments, toText } = profileSegments(table, labels, { schema });
  const column = (s: number, name: string) => segments[s]!.columns.find((profile) => profile.column === name)!;

  it("profiles every segment in the table's own units", () => {
    expect(segments.map(({ segment, rows }) => [segment, rows])).toEqual([
      [0, 60],
      [1, 50],
      [null, 10],
    ]);
    // 60 rows of 1, 2, 1, 2, 1, null again and again.
    expect(column(0, "AGE").mean).toBeCloseTo(1.4, 12);
    expect(column(0, "AGE").missing).toBeCloseTo(1 / 6, 12);
    expect(column(0, "AGE").overall).toBeCloseTo((50 * 1.4 + 50 * 4) / 100, 12);
    expect(column(1, "AMOUNT").mean).toBeCloseTo(84.5 * 1.5, 12);
    // The mean of all others: rows 0 to 59 and 110 to 119.
    expect(column(1, "AMOUNT").rest).toBeCloseTo((1.5 * (60 * 29.5 + 10 * 114.5)) / 70, 12);
  });

  it("shows the values that a segment holds more often, with their meaning", () => {
    // Of the rest 50 hold another one, and 8 of the rows set aside hold it.
    expect(column(1, "AGE").values).toEqual([
      { value: "4", meaning: "old", share: 1, overall: 0.5, rest: expect.closeTo(8 / 58, 12), index: 2 },
    ]);
    const [north] = column(0, "ZONE").values;
    // 45 of 60, and 15 in the south, which could be had from it: at most 30 are in the south.
    expect(north).toEqual({
      value: "north",
      share: 0.5,
      overall: 0.375,
      rest: 0.25,
      index: 0.5 / 0.375,
      bound: "above",
    });
    const all = profileSegments(table, labels, { schema, minimum: 1 }).segments[0]!;
    expect(all.columns.find((profile) => profile.column === "ZONE")!.values[0]).toEqual({
      value: "north",
      share: 0.75,
      overall: 0.375,
      rest: 0,
      index: 2,
    });
    expect(column(1, "ZONE").values.map((value) => value.value)).toEqual(["south"]);
    expect(column(0, "AMOUNT").values).toEqual([]);
  });

  it("hides whatever fewer than thirty people share, and never shows an id", () => {
    expect(segments[2]!.columns).toEqual([]);
    // 20 rows of segment 0 hold 2: too few; 30 hold 1, and more than the 40 % that follow from at most 30 others.
    expect(column(0, "AGE").values.map(({ value, share, bound }) => [value, share, bound])).toEqual([
      ["1", (50 - 30) / 50, "above"],
    ]);
    expect(toText()).not.toContain("LNR");
    expect(segments[0]!.columns.map((profile) => profile.column)).not.toContain("LNR");
  });

  it("leaves out what looks like an id, though nobody said so", () => {
    const { segments: guessed } = profileSegments(table, labels);
    expect(guessed[0]!.columns.map((profile) => profile.column)).not.toContain("LNR");
    const told = profileSegments(table, labels, { schema: schema.with({ LNR: { role: "feature" } }) });
    expect(told.segments[0]!.columns.map((profile) => profile.column)).toContain("LNR");
  });

  it("turns scales that run downwards, and says more or less in words", () => {
    expect([column(0, "AGE").more, column(1, "AGE").more]).toEqual([false, true]);
    const turned = profileSegments(table, labels, { schema: schema.with({ AGE: { direction: "down" } }) });
    const age = turned.segments[0]!.columns.find((profile) => profile.column === "AGE")!;
    expect(age.more).toBe(true);
    expect(turned.toText()).toContain("  more AGE: mean 1.40, overall 2.70");
    expect(column(0, "ZONE").more).toBeUndefined();
  });

  it("puts the most telling column first", () => {
    expect(segments[1]!.columns[0]!.column).toBe("AGE");
    const effects = segments[0]!.columns.map((profile) => Math.abs(profile.effect));
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
  });

  it("wants one label a row", () => {
    expect(() => profileSegments(table, [0, 1])).toThrow("profileSegments: there are 2 labels for 120 rows");
  });
});

describe("nameSegments", () => {
  it("names segments by what sets them apart, each differently", async () => {
    const people = FeatureMatrix.fromColumns({ A: [0, 0, 9, 9, 9, 9], B: [0, 0, 9, 9, 9, 9], C: [0, 0, 0, 0, 9, 9] });
    const fitted = await new KMeans({ clusters: 3, seed: 1 }).fit(people);
    const names = nameSegments(explainSegments(fitted, { minimum: 1 }));
    expect(new Set(names).size).toBe(3);
    // A and B are one block.
    expect(names).toContain("less A, less C");
  });

  it("takes as many traits as it takes to tell segments apart, and their numbers where none do", () => {
    const trait = (column: string, more: boolean) => ({ column, value: 0, typical: 0, strength: 1, more });
    const explained = (segment: number, ...traits: ReturnType<typeof trait>[]) => ({
      segment,
      rows: 1,
      share: 0.5,
      components: [],
      traits,
      toText: () => "",
    });
    const [a, b] = [trait("A", true), trait("B", true)];
    expect(nameSegments([explained(0, a, b, trait("C", true)), explained(1, a, b, trait("C", false))])).toEqual([
      "more A, more B, more C",
      "more A, more B, less C",
    ]);
    expect(nameSegments([explained(0, a), explained(1, a)])).toEqual(["more A (0)", "more A (1)"]);
  });
});
