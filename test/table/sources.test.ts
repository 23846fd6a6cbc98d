import {
  chooseClusters,
  compareMissing,
  crossValidate,
  driftReport,
  explainScores,
  FeatureEncoder,
  type FeatureMatrix,
  Imputer,
  KindredError,
  KMeans,
  LogisticRegression,
  lookAlike,
  missingReport,
  Pipeline,
  partialDependence,
  permutationImportance,
  profileSegments,
  Schema,
  type Source,
  splitRows,
  type Table,
  tableFrom,
  trainTestSplit,
} from "kindred";
import { describe, expect, it } from "vitest";

const table = tableFrom(
  Array.from({ length: 200 }, (_, i) => ({
    id: 1000 + i,
    age: i % 13 === 0 ? null : 20 + ((i * 7) % 40),
    zone: ["a", "b", null][i % 3],
    bought: (i * 7) % 40 > 25 ? "yes" : "no",
  })),
);
const source: Source = { open: () => [table.slice(0, 70), table.slice(70, 71), table.slice(71)] };
const segments = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["cluster", new KMeans({ clusters: 3, seed: 1 })],
]);
const classifier = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["model", new LogisticRegression()],
]);

describe("A Source is taken where a Table is", () => {
  it("by predict, transform and predictProbabilities, which give the blocks", async () => {
    const fitted = await segments.fit(source);
    expect([...(await fitted.predict(source).collect())]).toEqual([...fitted.predict(table)]);
    expect((await fitted.transform(source).collect()).toRows()).toEqual(fitted.transform(table).toRows());
    const model = await classifier.fit(source, "bought");
    expect(await model.predict(source).collect()).toEqual(model.predict(table));
    const blocks: FeatureMatrix[] = [];
    for await (const block of model.predictProbabilities(source)) blocks.push(block);
    expect(blocks.flatMap((block) => block.toRows())).toEqual(model.predictProbabilities(table).toRows());
  });

  it("by what describes rows, which gives a promise of the same", async () => {
    const fitted = await segments.fit(table);
    const labels = fitted.predict(table);
    const text = (report: { toText(): string }): string => report.toText();
    expect(text(await missingReport(source))).toBe(text(missingReport(table)));
    expect(text(await compareMissing(source, table))).toBe(text(compareMissing(table, table)));
    expect(text(await driftReport(fitted, source))).toBe(text(driftReport(fitted, table)));
    expect(text(await profileSegments(source, labels))).toBe(text(profileSegments(table, labels)));
    expect(text(await splitRows(source))).toBe(text(splitRows(table)));
    expect(String(await Schema.infer(source))).toBe(String(Schema.infer(table)));
  });

  it("by what divides, scores and explains", async () => {
    const parts = await trainTestSplit(source, "bought", { seed: 1 });
    const same = trainTestSplit(table, "bought", { seed: 1 });
    expect(String(parts.test.X)).toBe(String(same.test.X));
    expect((parts.test.X as Table).schema.fields.map(({ name }) => name)).toEqual(["id", "age", "zone"]);
    const scores = async (data: Source | Table): Promise<unknown> =>
      (await crossValidate(classifier, data, "bought", { folds: 3, threads: 1 })).predictions;
    expect(await scores(source)).toEqual(await scores(table));
    const model = await classifier.fit(table, "bought");
    const options = { positive: "yes", seed: 1, repeats: 1 } as const;
    const importances = async (data: Source | Table): Promise<unknown> =>
      (await permutationImportance(model, data, "bought", options)).columns;
    expect(await importances(source)).toEqual(await importances(table));
    const dependence = async (data: Source | Table): Promise<unknown> =>
      (await partialDependence(model, data, "age", { positive: "yes" })).average;
    expect(await dependence(source)).toEqual(await dependence(table));
    const explained = async (data: Source | Table): Promise<unknown> =>
      (await explainScores(model, data, { positive: "yes" })).contributions.toRows();
    expect(await explained(source)).toEqual(await explained(table));
    const alike = async (population: Source | Table): Promise<unknown> =>
      (
        await lookAlike(classifier, {
          population,
          customers: table.slice(0, 60),
          overlap: "none",
          folds: 2,
          threads: 1,
        })
      ).scores;
    expect(await alike(source)).toEqual(await alike(table));
  });

  it("by chooseClusters", async () => {
    const rows = tableFrom(Array.from({ length: 90 }, (_, i) => ({ a: 10 * (i % 3) + (i % 7) / 10, b: (i % 5) / 10 })));
    const batches: Source = { open: () => [rows.slice(0, 31), rows.slice(31)] };
    const options = { from: 2, to: 4, bootstraps: 2, threads: 1 };
    const choice = await chooseClusters(batches, options);
    expect(choice.best.silhouette).toBe(3);
    expect(choice.toText()).toBe((await chooseClusters(rows, options)).toText());
  });

  it("and refused by name where its batches do not fit each other", async () => {
    const odd: Source = { open: () => [table.select(["age"]), table] };
    await expect(missingReport(odd)).rejects.toThrow("the batches do not have the same columns");
    await expect(missingReport({ open: () => [] })).rejects.toThrow(KindredError);
  });
});
