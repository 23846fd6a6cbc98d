import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { SECTION_ROWS } from "../../src/engine/reducers/index.js";
import { FeatureEncoder, GradientBoosting, Pipeline, Schema, type Table } from "../../src/index.js";
import { ExecutorsHere, onCluster } from "./executors-here.js";

const words = ["x", "y", "z", "w", "v", "u"];

/** Codes, amounts and words with gaps, and answers that hang on them. */
function people(rows: number): Table {
  const random = new Random(7, "boosting");
  const gap = <V>(value: V): V | null => (random.below(12) === 0 ? null : value);
  const age = Array.from({ length: rows }, () => gap(1 + random.below(9)));
  const amount = Array.from({ length: rows }, () => gap(random.normal()));
  const zone = Array.from({ length: rows }, () => gap(words[random.below(words.length)]!));
  const score = age.map((a, i) => (a ?? 2) / 3 + (amount[i] ?? -1) + (zone[i] === "z" ? 2 : 0) + random.normal());
  const table = tableFromArrays({
    LNR: Int32Array.from({ length: rows }, (_, i) => i),
    AGE: age,
    AMOUNT: amount,
    RATE: Float32Array.from({ length: rows }, () => random.below(700) / 7),
    ZONE: zone,
    SAME: Int32Array.from({ length: rows }, () => 3),
    ANSWER: score.map((value) => (value > 2 ? "yes" : "no")),
    PART: score.map((value) => (value > 3 ? "a" : value > 1.5 ? "b" : "c")),
    WEIGHT: Float64Array.from({ length: rows }, () => random.below(5) / 3),
  });
  return new Schema().with({ LNR: { role: "id" } }).attach(table);
}

function modelOf(options: object = {}): Pipeline<never> {
  return new Pipeline([
    ["encode", new FeatureEncoder({ columns: { ZONE: "ordinal" } })],
    ["model", new GradientBoosting({ iterations: 4, ...options })],
  ]) as never;
}

type Fitting = { fit(data: unknown, options: object): Promise<object> };

const COLUMNS = ["LNR", "AGE", "AMOUNT", "RATE", "ZONE", "SAME"];
const few = people(3000);

/** The documents of one machine and of executors. */
async function both(
  table: Table,
  options: object,
  fit: object,
  executors: ExecutorsHere = new ExecutorsHere(table, 2, 1),
): Promise<[here: string, there: string]> {
  const model = modelOf(options) as unknown as Fitting;
  const here = await model.fit({ open: () => [table] }, fit);
  const there = await model.fit(onCluster(table, executors), fit);
  return [JSON.stringify(here), JSON.stringify(there)];
}

describe("boosting on executors", () => {
  const answered = few.select([...COLUMNS, "ANSWER"]);
  const plain = few.select(["LNR", "AGE", "AMOUNT", "ANSWER"]);

  it.each([
    ["many leaves of few rows", { iterations: 2, maxLeaves: 40, minSamplesLeaf: 3 }],
    ["two leaves", { maxLeaves: 2 }],
    ["few levels", { maxLeaves: 31, maxDepth: 3 }],
    ["sets of categories", { categorical: ["ZONE", "AGE"] }],
    ["scores that must rise", { monotone: { AGE: "up", AMOUNT: "up" } }],
    ["sampled columns", { columnSample: 0.5, seed: 3 }],
    ["balanced classes", { classWeight: "balanced", iterations: 2 }],
    ["large steps", { learningRate: 0.9, iterations: 7, l2: 1, maxLeaves: 5 }],
    ["nothing to divide", { minSamplesLeaf: 2000 }],
  ])("gives the document of one machine with %s", async (_, options) => {
    const [here, there] = await both(answered, options, { target: "ANSWER" });
    expect(there).toBe(here);
  });

  it("gives it for three classes and weighted rows, some without weight", async () => {
    const [here, there] = await both(
      few.select([...COLUMNS, "PART", "WEIGHT"]),
      { iterations: 2, maxLeaves: 6 },
      { target: "PART", sampleWeight: "WEIGHT" },
    );
    expect(there).toBe(here);
  });

  it.each([1, 2, 4])("gives it from %i partitions, though every pass is broken off once", async (partitions) => {
    const executors = new ExecutorsHere(answered, partitions, partitions);
    executors.fault = "restarts";
    const [here, there] = await both(answered, { iterations: 2 }, { target: "ANSWER" }, executors);
    expect(there).toBe(here);
    expect(executors.works).not.toContain("read");
  });

  it("gives it for weighted rows of several sections, of which bins see a sample", async () => {
    const rows = SECTION_ROWS + 1001;
    const random = new Random(3, "sections");
    const amounts = Float64Array.from({ length: rows }, () => random.uniform());
    const table = new Schema().with({ LNR: { role: "id" } }).attach(
      tableFromArrays({
        LNR: Int32Array.from({ length: rows }, (_, i) => i),
        AMOUNT: amounts,
        ANSWER: Int8Array.from(amounts, (amount) => (amount + random.uniform() > 1 ? 1 : 0)),
        WEIGHT: Float64Array.from({ length: rows }, () => random.below(5) / 3),
      }),
    );
    const model = new GradientBoosting({ iterations: 2, maxLeaves: 3 }) as unknown as Fitting;
    const fit = { target: "ANSWER", sampleWeight: "WEIGHT" };
    const here = await model.fit({ open: () => [table] }, fit);
    const there = await model.fit(onCluster(table, new ExecutorsHere(table, 2, 1)), fit);
    expect(JSON.stringify(there)).toBe(JSON.stringify(here));
  });

  it("passes over the rows about as often as trees are deep, and not once a leaf", async () => {
    const executors = new ExecutorsHere(answered, 1, 1);
    const iterations = 4;
    const model = modelOf({ iterations, maxLeaves: 31, minSamplesLeaf: 10 }) as unknown as Fitting;
    const fitted = await model.fit(onCluster(answered, executors), { target: "ANSWER" });
    const { trees } = (fitted as { steps: { model: { state: { trees: { roots: Int32Array; left: Int32Array } } } } })
      .steps.model.state;
    expect(trees.left.length).toBe(61 * iterations);
    const passes = executors.works.filter((mode) => mode === "reduce").length;
    expect(passes).toBeLessThan(14 * iterations);
  });

  it.each([
    ["earlyStopping", { earlyStopping: true }],
    ["subsample", { subsample: 0.5 }],
    ["earlyStopping and subsample", { earlyStopping: true, subsample: 0.5 }],
  ])("refuses %s before it passes over any row", async (named, options) => {
    const table = answered.select(["LNR", "AGE", "ANSWER"]);
    const executors = new ExecutorsHere(table, 1, 1);
    const fitting = (new GradientBoosting(options) as unknown as Fitting).fit(onCluster(table, executors), {
      target: "ANSWER",
    });
    await expect(fitting).rejects.toThrow(
      `GradientBoosting.fit: rows on a cluster are not learned from with ${named}. Leave that out, or draw as many rows as fit: await people.sample`,
    );
    for (const pass of ["reduce", "summarize", "keep"]) expect(executors.works).not.toContain(pass);
  });

  it("refuses validation rows before it passes over any row", async () => {
    const executors = new ExecutorsHere(plain, 1, 1);
    const fitting = (new GradientBoosting() as unknown as Fitting).fit(onCluster(plain, executors), {
      target: "ANSWER",
      validation: { X: onCluster(plain, new ExecutorsHere(plain, 1, 1)), y: "ANSWER" },
    });
    await expect(fitting).rejects.toThrow(
      "GradientBoosting.fit: rows on a cluster are not learned from with validation. Leave that out, or draw",
    );
    for (const pass of ["reduce", "summarize", "keep"]) expect(executors.works).not.toContain(pass);
  });
});
