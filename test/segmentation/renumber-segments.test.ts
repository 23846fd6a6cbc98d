import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Random } from "../../src/engine/numeric/random/index.js";
import { toJavaScript, toSql } from "../../src/export/index.js";
import {
  compareSegments,
  contactTable,
  defineClusterer,
  explainSegments,
  FeatureEncoder,
  FeatureMatrix,
  GaussianMixture,
  Imputer,
  KMeans,
  KPrototypes,
  load,
  matchSegments,
  migration,
  nameSegments,
  PCA,
  Pipeline,
  profileSegments,
  renameSegments,
  renumberSegments,
  Scaler,
  SegmentGroups,
  stability,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { segmentationReport } from "../../src/report/index.js";

/** People of five kinds in three columns, some of them between two kinds. */
function people(rows: number, seed: number): FeatureMatrix {
  const random = new Random(seed);
  const kinds = Array.from({ length: rows }, (_, i) => [0, 0, 1, 2, 3, 4, 4, 4][i % 8]!);
  const column = (centers: readonly number[], spread: number): number[] =>
    kinds.map((kind) => centers[kind]! + spread * random.normal());
  return FeatureMatrix.fromColumns({
    AGE: column([25, 45, 70, 33, 58], 4),
    CARS: column([0, 3, 1, 2, 0], 0.5),
    INCOME: column([1, 4, 2, 5, 3], 0.8),
  });
}

const rows = people(320, 1);
const table = rows.toTable();
const others = people(80, 2);
const Nearest = defineClusterer({
  kind: "test/Nearest",
  version: 1,
  params: z.strictObject({}),
  fit: (x: FeatureMatrix) => ({ centers: [20, 40, 60].map((age) => age + (x.rows % 3)) }),
  predict: (x: FeatureMatrix, { centers }: { centers: number[] }) =>
    Int32Array.from(x.column("AGE"), (age) =>
      centers.reduce((b, c, k) => (Math.abs(c - age) < Math.abs(centers[b]! - age) ? k : b), 0),
    ),
});

/** Every clusterer, alone and at the end of Pipelines, and what it takes. */
const models = [
  ["KMeans", new KMeans({ clusters: 5, seed: 1 }), rows, others],
  ["KMeans by its output of clusters", new KMeans({ clusters: 4, output: "both", seed: 3 }), rows, others],
  ["GaussianMixture", new GaussianMixture({ clusters: 4, seed: 1 }), rows, others],
  ["KPrototypes", new KPrototypes({ clusters: 4, seed: 1 }), table, others.toTable()],
  ["SegmentGroups", new SegmentGroups({ types: 9, groups: 4, seed: 1 }), rows, others],
  ["a stranger's clusterer", new Nearest(), rows, others],
  [
    "Pipeline",
    new Pipeline([
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 2 })],
      ["cluster", new KMeans({ clusters: 5, seed: 1 })],
    ]),
    table,
    others.toTable(),
  ],
  [
    "Pipeline within a Pipeline",
    new Pipeline([
      ["scale", new Scaler()],
      [
        "rest",
        new Pipeline([
          ["reduce", new PCA({ components: 2 })],
          ["cluster", new GaussianMixture({ clusters: 3, seed: 2 })],
        ]),
      ],
    ]),
    rows,
    others,
  ],
] as const;

type Model =
  ReturnType<typeof explainSegments> extends never
    ? never
    : Parameters<typeof explainSegments>[0] & {
        predict(data: unknown): Int32Array;
        transform(data: unknown): FeatureMatrix;
        row(verb: "predict"): (record: ArrayLike<number>) => number;
        readonly verbs: readonly string[];
      };

async function fittedOf(estimator: (typeof models)[number][1], data: unknown): Promise<Model> {
  return (await (estimator as unknown as { fit(data: unknown): Promise<object> }).fit(data)) as Model;
}

describe("renumberSegments", () => {
  for (const [name, estimator, data, later] of models)
    it(`gives the labels of ${name} other ids, and changes nothing else`, async () => {
      const fitted = await fittedOf(estimator, data);
      const before = fitted.predict(later);
      const count = 1 + Math.max(...fitted.predict(data));
      const records = others.toRows();
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.nat({ max: 70_000 }), { minLength: count, maxLength: count }),
          async (ids) => {
            const model = renumberSegments(fitted, Object.fromEntries(ids.entries()));
            const expected = before.map((label) => ids[label]!);
            expect(model.predict(later)).toEqual(expected);
            expect(load(JSON.stringify(model), { types: [Nearest] }).predict(later)).toEqual(expected);
            const one = model.row("predict");
            expect(records.slice(0, 5).map((record) => one(record))).toEqual([...expected.slice(0, 5)]);
            // There and back again.
            const back = renumberSegments(model, Object.fromEntries(ids.map((id, at) => [id, at])));
            expect(back.predict(later)).toEqual(before);
            expect(explainSegments(back)).toEqual(explainSegments(fitted));
            // Explanations stand in the order of the ids, each with what it had.
            const explained = explainSegments(model);
            expect(explained.map(({ segment }) => segment)).toEqual([...ids].sort((a, b) => a - b));
            for (const own of explainSegments(fitted)) {
              const same = explained.find(({ segment }) => segment === ids[own.segment])!;
              expect({ ...same, segment: own.segment }).toEqual({ ...own });
            }
          },
        ),
        { numRuns: 5 },
      );
    });

  it("keeps centroids, counts, distances and clusters by the order of the ids", async () => {
    const fitted = await new KMeans({ clusters: 3, output: "both", seed: 1 }).fit(rows);
    const model = renumberSegments(fitted, { 0: 5, 1: 9, 2: 2 });
    expect(model.ids).toEqual(Int32Array.of(2, 5, 9));
    expect(model.centroids.toRows()).toEqual([2, 0, 1].map((c) => fitted.centroids.toRows()[c]));
    expect(model.counts).toEqual(Float64Array.from([2, 0, 1], (c) => fitted.counts[c]!));
    expect(model.outputColumns).toEqual(["distance2", "distance5", "distance9", "cluster=2", "cluster=5", "cluster=9"]);
    const [given, renumbered] = [fitted.transform(others), model.transform(others)];
    [2, 0, 1].forEach((from, to) => {
      expect(renumbered.column(to)).toEqual(given.column(from));
      expect(renumbered.column(3 + to)).toEqual(given.column(3 + from));
    });
    expect(fitted.predict(others)).not.toEqual(model.predict(others));
    expect(inspect(model)).toContain("which have the ids [5, 9, 2]");
  });

  it("keeps probabilities, means and covariances of a mixture by the order of the ids", async () => {
    const fitted = await new GaussianMixture({ clusters: 3, seed: 1 }).fit(rows);
    const model = renumberSegments(fitted, { 0: 5, 1: 9, 2: 2 });
    const probabilities = model.predictProbabilities(others);
    expect(probabilities.columns).toEqual(["2", "5", "9"]);
    expect(probabilities.column("9")).toEqual(fitted.predictProbabilities(others).column("1"));
    expect(model.transform(others).columns).toEqual(["probability2", "probability5", "probability9"]);
    expect(model.weights).toEqual(Float64Array.from([2, 0, 1], (c) => fitted.weights[c]!));
    expect(model.means.toRows()[1]).toEqual(fitted.means.toRows()[0]);
    expect(model.covariance(9).toRows()).toEqual(fitted.covariance(1).toRows());
    expect(() => model.covariance(0)).toThrow("there is no cluster 0. Clusters are");
    const one = renumberSegments(await new GaussianMixture({ clusters: 1 }).fit(rows), { 0: 6 });
    expect(one.predict(others)[0]).toBe(6);
  });

  it("keeps prototypes and groups by the order of the ids", async () => {
    const mixed = renumberSegments(await new KPrototypes({ clusters: 3, seed: 1 }).fit(table), { 0: 5, 1: 9, 2: 2 });
    const plain = await new KPrototypes({ clusters: 3, seed: 1 }).fit(table);
    expect(mixed.prototypes.get(0)!.toJSON()).toEqual(plain.prototypes.get(2)!.toJSON());
    expect(mixed.counts[1]).toBe(plain.counts[0]);
    const given = await new SegmentGroups({ types: 8, groups: 3, seed: 1 }).fit(rows);
    const groups = renumberSegments(given, { 0: 5, 1: 9, 2: 2 });
    expect(groups.groups.map(({ group }) => group)).toEqual([2, 5, 9]);
    expect(groups.groups[1]!.types).toEqual(given.groups[0]!.types);
    expect(groups.predictTypes(others)).toEqual(given.predictTypes(others));
    expect(Int32Array.from(groups.transform(others).column("group"))).toEqual(groups.predict(others));
  });

  it("asks a Pipeline's last step for the same ids", async () => {
    const fitted = await new Pipeline([
      ["scale", new Scaler()],
      ["cluster", new KMeans({ clusters: 3, seed: 1 })],
    ]).fit(rows);
    const model = renumberSegments(fitted, { 0: 5, 1: 9, 2: 2 });
    const scaled = model.steps.scale.transform(others);
    expect(model.steps.cluster.predict(scaled)).toEqual(model.predict(others));
    expect(model.steps.cluster.ids).toEqual(Int32Array.of(2, 5, 9));
  });

  it("is what exports and the results of segments say", async () => {
    const fitted = await new KMeans({ clusters: 3, seed: 1 }).fit(rows);
    const model = renameSegments(renumberSegments(fitted, { 0: 5, 1: 9, 2: 2 }), { 9: "Drivers" });
    const labels = model.predict(rows);
    expect(toSql(model, { dialect: "duckdb", table: "people" })).toMatch(/9/);
    const source = toJavaScript(model);
    const exported = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
      predict(record: object): number;
    };
    rows
      .toRows()
      .slice(0, 20)
      .forEach(([AGE, CARS, INCOME], i) => {
        expect(exported.predict({ AGE, CARS, INCOME })).toBe(labels[i]);
      });
    expect(profileSegments(table, labels).segments.map(({ segment }) => segment)).toEqual([2, 5, 9]);
    const comparison = compareSegments({ population: labels, customers: labels.slice(100), overlap: "none" });
    expect(comparison.segments.map(({ segment }) => segment)).toEqual([2, 5, 9]);
    const held = await stability(model, rows, { draws: 2 });
    expect(held.segments.map(({ segment }) => segment)).toEqual([2, 5, 9]);
    expect(nameSegments(explainSegments(model))[2]).toBe("Drivers");
    const names = nameSegments(explainSegments(model));
    const contacts = contactTable({ ids: ["a", "b"], segments: [9, 0], names, date: "2024-06-01" });
    expect(contacts.toArray().map((row) => row.segmentName)).toEqual(["Drivers", null]);
    const page = segmentationReport({ model, comparison, names, stability: held });
    expect(page).toContain("Drivers");
    expect(page).toContain('<span class="key">S9</span> <bdi>Drivers</bdi>');
  });

  it("refuses ids of segments that are not there, that are no whole numbers, and that two would have", async () => {
    const fitted = await new KMeans({ clusters: 3, seed: 1 }).fit(rows);
    expect(() => renumberSegments(fitted, { 3: 1 })).toThrow("there is no segment 3. Its segments are 0, 1, 2");
    expect(() => renumberSegments(fitted, { 0: 1.5 })).toThrow("segment 0 would be 1.5");
    expect(() => renumberSegments(fitted, { 0: -1 })).toThrow("segment 0 would be -1");
    expect(() => renumberSegments(fitted, { 0: 1 })).toThrow("two segments would be 1");
    expect(() => renumberSegments(fitted, {}, { next: 0 })).toThrow("next");
    const scaler = await new Scaler().fit(rows);
    expect(() => renumberSegments(scaler as never, { 0: 1 })).toThrow("does not end in a clusterer");
    const model = JSON.parse(JSON.stringify(renumberSegments(fitted, { 0: 7 }))) as {
      inputSchema: { segmentIds: unknown };
    };
    expect(model.inputSchema.segmentIds).toBeDefined();
  });

  it("refuses documents whose ids are not those of its clusters", async () => {
    const fitted = renumberSegments(await new KMeans({ clusters: 3, seed: 1 }).fit(rows), { 0: 7 });
    const { spec } = fitted as unknown as { spec: { input: object } };
    const withIds = (segmentIds: object, segments?: object): string => {
      const Same = fitted.constructor as new (spec: object) => object;
      return JSON.stringify(new Same({ ...spec, input: { ...spec.input, segments, segmentIds } }));
    };
    expect(() => load(withIds({ ids: Int32Array.of(7, 1), next: 8 }))).toThrow(
      "has 3 clusters, of which its input has 2 ids",
    );
    expect(() => load(withIds({ ids: Int32Array.of(7, 1, 1), next: 8 }))).toThrow("has an id twice");
    expect(() => load(withIds({ ids: Int32Array.of(7, 1, 2), next: 7 }))).toThrow("has an id that was never used");
  });
});

describe("SegmentMatch.renumber", () => {
  for (const [name, estimator, data, later] of models)
    it(`makes ${name} predict what relabel makes of its labels`, async () => {
      const former = renumberSegments(await fittedOf(estimator, data), { 0: 40 });
      const fewer = people(200, 5);
      const after = await fittedOf(estimator, data === table ? fewer.toTable() : fewer);
      const match = matchSegments(former, after, later);
      const model = match.renumber(after);
      expect(Array.from(model.predict(later))).toEqual(match.relabel(after.predict(later)));
      expect(Array.from(model.predict(data))).toEqual(match.relabel(after.predict(data)));
      // Who stayed is the same, whether segments are matched or have the same ids.
      const [matched, renumbered] = [migration(former, after, later), migration(former, model, later)];
      expect(renumbered.stayed).toEqual(matched.stayed);
    });

  it("gives a segment that appeared an id that none ever had, over generations", async () => {
    const estimator = new KMeans({ clusters: 5, seed: 1 });
    const first = await estimator.fit(rows);
    // The last segment goes; nothing comes.
    const fewer = await estimator.with({ clusters: 3 }).fit(rows);
    const second = matchSegments(first, fewer, rows).renumber(fewer);
    expect(Math.max(...second.ids)).toBeLessThan(10);
    const again = await estimator.fit(rows);
    const third = matchSegments(load(JSON.stringify(second), { as: KMeans }), again, rows).renumber(again);
    const used = new Set([...first.ids, ...second.ids]);
    for (const id of third.ids) if (!second.ids.includes(id)) expect(used.has(id)).toBe(false);
    expect(third.ids.filter((id) => id >= 5).length).toBeGreaterThan(0);
  });

  it("keeps the ids of segments in which none of the people asked about is from being used", async () => {
    const before = await new KMeans({ clusters: 5, seed: 1 }).fit(rows);
    const after = await new KMeans({ clusters: 5, seed: 2, order: "none" }).fit(people(320, 3));
    const few = rows.take(Array.from(before.predict(rows).keys()).filter((i) => before.predict(rows)[i]! < 2));
    const match = matchSegments(before, after, few);
    const model = match.renumber(after);
    expect(new Set(model.ids).size).toBe(5);
    const paired = new Set(match.pairs.map((pair) => pair.before));
    for (const id of model.ids) expect(paired.has(id) || id >= 5).toBe(true);
  });

  it("carries names over, and leaves those that people gave today", async () => {
    const before = renameSegments(await new KMeans({ clusters: 3, seed: 1 }).fit(rows), {
      0: "Elders",
      1: "Students",
      2: "Drivers",
    });
    const after = await new KMeans({ clusters: 3, seed: 7, order: "none" }).fit(rows);
    const match = matchSegments(before, after, rows);
    const name = (model: typeof after, id: number): string | undefined =>
      explainSegments(model).find(({ segment }) => segment === id)!.name;
    expect(match.toText()).toMatch(/^Segment 0 \("Elders"\) is segment \d now/);
    const model = match.renumber(after);
    expect([0, 1, 2].map((id) => name(model, id))).toEqual(["Elders", "Students", "Drivers"]);
    const own = match.pairs.find((pair) => pair.before === 1)!.after as number;
    const renamed = match.renumber(renameSegments(after, { [own]: "Freshmen" }));
    expect([0, 1, 2].map((id) => name(renamed, id))).toEqual(["Elders", "Freshmen", "Drivers"]);
  });

  it("refuses another model than was matched, and former ids that are words", async () => {
    const before = await new KMeans({ clusters: 3, seed: 1 }).fit(rows);
    const after = await new KMeans({ clusters: 4, seed: 1 }).fit(rows);
    const match = matchSegments(before, after, rows);
    expect(() => match.renumber(before)).toThrow("the model has no segment 3, which was matched");
    const words = matchSegments(
      Array.from(before.predict(rows), (label) => "abc"[label]!),
      before,
      rows,
    );
    expect(() => words.renumber(before)).toThrow('would be "a"');
  });

  it("reads tables as before", async () => {
    const csv = parseCsv(
      `AGE,ZONE\n${Array.from({ length: 60 }, (_, i) => `${20 + (i % 3) * 20},${"ab"[i % 2]}`).join("\n")}\n`,
    );
    const whole = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["cluster", new KMeans({ clusters: 3, seed: 1 })],
    ]);
    const model = renumberSegments(await whole.fit(csv), { 0: 12 });
    expect(new Set(load(JSON.stringify(model), { as: whole }).predict(csv))).toEqual(new Set([12, 1, 2]));
  });
});

describe("The text of a migration", () => {
  it("has the names that people gave to the segments of both models, and of each where one is a model", async () => {
    const pipeline = (seed: number) => new KMeans({ clusters: 3, seed }).fit(rows);
    const before = renameSegments(await pipeline(1), { 0: "Savers", 1: "Drivers", 2: "Elders" });
    const after = renameSegments(await new KMeans({ clusters: 4, seed: 2 }).fit(rows), { 1: "Cyclists" });
    const text = migration(before, after, rows).toText("operator");
    for (const { before: from, after: to, rows: people, stays } of migration(before, after, rows).moves) {
      if (people === 0 || stays) continue;
      const name = ["Savers", "Drivers", "Elders"][Number(from)];
      expect(text).toContain(`from segment ${from} ("${name}") to segment ${to}${to === 1 ? ' ("Cyclists")' : ""}: `);
    }
    expect(text).toMatch(/Segment \d \("(Savers|Drivers|Elders)"\) is segment \d now/);
    const labels = migration(before, Array.from(after.predict(rows)), rows, { match: false }).toText("operator");
    expect(labels).toContain('("Savers")');
    expect(labels).not.toContain("Cyclists");
    const alone = migration(Array.from(before.predict(rows)), Array.from(after.predict(rows)));
    expect(alone.toText("operator")).not.toContain('("');
  });
});
