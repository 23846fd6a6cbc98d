import { describe, expect, it } from "vitest";
import {
  DataDictionary,
  explainScores,
  explainSegments,
  FeatureEncoder,
  Imputer,
  KMeans,
  LogisticRegression,
  load,
  nameSegments,
  PCA,
  Pipeline,
  Scaler,
  Schema,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

const dictionary = new DataDictionary([
  {
    name: "TYPE",
    description: "main type",
    numeric: false,
    values: [
      { code: "1", meaning: "hedonists" },
      { code: "2", meaning: "growers" },
      { code: "8", meaning: "families" },
    ],
  },
  {
    name: "INCOME",
    numeric: false,
    values: ["very low", "low", "average", "high", "very high"].map((meaning, i) => ({ code: String(5 - i), meaning })),
  },
]);
const rows = Array.from({ length: 300 }, (_, i) => {
  const isFamily = i % 3 === 0;
  return `${isFamily ? 8 : 1 + (i % 2)},${isFamily ? 1 + (i % 2) : 4 + (i % 2)},${["a", "constructor"][i % 2]},${isFamily ? 1 : 0}`;
});
const raw = parseCsv(`TYPE,INCOME,ZONE,BOUGHT\n${rows.join("\n")}\n`);
const table = Schema.infer(raw, dictionary).attach(raw);
const people = table.select(["TYPE", "INCOME", "ZONE"]);

describe("Encoded columns carry what a dictionary says", () => {
  const encoder = new FeatureEncoder({ nominal: "oneHot" });

  it("a one-hot column is an indicator of a source, a category and its meaning", async () => {
    const { schema } = (
      await new Pipeline([
        ["encode", encoder],
        ["scale", new Scaler()],
      ]).fit(people)
    ).steps.scale;
    expect(schema.column("TYPE=8")).toEqual({
      role: "feature",
      level: "binary",
      kind: "indicator",
      source: "TYPE",
      category: "8",
      meaning: "families",
      description: "main type",
    });
    expect(schema.column("ZONE=constructor")).toEqual({
      role: "feature",
      level: "binary",
      kind: "indicator",
      source: "ZONE",
      category: "constructor",
    });
    expect(schema.column("INCOME")).toMatchObject({ level: "ordinal", direction: "down" });
    expect(schema.column("TYPE")).toEqual({});
  });

  it("and places in an order have its words, while shares and dates have none", async () => {
    const ordered = new FeatureEncoder({
      columns: { ZONE: "frequency", TYPE: "ordinal", INCOME: { encoding: "ordinal", order: [5, 4, 2, 1] } },
    });
    const { schema } = (
      await new Pipeline([
        ["encode", ordered],
        ["scale", new Scaler()],
      ]).fit(people)
    ).steps.scale;
    expect(schema.column("TYPE")).toMatchObject({
      level: "ordinal",
      codes: { 0: "hedonists", 1: "growers", 2: "families" },
    });
    expect(schema.column("ZONE")).toEqual({ role: "feature", level: "numeric" });
    expect(schema.column("INCOME").direction).toBeUndefined();
  });

  it("through models and their documents into explanations, components and names", async () => {
    const segmentation = new Pipeline([
      ["impute", new Imputer()],
      ["encode", encoder],
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 3 })],
      ["cluster", new KMeans({ clusters: 2, seed: 1 })],
    ]);
    const fitted = load(JSON.stringify(await segmentation.fit(people)), { as: segmentation });
    const explained = explainSegments(fitted);
    const family = explained.find(({ rows }) => rows === 100)!;
    const type = family.traits.find(({ column }) => column === "TYPE")!;
    expect(type).toMatchObject({ category: "8", meaning: "families", value: 1, levelGuessed: true });
    expect(nameSegments([family])[0]).toContain("families");
    expect(explained.map(({ components }) => components.map(({ loadings }) => loadings).join()).join()).toContain(
      'TYPE=8 ("families")',
    );
    expect(family.toText()).toContain("TYPE: codes taken for names, since their meanings have no order");
    expect(
      fitted.steps.cluster.schema.column("TYPE=8").meaning ?? fitted.steps.scale.schema.column("TYPE=8").meaning,
    ).toBe("families");
  });

  it("and into explanations of scores", async () => {
    const fitted = await new Pipeline([
      ["encode", encoder],
      ["scale", new Scaler()],
      ["model", new LogisticRegression()],
    ]).fit(table, "BOUGHT", { onWarning: () => {} });
    const scores = await explainScores(fitted, people, { positive: 1 });
    expect(scores.columns.find(({ column }) => column === "TYPE")!.values[0]!.value).toBe('8, "families"');
    // INCOME runs downwards by its meanings: families have much of it.
    expect(scores.columns.find(({ column }) => column === "INCOME")!.direction).toBe("up");
  });
});
