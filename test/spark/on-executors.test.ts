import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { SECTION_ROWS } from "../../src/engine/reducers/index.js";
import {
  ColumnFilter,
  FeatureEncoder,
  Imputer,
  KMeans,
  LogisticRegression,
  NaiveBayes,
  PCA,
  Pipeline,
  Scaler,
  Schema,
} from "../../src/index.js";
import { ExecutorsHere, onCluster } from "./executors-here.js";

/** Three stored blocks, the last of them short. */
const ROWS = 70_001;
const random = new Random(5, "people");
const words = ["x", "y", "z", "w"];
const people = new Schema().with({ LNR: { role: "id" }, ANSWER: { role: "feature" } }).attach(
  tableFromArrays({
    LNR: Int32Array.from({ length: ROWS }, (_, i) => i),
    AGE: Array.from({ length: ROWS }, () => (random.uniform() < 0.1 ? null : 1 + random.below(9))),
    AMOUNT: Float64Array.from({ length: ROWS }, () => random.normal()),
    ZONE: Array.from({ length: ROWS }, () => words[random.below(4)]!),
    ANSWER: Array.from({ length: ROWS }, () => (random.uniform() < 0.3 ? "yes" : "no")),
    WEIGHT: Float64Array.from({ length: ROWS }, () => 1 + random.below(3)),
  }),
);
const prepare = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;
const segments = new Pipeline([
  ...prepare,
  ["reduce", new PCA({ components: 3 })],
  ["cluster", new KMeans({ clusters: 4, seed: 1, maxIterations: 4 })],
]);
const features = people.select(["LNR", "AGE", "AMOUNT", "ZONE"]);

describe("learning on executors", () => {
  it("gives the document of one machine, whatever the partitions and the order of their results", async () => {
    const here = JSON.stringify(await segments.fit(features));
    for (const partitions of [2, 5]) {
      const executors = new ExecutorsHere(features, partitions, partitions);
      // What is kept for rows is there once more, too, where a pass begins again.
      if (partitions === 5) executors.fault = "restarts";
      expect(JSON.stringify(await segments.fit(onCluster(features, executors)))).toBe(here);
      // Components are kept; what is filled, encoded and scaled runs again in each pass.
      expect(executors.works.filter((mode) => mode === "keep")).toHaveLength(1);
      expect(executors.works).not.toContain("read");
    }
  });

  it("gives the document of one machine for rows of several sections, though every pass is broken off once", async () => {
    const rows = SECTION_ROWS + 40_001;
    const amounts = tableFromArrays({
      LNR: Int32Array.from({ length: rows }, (_, i) => i),
      A: Float64Array.from({ length: rows }, () => random.normal()),
      B: Float64Array.from({ length: rows }, () => random.normal()),
    });
    const table = new Schema().with({ LNR: { role: "id" } }).attach(amounts);
    const model = new Pipeline([
      ...prepare,
      ["reduce", new PCA({ components: 2 })],
      ["cluster", new KMeans({ clusters: 3, seed: 1, starts: 1, maxIterations: 2 })],
    ]);
    const executors = new ExecutorsHere(table, 3, 3);
    executors.fault = "restarts";
    expect(JSON.stringify(await model.fit(onCluster(table, executors)))).toBe(JSON.stringify(await model.fit(table)));
  });

  it("knows target and weights by their columns", async () => {
    const named = { target: "ANSWER", sampleWeight: "WEIGHT" };
    for (const model of [new LogisticRegression({ maxIterations: 20 }), new NaiveBayes()]) {
      const pipeline = new Pipeline([...prepare, ["model", model]]);
      const here = JSON.stringify(await pipeline.fit(people, named as never));
      const there = await pipeline.fit(onCluster(people, new ExecutorsHere(people, 3, 1)) as never, named as never);
      expect(JSON.stringify(there)).toBe(here);
    }
    await expect(
      new Pipeline([...prepare, ["model", new NaiveBayes()]]).fit(
        onCluster(people, new ExecutorsHere(people, 1, 1)) as never,
        { target: ["yes"] } as never,
      ),
    ).rejects.toThrow("target is a list, and the rows are on a cluster. Name the column that holds it");
  });

  it("sees no rows itself for distinct values, correlations, encodings by a target and the starts of k-means", async () => {
    const encode = new FeatureEncoder({ columns: { ZONE: "target" } });
    const filter = new ColumnFilter({ maxCorrelation: 0.9 });
    const encoded = new Pipeline([
      ["filter", filter],
      ["impute", new Imputer()],
      ["encode", encode],
      ["model", new NaiveBayes()],
    ]);
    const named = { target: "ANSWER", sampleWeight: "WEIGHT" };
    const first = new ExecutorsHere(people, 3, 1);
    const there = await encoded.fit(onCluster(people, first) as never, named as never);
    expect(JSON.stringify(there)).toBe(JSON.stringify(await encoded.fit(people, named as never)));
    expect(first.works).toEqual(expect.arrayContaining(["summarize", "pick", "reduce"]));
    expect(first.works).not.toContain("read");
    const second = new ExecutorsHere(features, 2, 1);
    const options = { describeSegments: false };
    const clusters = JSON.stringify(await segments.fit(onCluster(features, second), options));
    expect(clusters).toBe(JSON.stringify(await segments.fit(features, options)));
    expect(second.works).toContain("pick");
    expect(second.works).not.toContain("read");
  });

  it.each([
    ["twice", /rows from \d+ on came twice/],
    ["never", /\d+ rows came of 50000 that were asked for/],
  ] as const)("refuses chosen rows that come %s", async (fault, message) => {
    const amounts = people.select(["LNR", "AMOUNT"]);
    const executors = new ExecutorsHere(amounts, 2, 1);
    executors.fault = fault;
    executors.faulty = "pick";
    await expect(new KMeans({ clusters: 2, seed: 1 }).fit(onCluster(amounts, executors) as never)).rejects.toThrow(
      message,
    );
  });

  it.each([
    ["twice", /rows from \d+ on came twice/],
    ["never", /\d+ of 70001 rows never came/],
    ["apart", /1 rows from \d+ on came by themselves, which are no section/],
  ] as const)("refuses rows that come %s", async (fault, message) => {
    const executors = new ExecutorsHere(features, 2, 1);
    executors.fault = fault;
    await expect(segments.fit(onCluster(features, executors))).rejects.toThrow(message);
  });

  it("says so where there are no rows", async () => {
    const none = features.slice(0, 0);
    await expect(new Imputer().fit(onCluster(none, new ExecutorsHere(none, 2, 1)))).rejects.toMatchObject({
      code: "EMPTY_INPUT",
    });
  });
});
