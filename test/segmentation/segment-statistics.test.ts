import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  DropSparseRows,
  defineClusterer,
  defineTransformer,
  explainSegments,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  KMeans,
  load,
  nameSegments,
  PCA,
  Pipeline,
  profileSegments,
  Recoder,
  recode,
  renameSegments,
  Scaler,
  Schema,
  UnknownCodes,
} from "../../src/index.js";
import { csvSource, parseCsv } from "../../src/io/index.js";
import { inFolder } from "../io/helpers.js";

const ROWS = 1200;
/** Codes with unknown ones, words, skewed amounts, and gaps. */
function file(): string {
  const random = new Random(11);
  const lines = Array.from({ length: ROWS }, () => {
    const rich = random.uniform() < 0.3;
    const spend = rich ? Math.round(1e4 * random.uniform() ** 3) / 10 : Math.round(10 * random.uniform());
    const age = random.uniform() < 0.1 ? 9 : 1 + random.below(3) + (rich ? 2 : 0);
    const zone = rich ? "north" : ["south", "east"][random.below(2)]!;
    const cars = random.uniform() < 0.2 ? "" : String(random.below(3) + (rich ? 1 : 0));
    return `${age},${zone},${spend},${cars},${spend * 2 + random.below(3)}`;
  });
  return `AGE,ZONE,SPEND,CARS,VISITS\n${lines.join("\n")}\n`;
}
const TEXT = file();
const table = parseCsv(TEXT);
const steps = [
  ["unknown", new UnknownCodes({ codes: { AGE: [9] } })],
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["reduce", new PCA({ components: 3 })],
  ["cluster", new KMeans({ clusters: 3, seed: 1 })],
] as const;
const segmentation = new Pipeline(steps);

const column = (name: string): (number | string | null)[] =>
  Array.from(table.getChild(name)!, (value) => value as number | string | null);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("What a fitted clusterer keeps of its segments", () => {
  it("is what their training rows hold in the columns as they came in, unknown codes taken out and nothing filled in", async () => {
    const fitted = await segmentation.fit(table);
    const labels = fitted.predict(table);
    for (const { segment, rows, share, traits } of explainSegments(fitted, { top: 9 })) {
      const own = Array.from(labels, (_, i) => i).filter((i) => labels[i] === segment);
      expect([rows, share]).toEqual([own.length, own.length / ROWS]);
      for (const trait of traits) {
        const values = column(trait.column).map((value) => (trait.column === "AGE" && value === 9 ? null : value));
        const known = own.filter((i) => values[i] !== null);
        expect(trait.known).toBe(known.length);
        if (trait.category !== undefined) {
          expect(trait.value).toBeCloseTo(known.filter((i) => values[i] === trait.category).length / known.length, 12);
          continue;
        }
        const numbers = known.map((i) => values[i] as number).sort((a, b) => a - b);
        const all = values.filter((value) => value !== null) as number[];
        expect(trait.value).toBeCloseTo(mean(numbers), 9);
        expect(trait.typical).toBeCloseTo(mean(all), 9);
        const deviation = Math.sqrt(mean(all.map((value) => (value - mean(all)) ** 2)));
        expect(trait.strength).toBeCloseTo((mean(numbers) - mean(all)) / deviation, 9);
        const [low, high] = [numbers[(numbers.length - 1) >> 1]!, numbers[numbers.length >> 1]!];
        expect(trait.median).toBe(["AGE", "CARS"].includes(trait.column) ? low : (low + high) / 2);
        expect(trait.value).toBeGreaterThanOrEqual(Math.min(...all));
        expect(trait.value).toBeLessThanOrEqual(Math.max(...all));
      }
    }
  });

  it("is the same from a file, in any batches and on any threads, and in the model's document", async () => {
    const fitted = await segmentation.fit(table);
    const said = explainSegments(fitted, { top: 9 }).map((one) => [one.toText(), one.components, one.traits]);
    await inFolder(async (path) => {
      await writeFile(path("people.csv"), TEXT);
      for (const threads of [1, 2]) {
        const streamed = await segmentation.fit(await csvSource(path("people.csv"), { batchRows: 97 }), { threads });
        expect(explainSegments(streamed, { top: 9 }).map((one) => [one.toText(), one.components, one.traits])).toEqual(
          said,
        );
      }
    });
    const loaded = load(JSON.stringify(fitted), { as: segmentation });
    expect(explainSegments(loaded, { top: 9 }).map((one) => [one.toText(), one.components, one.traits])).toEqual(said);
  });

  it("tells the story of profileSegments in its words", async () => {
    const [, impute, encode, scale, reduce, cluster] = steps;
    const fitted = await new Pipeline([impute, encode, scale, reduce, cluster]).fit(table);
    const labels = fitted.predict(table);
    const profile = profileSegments(table, labels);
    for (const { segment, traits } of explainSegments(fitted))
      for (const trait of traits) {
        const other = profile.segments[segment]!.columns.find((one) => one.column === trait.column)!;
        expect(other.effect).toBeCloseTo(trait.strength, 9);
        expect(profile.toText(9)).toContain(
          trait.sameAs === undefined && Math.abs(trait.strength) >= 0.1 ? trait.words : "",
        );
      }
  });

  it("is of the rows that were learned from, where others were left out", async () => {
    const random = new Random(3);
    const gaps = Float64Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? Number.NaN : random.uniform()));
    const people = FeatureMatrix.fromColumns({
      A: gaps,
      B: gaps,
      C: Array.from({ length: 400 }, (_, i) => (i % 2) * 5 + random.uniform()),
    });
    const before = { sparse: new DropSparseRows({ maxMissing: 0.5 }), impute: new Imputer({ strategy: "mean" }) };
    const cluster = new KMeans({ clusters: 2, seed: 1 });
    for (const fitted of [
      await new Pipeline([
        ["sparse", before.sparse],
        ["impute", before.impute],
        ["cluster", cluster],
      ]).fit(people),
      await new Pipeline([
        ["scale", new Scaler()],
        ["sparse", before.sparse],
        ["impute", before.impute],
        ["cluster", cluster],
      ]).fit(people),
    ]) {
      const explained = explainSegments(fitted);
      expect(explained.reduce((sum, { rows }) => sum + rows, 0)).toBe(300);
      expect(explained[0]!.rows).toBe(fitted.steps.cluster.counts[0]);
      const typical = explained.flatMap(({ traits }) => traits).find((trait) => trait.column === "C")!.typical;
      expect(typical).toBeCloseTo(mean(Array.from(people.column("C")).filter((_, i) => i % 4 !== 0)), 9);
    }
  });

  it("weighs rows as learning does, and counts people", async () => {
    const people = FeatureMatrix.fromColumns({
      A: Array.from({ length: 90 }, (_, i) => (i < 60 ? i % 4 : 20 + (i % 4))),
    });
    const weights = Array.from({ length: 90 }, (_, i) => (i < 60 ? 1 + (i % 2) : 4));
    const fitted = await new KMeans({ clusters: 2, seed: 1 }).fit(people, { sampleWeight: weights });
    const [heavy, light] = explainSegments(fitted).sort((a, b) => b.traits[0]!.value - a.traits[0]!.value);
    expect([heavy!.rows, light!.rows]).toEqual([30, 60]);
    expect(heavy!.share).toBeCloseTo(120 / 210, 12);
    // Values 0 to 3 with weights 1, 2, 1, 2.
    expect(light!.traits[0]!.value).toBeCloseTo((2 + 2 + 6) / 6, 12);
  });

  it("leaves out columns that fewer people know than are to be shown", async () => {
    const people = FeatureMatrix.fromColumns({
      RARE: Array.from({ length: 200 }, (_, i) => (i % 2 === 1 || i < 40 ? i % 7 : Number.NaN)),
      COMMON: Array.from({ length: 200 }, (_, i) => (i % 2) * 9 + (i % 3)),
    });
    const fitted = await new Pipeline([
      ["impute", new Imputer({ strategy: "mean" })],
      ["cluster", new KMeans({ clusters: 2, seed: 1 })],
    ]).fit(people);
    const few = explainSegments(fitted).find(({ traits }) => traits.every(({ column: name }) => name !== "RARE"))!;
    expect(few.traits[0]!.value).toBeLessThan(5);
    expect(
      explainSegments(fitted, { minimum: 20 }).every(({ traits }) => traits.some((t) => t.column === "RARE")),
    ).toBe(true);
  });

  it("speaks of columns that were recoded, with the meanings of their Schema", async () => {
    const recoded = await new Pipeline([
      [
        "recode",
        new Recoder({ rules: [recode("AGE").map("GROUP", { 1: "young", 2: "young", 3: "old", 4: "old", 5: "old" })] }),
      ],
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["cluster", new KMeans({ clusters: 2, seed: 1 })],
    ]).fit(table);
    const names = explainSegments(recoded, { top: 9 }).flatMap(({ traits }) => traits.map((trait) => trait.column));
    expect(names).toContain("GROUP");
  });

  it("explains a stranger's linear step and a stranger's clusterer as it does ours", async () => {
    const Halve = defineTransformer({
      kind: "acme/Mix",
      version: 1,
      params: z.strictObject({}),
      fit: () => ({}),
      program: (_state: object, _params: object, { plan }) => [
        {
          op: "project",
          weights: Float64Array.from(plan.flatMap((_, j) => [j === 0 ? 1 : 0.1, j === 1 ? -2 : 0])),
          bias: new Float64Array(2),
          names: ["mix1", "mix2"],
          single: false,
        },
      ],
    });
    const Split = defineClusterer({
      kind: "acme/Split",
      version: 1,
      params: z.strictObject({}),
      fit: (x: FeatureMatrix) => ({ at: mean(Array.from(x.column(0))) }),
      predict: (x: FeatureMatrix, { at }: { at: number }) => Array.from(x.column(0), (value) => (value > at ? 1 : 0)),
    });
    const random = new Random(5);
    const people = FeatureMatrix.fromColumns({
      A: Array.from({ length: 200 }, (_, i) => 10 * (i % 2) + random.uniform()),
      B: Array.from({ length: 200 }, () => random.uniform()),
      C: Array.from({ length: 200 }, () => random.uniform()),
    });
    const fitted = await new Pipeline([
      ["mix", new Halve()],
      ["split", new Split()],
    ]).fit(people);
    const [low, high] = explainSegments(fitted);
    expect([low!.traits[0]!.column, high!.traits[0]!.column]).toEqual(["A", "A"]);
    expect(high!.traits[0]!.strength).toBeCloseTo(1, 1);
    expect(high!.components[0]).toMatchObject({ component: "mix1", loadings: "+ A, + B, + C" });
    expect(high!.components[0]!.score).toBeCloseTo(1, 1);
    const again = load(JSON.stringify(fitted), { types: [Halve, Split] });
    expect(explainSegments(again as never).map((one) => one.toText())).toEqual([low!.toText(), high!.toText()]);
  });

  it("is not kept where that is not wanted, by a step of a pipeline, or in a document that was changed", async () => {
    const fitted = await segmentation.fit(table, { describeSegments: false });
    expect(() => explainSegments(fitted)).toThrow("the fitted Pipeline keeps no statistics of segments");
    const whole = await segmentation.fit(table);
    expect(() => explainSegments(whole.steps.cluster)).toThrow("the fitted KMeans keeps no statistics of segments");
  });

  it("lets one column of a correlated block speak, and lists the others as the same", async () => {
    const fitted = await segmentation.fit(table);
    for (const { traits } of explainSegments(fitted, { top: 9 })) {
      const pair = traits.filter(({ column: name }) => name === "SPEND" || name === "VISITS");
      expect(pair.map(({ sameAs }) => sameAs === undefined).filter(Boolean)).toHaveLength(
        pair.some((t) => t.sameAs === undefined) ? 1 : 0,
      );
    }
  });
});

describe("renameSegments", () => {
  it("keeps names that people gave with the model, by the segment's number, and they win", async () => {
    const fitted = await segmentation.fit(table);
    const named = renameSegments(fitted, { 1: "Big spenders" });
    const loaded = load(JSON.stringify(named), { as: segmentation });
    expect(loaded.predict(table)).toEqual(fitted.predict(table));
    const names = nameSegments(explainSegments(loaded));
    expect(names[1]).toBe("Big spenders");
    expect(explainSegments(loaded)[1]!.toText()).toMatch(/^Segment 1 "Big spenders" \(/);
    expect(nameSegments(explainSegments(fitted))[1]).not.toBe("Big spenders");
    expect(names[0]).toBe(nameSegments(explainSegments(fitted))[0]);
    const cleared = renameSegments(loaded, { 1: null });
    expect(nameSegments(explainSegments(cleared))).toEqual(nameSegments(explainSegments(fitted)));
  });

  it("refuses segments that are not there, and names that are empty or given twice", async () => {
    const fitted = await segmentation.fit(table);
    expect(() => renameSegments(fitted, { 7: "x" })).toThrow("there is no segment 7");
    expect(() => renameSegments(fitted, { 0: " " })).toThrow("the name of segment 0 is empty");
    expect(() => renameSegments(fitted, { 0: "x", 1: "x" })).toThrow('two segments are called "x"');
  });
});

describe("nameSegments", () => {
  const trait = (columnName: string, strength: number, more = {}) => ({
    column: columnName,
    value: 0,
    typical: 0,
    strength,
    more: strength > 0,
    ...more,
  });

  it("uses words of dictionary and Schema, one trait a block, in at most forty characters", () => {
    const names = nameSegments([
      {
        segment: 0,
        traits: [
          trait("MOSHOOFD", 1.2, {
            category: "8",
            description: "Customer main type",
            meaning: "Family with grown ups",
          }),
          trait("MINKGEM", 0.9, { sameAs: "MOSHOOFD" }),
          trait("PWAPART", -0.6),
        ],
      },
      { segment: 1, traits: [trait("KBA13_HERST_ASIEN_WITH_A_VERY_LONG_NAME_INDEED", 0.8), trait("A", 0.5)] },
      { segment: 2, traits: [trait("A", 0.3), trait("B", 0.1)] },
    ]);
    expect(names[0]).toBe("Family with grown ups, less PWAPART");
    expect(names[2]).toBe("more A");
    for (const name of names) expect(name.length).toBeLessThanOrEqual(40);
  });
});

describe("Schema", () => {
  it("carries a column's description from the dictionary, into the model and the words", async () => {
    const schema = new Schema().with({ SPEND: { description: "Yearly spending" } });
    const fitted = await segmentation.fit(schema.attach(table));
    const loaded = load(JSON.stringify(fitted), { as: segmentation });
    const words = explainSegments(loaded, { top: 9 }).flatMap(({ traits }) => traits.map((one) => one.words));
    expect(words.some((text) => text?.includes("SPEND (Yearly spending)"))).toBe(true);
  });
});
