import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import {
  explainSegments,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  KMeans,
  load,
  nameSegments,
  PCA,
  Pipeline,
  Scaler,
  Schema,
} from "../../src/index.js";

/** Old people with flats in the north, and twice as many young ones with houses in the south; NOISE says nothing. */
const ROWS = 300;
const old = (i: number): boolean => i % 3 === 0;
const noise = (i: number): number => (i * 7919) % 5;
const table = tableFromArrays({
  AGE: Array.from({ length: ROWS }, (_, i) => (old(i) ? 4 : 1) + (noise(i) % 2)),
  THRIFT: Array.from({ length: ROWS }, (_, i) => (old(i) ? 1 : 5) + (noise(i + 1) % 2)),
  NOISE: Array.from({ length: ROWS }, (_, i) => noise(i)),
  ZONE: Array.from({ length: ROWS }, (_, i) => (old(i) ? "north" : "south")),
});
const schema = Schema.infer(table).with({
  THRIFT: { direction: "down", codes: { "1": "saves much", "6": "saves nothing" } },
});
const segmentation = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["reduce", new PCA({ components: 3 })],
  ["cluster", new KMeans({ clusters: 2, seed: 1 })],
]);

describe("explainSegments", () => {
  it("says in original codes what sets segments apart, the strongest first, and leaves noise behind", async () => {
    const fitted = await segmentation.fit(schema.attach(table));
    const [young, elder] = explainSegments(fitted);
    expect(young!.rows).toBe(200);
    expect(elder!.share).toBeCloseTo(1 / 3, 12);
    const age = elder!.traits.find((trait) => trait.column === "AGE")!;
    const of = Array.from({ length: ROWS }, (_, i) => i).filter(old);
    expect(age.value).toBeCloseTo(of.reduce((sum, i) => sum + 4 + (noise(i) % 2), 0) / 100, 12);
    expect(age.median).toBe(4);
    expect(age.more).toBe(true);
    // Every value of NOISE is as frequent in both.
    expect(elder!.traits.map((trait) => trait.column).sort()).toEqual(["AGE", "THRIFT", "ZONE"]);
  });

  it("gives all segments as one text and one table, and their names as another", async () => {
    const all = explainSegments(await segmentation.fit(schema.attach(table)), { top: 2 });
    expect(all.toText().split("\n")).toEqual(all.map((segment) => segment.toText()));
    const rows = all.toTable().toArray();
    expect(rows.length).toBe(all.reduce((sum, { traits }) => sum + traits.length, 0));
    expect(rows.map(({ column }) => column)).toEqual(all.flatMap(({ traits }) => traits.map(({ column }) => column)));
    expect(JSON.stringify(all)).toBe(JSON.stringify([...all]));
    const names = nameSegments(all);
    expect(
      names
        .toTable()
        .toArray()
        .map(({ segment, name }) => [segment, name]),
    ).toEqual(names.map((name, s) => [s, name]));
  });

  it("reads a scale by the meanings of its codes, whichever way they run", async () => {
    const said = async (codes: Readonly<Record<string, string>>) => {
      const told = Schema.infer(table).with({ THRIFT: { level: "ordinal", codes } });
      const all = explainSegments(await segmentation.fit(told.attach(table)), { top: 9 });
      return { trait: all[1]!.traits.find(({ column }) => column === "THRIFT")!, names: nameSegments(all) };
    };
    // The elder have low codes: little of it, or much of it, as their meanings say.
    const rising = await said({ 1: "very little", 2: "little", 5: "much", 6: "very much" });
    expect(rising.trait.words).toMatch(/^less THRIFT: .*"very little" for 60/);
    const falling = await said({ 1: "very much", 2: "much", 5: "little", 6: "very little" });
    expect(falling.trait.words).toMatch(/^more THRIFT: .*"very much" for 60/);
    // Where meanings say nothing of a direction, a lower code is neither more nor less.
    const kinds = await said({ 1: "saver", 2: "planner", 5: "spender", 6: "gambler" });
    expect(kinds.trait.words).toMatch(/^THRIFT: mean/);
    expect(kinds.trait.meaning).toBe("saver");
    const numbers = await said({});
    expect(numbers.trait.words).toContain("value 1 for 60.0 %, overall 20.0 %");
  });

  it("inverts scales whose direction is down, and knows what codes mean", async () => {
    const fitted = await segmentation.fit(schema.attach(table));
    const thrift = explainSegments(fitted)[1]!.traits.find((trait) => trait.column === "THRIFT")!;
    expect(thrift.strength).toBeLessThan(0);
    expect(thrift.more).toBe(true);
    expect(thrift.meaning).toBe("saves much");
  });

  it("has one trait a source column: of the categories the strongest, as a share of rows", async () => {
    const fitted = await segmentation.fit(table);
    const zones = explainSegments(fitted)[1]!.traits.filter((trait) => trait.column === "ZONE");
    expect(zones).toHaveLength(1);
    expect(["north", "south"]).toContain(zones[0]!.category);
    expect(zones[0]!.value).toBeCloseTo(zones[0]!.category === "north" ? 1 : 0, 1);
  });

  it("names the components that set a segment apart by their heaviest columns", async () => {
    const fitted = await segmentation.fit(table);
    const [strongest] = explainSegments(fitted)[0]!.components;
    expect(strongest!.component).toBe(fitted.steps.reduce.outputColumns[0]);
    expect(strongest!.loadings).toMatch(/^[+-] (AGE|THRIFT|ZONE=north|ZONE=south), /);
  });

  it("is exact where nothing was reduced, with or without a scaler", async () => {
    const matrix = FeatureMatrix.fromColumns({ AGE: [20, 22, 60, 62], FLAT: [3, 3, 3, 3] });
    for (const fitted of [
      await new KMeans({
        clusters: 2,
        order: "none",
        init: [
          [21, 3],
          [61, 3],
        ],
      }).fit(matrix),
      await new Pipeline([
        ["scale", new Scaler()],
        ["cluster", new KMeans({ clusters: 2, seed: 1 })],
      ]).fit(matrix),
    ]) {
      const values = explainSegments(fitted, { minimum: 1 }).map((segment) =>
        segment.traits.map((trait) => [trait.column, trait.value, trait.typical]),
      );
      const sorted = values.sort((a, b) => Number(a[0]![1]) - Number(b[0]![1]));
      expect(sorted.map((traits) => traits.map((trait) => trait[0]))).toEqual([["AGE"], ["AGE"]]);
      expect(sorted[0]![0]![1]).toBeCloseTo(21, 10);
      expect(sorted[1]![0]![1]).toBeCloseTo(61, 10);
      expect(sorted[0]![0]![2]).toBeCloseTo(41, 10);
    }
  });

  it("says the same of a model that was saved and loaded", async () => {
    const fitted = await segmentation.fit(schema.attach(table));
    const loaded = load(JSON.stringify(fitted), { as: segmentation });
    expect(explainSegments(loaded).map((segment) => segment.toText())).toEqual(
      explainSegments(fitted).map((segment) => segment.toText()),
    );
  });

  it("refuses a model that ends in no clusterer", async () => {
    const fitted = await new Scaler().fit([[1], [2]]);
    expect(() => explainSegments(fitted)).toThrow("Scaler does not end in a clusterer");
    expect(() => explainSegments(fitted, { top: 0 })).toThrow("expected a whole number of 1 or more, got 0");
  });

  it("describes no segment of fewer than thirty rows, and calls it by its number", async () => {
    const crowd = FeatureMatrix.fromColumns({ A: Array.from({ length: 60 }, (_, i) => (i < 40 ? i % 3 : 90)) });
    const fitted = await new KMeans({ clusters: 2, seed: 1 }).fit(crowd);
    const [large, small] = explainSegments(fitted);
    expect([large!.rows, small!.rows]).toEqual([40, 20]);
    expect(large!.traits.length).toBe(1);
    expect([small!.traits, small!.components]).toEqual([[], []]);
    expect(small!.toText()).toBe("Segment 1 (33.3 %): nothing to show.");
    expect(nameSegments([large!, small!])).toEqual(["less A", "segment 1"]);
    expect(explainSegments(fitted, { minimum: 20 })[1]!.traits.length).toBe(1);
  });

  it("says no more and no less of codes that are names", async () => {
    const crowd = FeatureMatrix.fromColumns({ KIND: Array.from({ length: 80 }, (_, i) => (i < 40 ? 2 : 7)) });
    const fitted = await new KMeans({ clusters: 2, seed: 1 }).fit(crowd);
    const nominal = new Schema().with({ KIND: { level: "nominal", codes: { "7": "heaths" } } });
    const explained = explainSegments(fitted, { schema: nominal });
    const texts = explained.map((segment) => segment.toText().replace(/^Segment \d \(50\.0 %\): /, "")).sort();
    expect(texts).toEqual([
      'more often KIND "heaths" (100.0 %, overall 50.0 %).',
      "more often KIND 2 (100.0 %, overall 50.0 %).",
    ]);
    expect(nameSegments(explained).sort()).toEqual(["KIND 2", "KIND: heaths"]);
  });
});
